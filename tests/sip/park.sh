# Parking and retrieving.
# shellcheck shell=sh disable=SC2154,SC2034

# not_listening ADDRESS WHY
not_listening()
{
    "$program" --listen "$1" >"$work/refused" 2>&1
    is "status at $1" 1 $?
    is "why not at $1" "callpark-sip: $1: $2" "$(grep '^callpark-sip' "$work/refused")"
}

test_where_it_cannot_listen()
{
    start
    not_listening "$server" 'Address already in use'
    not_listening 127.0.0.1:0 'Invalid argument'
    not_listening 127.0.0.1 'Invalid argument'
    not_listening here:5060 'Invalid argument'
    stop
}

test_park_and_retrieve()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited PORT="$(port bob)" hung-up \
        TEXT='The other side has hung up'
    event ' parked at 701: alice from alice,'
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    event ' claimed at 701: alice from alice, by bob'
    event ' ended at 701: .* by bob retrieved$'
    stop
}

test_parked_hangs_up()
{
    start
    call alice invite NUMBER=700 parked PLACE=701 ack hang-up
    event ' ended at 701: .* abandoned$'
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited PORT="$(port bob)" wait FOR=100 \
        hang-up
    event ' parked at 701' 2
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        hung-up TEXT='The other side has hung up'
    done_ alice
    stop
}

test_server_stops_with_a_call_parked()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack hung-up TEXT='The parking lot is closed'
    event ' parked at 701'
    stop
    done_ alice
    event ' ended at 701: .* drained$'
}

# An INVITE without offer is answered with one.
test_without_offer()
{
    start
    phone alice invite-bare NUMBER=700 parked-bare PLACE=701 reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    call carol invite-bare NUMBER=701 refused STATUS=488 \
        TEXT='To retrieve, the INVITE must have an offer'
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

# Dialled, an occupied place retrieves; transferred to it, a call is refused.
test_numbers()
{
    start --slots 701-703
    phone alice invite NUMBER=702 parked PLACE=702 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 702'
    call carol invite NUMBER=702 MORE="$by_dave" refused STATUS=486 \
        TEXT='Another call is parked there'
    call carol invite NUMBER=704 refused STATUS=404 TEXT='There is no such place'
    call carol invite NUMBER=1234567 refused STATUS=404 TEXT='There is no such place'
    call carol invite NUMBER='5%0d%0aX-Evil:%201' refused STATUS=400
    call carol invite NUMBER='5%22evil' refused STATUS=400
    call carol invite-contactless NUMBER=700 refused STATUS=400
    call carol invite-contactless NUMBER=702 refused STATUS=400
    call carol invite NUMBER=700 MORE="\nReferred-By: <sip:$(printf %0300d 1)@here>" refused STATUS=400
    no_event ' claimed '
    call bob invite NUMBER=702 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

test_retrieve_prefix()
{
    start --retrieve-prefix '*'
    phone alice invite NUMBER=701 parked PLACE=701 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    call carol invite NUMBER=701 refused STATUS=486 TEXT='Another call is parked there'
    call bob invite NUMBER='*702' refused STATUS=404 TEXT='No call is parked there'
    call bob invite NUMBER='*999' refused STATUS=404 TEXT='There is no such place'
    no_event ' claimed '
    call bob invite NUMBER='*701' ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    phone alice invite NUMBER=705 parked PLACE=705 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 705'
    call bob invite NUMBER='*700' ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

# A full lot refuses, and takes calls again when one has left. At the end all are told.
test_full_lot()
{
    start --slots 701-701
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    call carol invite NUMBER=700 refused STATUS=486 TEXT='All parking places are taken'
    call carol invite NUMBER=700 MORE="$by_dave" refused STATUS=486 \
        TEXT='All parking places are taken'
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    phone carol invite NUMBER=700 parked PLACE=701 ack hung-up TEXT='The parking lot is closed'
    event ' parked at 701' 2
    stop
    done_ carol
}

test_group_and_extension()
{
    start --group 800=100,101 --retrieve-prefix '*'
    phone alice invite NUMBER=800 parked PLACE=5100 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 5100'
    phone carol invite NUMBER=800 parked PLACE=5101 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 5101'
    call dave invite NUMBER=800 refused STATUS=486 TEXT='All parking places are taken'
    call dave invite NUMBER=5100 refused STATUS=486 TEXT='Another call is parked there'
    call bob invite NUMBER='*5101' ringing retrieved NAME=Carol OF=carol PORT="$(port carol)" \
        ack wait FOR=100 hang-up
    done_ carol
    call bob invite NUMBER='*5100' ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" \
        ack wait FOR=100 hang-up
    done_ alice
    phone alice invite NUMBER=5300 parked PLACE=5300 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 5300'
    call bob invite NUMBER='*5300' ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" \
        ack wait FOR=100 hang-up
    done_ alice
    stop
}

# Once retrieved, a phone may hold the other; one that waits may not stop waiting.
test_session_changes()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack wait FOR=100 \
        reinvite FORMATS=0 DIRECTION=sendrecv changed PORT=9 DIRECTION=inactive \
        reinvited PORT="$(port bob)" passed-on PORT="$(port bob)" DIRECTION=sendonly hung-up
    until_ grep -q '^tag' "$work/alice.log"
    sleep 1 # she has tried to talk
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=200 reinvite FORMATS='0 101' DIRECTION=sendonly \
        changed PORT="$(port alice)" DIRECTION=recvonly wait FOR=500 hang-up
    done_ alice
    stop
}

# She has PCMU alone, so nothing else can be agreed on for her.
test_session_change_that_does_not_fit()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=200 reinvite FORMATS=8 DIRECTION=sendrecv not-changed wait FOR=100 hang-up
    done_ alice
    stop
}

test_over_tcp()
{
    start
    options='-t t1'
    call alice invite NUMBER=700 parked PLACE=701 ack hang-up
    options=
    event ' ended at 701: .* abandoned$'
    stop
}
