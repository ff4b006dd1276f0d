# Retrievals that fail, at each of their steps.
# shellcheck shell=sh disable=SC2154,SC2034

# The same place, and the same deadline.
same_deadline()
{
    is 'the deadline after a rollback' "$(until_of ' parked ')" "$(until_of ' rolled-back ')"
}
until_of()
{
    sed -n "s/.*$1.*, until //p" "$work/out" | tail -n 1
}

test_reinvite_refused()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvite-refused STATUS=488 \
        reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    call bob invite NUMBER=701 ringing refused STATUS=480 \
        TEXT='The parked call cannot be connected'
    event ' rolled-back at 701'
    same_deadline
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

# Both sides change the session at once: tried again.
test_reinvite_pending()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvite-refused STATUS=491 \
        reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    no_event ' rolled-back '
    stop
}

test_reinvite_unanswered()
{
    start --clock-speed 20
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvite-ignored wait FOR=3000 hang-up
    event ' parked at 701'
    call bob invite NUMBER=701 ringing refused STATUS=480 \
        TEXT='The parked call is not to be had any more'
    event ' claim-expired at 701'
    done_ alice
    event ' ended at 701: .* abandoned'
    stop
}

test_retriever_cancels()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvite-cancelled held \
        reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    call bob invite NUMBER=701 ringing wait FOR=300 cancel NUMBER=701
    event ' rolled-back at 701'
    same_deadline
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

# The answer is on its way when the retriever gives up: the phone is held again.
test_retriever_cancels_too_late()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited PORT="$(port bob)" AFTER=800 \
        held reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    call bob invite NUMBER=701 ringing wait FOR=200 cancel NUMBER=701
    event ' rolled-back at 701'
    same_deadline
    sleep 1.5 # she is held by now
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

test_parked_hangs_up_while_claimed()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvite-ignored wait FOR=200 hang-up
    event ' parked at 701'
    call bob invite NUMBER=701 ringing refused STATUS=480 \
        TEXT='The parked call is not to be had any more'
    done_ alice
    event ' ended at 701: .* abandoned$'
    stop
}

# The ACK of a re-INVITE is lost. sipp itself would answer the second one, by -nr it does not.
test_ack_lost()
{
    start
    options=-nr
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited-again PORT="$(port bob)" hung-up
    options=
    event ' parked at 701'
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=700 hang-up
    done_ alice
    stop
}

# The parked phone changes the session while it is being re-INVITEd: it shall try later.
test_parked_reinvites_while_claimed()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited-both PORT="$(port bob)" hung-up
    event ' parked at 701'
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=300 hang-up
    done_ alice
    stop
}
