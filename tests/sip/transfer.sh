# Transfers: by REFER, and attended.
# shellcheck shell=sh disable=SC2154,SC2034

# By REFER: the parker is who refers; who was talking is held.
test_refer()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited PORT="$(port bob)" held \
        reinvited PORT="$(port carol)" hung-up
    event ' parked at 701'
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 refer NUMBER=703 BY=dave accepted STATUS=200 TEXT='OK.*X-Parked-At: 703' \
        hung-up TEXT=Parked
    event ' parked at 703: alice from dave, by dave'
    call carol invite NUMBER=703 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

test_refer_into_a_full_lot()
{
    start --slots 701-701
    phone carol invite NUMBER=700 parked PLACE=701 ack hung-up TEXT='The parking lot is closed'
    phone alice invite NUMBER=5300 parked PLACE=5300 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at ' 2
    call bob invite NUMBER=5300 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 refer NUMBER=700 BY=bob accepted STATUS=486 \
        TEXT='All parking places are taken' wait FOR=300 hang-up
    done_ alice
    no_event ' parked at .* by bob'
    stop
    done_ carol
}

# The consultation is parked, then another call takes its place; the parker stays.
test_attended_transfer()
{
    start --clock-speed 20 --timeout 60
    phone proxy-bob AS=bob rung NAME=Alice OF=alice PLACE=701 PORT="$(port alice)" answer \
        wait FOR=200 hang-up-called
    phone bob invite NUMBER=700 parked PLACE=701 ack hung-up TEXT=Transferred
    event ' parked at 701: bob from bob'
    until_ grep -q tag "$work/bob.log"
    call carol invite NUMBER=700 MORE='\nReplaces: nobody@here;to-tag=1;from-tag=2' \
        refused STATUS=481 TEXT='The call to be replaced is not parked'
    phone alice invite NUMBER=700 \
        MORE="$(sed -n 's/^tag \(.*\) of \(.*\)/\\nReplaces: \2;to-tag=\1;from-tag=bob-1/p' \
            "$work/bob.log")" \
        parked PLACE=701 ack reinvited PORT="$(port proxy)" hung-up
    done_ bob
    event ' swapped at 701: alice from bob'
    is 'the deadline after a swap' "$(until_of ' parked ')" "$(until_of ' swapped ')"
    done_ proxy-bob
    done_ alice
    event ' ended at 701: .* recalled, target bob'
    stop
}
