# Recall: when nobody comes.
# shellcheck shell=sh disable=SC2154,SC2034

test_recall_answered()
{
    start --clock-speed 20 --timeout 20
    phone proxy-bob AS=bob rung NAME=Alice OF=alice PLACE=701 PORT="$(port alice)" answer \
        wait FOR=200 hang-up-called
    call alice invite NUMBER=700 MORE="$by_bob" parked PLACE=701 ack \
        reinvited PORT="$(port proxy)" hung-up TEXT='The other side has hung up'
    done_ proxy-bob
    event ' recall-answered at 701'
    event ' ended at 701: alice from bob, by bob recalled, target bob'
    stop
}

# The parked phone's media have moved since: who was rung is told.
test_recall_with_other_media()
{
    start --clock-speed 20 --timeout 20
    phone proxy-bob AS=bob rung NAME=Alice OF=alice PLACE=701 PORT="$(port alice)" answer \
        reinvited PORT=4444 wait FOR=100 hang-up-called
    call alice invite NUMBER=700 MORE="$by_bob" parked PLACE=701 ack \
        reinvited PORT="$(port proxy)" MEDIA=4444 hung-up
    done_ proxy-bob
    stop
}

# Busy, unreachable, and at last the voicemail: parker, alternate, fallback.
test_recall_policy()
{
    start --clock-speed 20 --timeout 20 --ring 20 --rounds 1 --alternate dave --fallback voicemail
    cp "$TOP/tests/sip/recall-policy.xml" "$work/proxy.xml"
    : >"$work/proxy.log"
    sipp_ proxy -m 3 &
    job_proxy=$!
    helpers="$helpers $job_proxy"
    call alice invite NUMBER=700 MORE="$by_bob" parked PLACE=701 ack \
        reinvited PORT="$(port proxy)" wait FOR=100 hang-up
    done_ proxy
    is 'who was rung' 'rung bob rung dave rung voicemail' "$(xargs <"$work/proxy.log")"
    event ' recall-failed at 701: .* by bob'
    event ' no-answer at 701'
    event ' ended at 701: .* released, target voicemail'
    stop
}

test_nobody_comes()
{
    start --clock-speed 20 --timeout 20 --ring 10 --rounds 1
    call alice invite NUMBER=700 MORE="$by_bob" parked PLACE=701 ack \
        hung-up TEXT='Nobody came for the parked call'
    event ' no-answer at 701'
    event ' ended at 701: .* released$'
    stop
}

test_retrieved_while_it_rings()
{
    start --clock-speed 20 --timeout 20 --ring 600
    phone proxy-bob AS=bob rung NAME=Alice OF=alice PLACE=701 PORT="$(port alice)" rung-off
    phone alice invite NUMBER=700 MORE="$by_bob" parked PLACE=701 ack \
        reinvited PORT="$(port carol)" hung-up
    event ' ringing at 701'
    call carol invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=300 hang-up
    done_ proxy-bob
    done_ alice
    event ' ended at 701: .* by carol retrieved$'
    stop
}

test_parked_hangs_up_while_it_rings()
{
    start --clock-speed 20 --timeout 10 --ring 600
    phone proxy-bob AS=bob rung NAME=Alice OF=alice PLACE=701 PORT="$(port alice)" rung-off
    call alice invite NUMBER=700 MORE="$by_bob" parked PLACE=701 ack wait FOR=3000 hang-up
    done_ proxy-bob
    event ' ended at 701: .* abandoned$'
    stop
}

# Who answered the recall cannot be connected: it counts as failed, and the call stays.
test_recall_not_connected()
{
    start --clock-speed 20 --timeout 20
    phone proxy-bob AS=bob rung NAME=Alice OF=alice PLACE=701 PORT="$(port alice)" answer \
        hung-up TEXT='The parked call cannot be connected'
    phone alice invite NUMBER=700 MORE="$by_bob" parked PLACE=701 ack \
        reinvite-refused STATUS=488 reinvited PORT="$(port carol)" hung-up
    done_ proxy-bob
    event ' rolled-back at 701'
    call carol invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

# The phone that was rung answers, and hangs up before the two are connected.
test_recall_hung_up()
{
    start --clock-speed 20 --timeout 20
    phone proxy-bob AS=bob rung NAME=Alice OF=alice PLACE=701 PORT="$(port alice)" answer \
        hang-up-called
    phone alice invite NUMBER=700 MORE="$by_bob" parked PLACE=701 ack \
        reinvited PORT="$(port proxy)" AFTER=700 held reinvited PORT="$(port carol)" hung-up
    done_ proxy-bob
    event ' rolled-back at 701'
    sleep 1.2 # she is held by now
    call carol invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

test_parked_hangs_up_while_recalled()
{
    start --clock-speed 20 --timeout 20
    phone proxy-bob AS=bob rung NAME=Alice OF=alice PLACE=701 PORT="$(port alice)" answer \
        hung-up TEXT='The parked call is not to be had any more'
    call alice invite NUMBER=700 MORE="$by_bob" parked PLACE=701 ack reinvite-ignored \
        wait FOR=200 hang-up
    done_ proxy-bob
    event ' ended at 701: .* abandoned$'
    stop
}

# A phone that has never described its media has nothing to offer to whom would be rung.
test_nothing_to_offer()
{
    start --clock-speed 20 --timeout 20 --rounds 1
    call alice invite-bare NUMBER=700 MORE="$by_bob" parked-silent PLACE=701 ack \
        hung-up TEXT='Nobody came for the parked call'
    event ' recall-failed at 701'
    no_event ' recall-deferred '
    stop
}
