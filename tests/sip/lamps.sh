# Lamps, and a reload of the lot.
# shellcheck shell=sh disable=SC2154,SC2034

# lit PHONE VERSION: waits until it has seen that state
lit()
{
    if until_ grep -q "^lamp $2$" "$work/$1.log"; then good; else bad "lamp $2"; fi
}

test_lamps()
{
    start
    phone lamp subscribe NUMBER=701 \
        lamp NUMBER=701 VERSION=0 STATE=terminated \
        lamp NUMBER=701 VERSION=1 STATE=confirmed WHO='display="Alice">sip:alice@' \
        lamp NUMBER=701 VERSION=2 STATE=terminated
    lit lamp 0
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    lit lamp 1
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    done_ lamp
    stop
}

test_lamp_of_an_extension()
{
    start
    phone lamp subscribe NUMBER=300 \
        lamp NUMBER=300 VERSION=0 STATE=terminated \
        lamp NUMBER=300 VERSION=1 STATE=confirmed WHO='display="Alice">sip:alice@' \
        lamp NUMBER=300 VERSION=2 STATE=terminated
    lit lamp 0
    phone alice invite NUMBER=5300 parked PLACE=5300 ack reinvited PORT="$(port bob)" hung-up
    lit lamp 1
    call bob invite NUMBER=5300 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    done_ lamp
    stop
}

# A watcher that has restarted asks anew, and sees at once what is; so does one that asks once.
test_lamps_after_a_restart()
{
    start
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    for again in 1 2; do
        call lamp subscribe NUMBER=701 lamp NUMBER=701 VERSION=0 STATE=confirmed WHO='sip:alice@'
    done
    call lamp subscribe NUMBER=701 EXPIRES=0 \
        lamp NUMBER=701 VERSION=0 STATE=confirmed WHO='sip:alice@' SUBSCRIPTION=terminated
    call lamp subscribe NUMBER=5702 EXPIRES=0 \
        lamp NUMBER=5702 VERSION=0 STATE=terminated SUBSCRIPTION=terminated
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    stop
}

# The lot moves: who is parked stays, can be retrieved, and the lamps show it.
test_reload()
{
    echo 'slots 701-702' >"$work/config"
    start --config "$work/config"
    phone alice invite NUMBER=700 parked PLACE=701 ack reinvited PORT="$(port bob)" hung-up
    event ' parked at 701'
    phone lamp subscribe NUMBER=701 \
        lamp NUMBER=701 VERSION=0 STATE=confirmed WHO='sip:alice@' \
        lamp NUMBER=701 VERSION=1 STATE=confirmed WHO='sip:alice@' \
        lamp NUMBER=701 VERSION=2 STATE=terminated
    lit lamp 0
    printf 'slots 711-712\ngroup 800=100\n' >"$work/config"
    kill -HUP "$pid"
    event ' lot-configured'
    event ' group-added'
    lit lamp 1
    call carol invite NUMBER=800 parked PLACE=5100 ack hang-up
    call carol invite NUMBER=700 parked PLACE=711 ack hang-up
    call carol invite NUMBER=702 refused STATUS=404 TEXT='There is no such place'
    call bob invite NUMBER=701 ringing retrieved NAME=Alice OF=alice PORT="$(port alice)" ack \
        wait FOR=100 hang-up
    done_ alice
    done_ lamp
    call carol invite NUMBER=701 refused STATUS=404 TEXT='There is no such place'
    stop
}

# A group takes a member from one whose line comes later; nobody may stand in both.
test_reload_of_groups()
{
    printf 'slots 701-702\ngroup 800=100\ngroup 801=101,102\n' >"$work/config"
    start --config "$work/config"
    phone alice invite NUMBER=801 parked PLACE=5101 ack hung-up
    event ' parked at 5101'
    printf 'slots 701-702\ngroup 800=101,103\ngroup 801=102\n' >"$work/config"
    kill -HUP "$pid"
    event ' group-configured' 2
    call carol invite NUMBER=800 parked PLACE=5103 ack hang-up
    call carol invite NUMBER=801 parked PLACE=5102 ack hang-up
    printf 'slots 701-702\ngroup 800=101,103\ngroup 801=102,103\n' >"$work/config"
    kill -HUP "$pid"
    if until_ grep -q 'not understood: group 801=102,103' "$work/err"; then
        good
    else
        bad 'nobody complained of 103 in two groups'
    fi
    : >"$work/err"
    call carol invite NUMBER=801 parked PLACE=5102 ack hang-up
    stop
    done_ alice
}

test_lamps_when_the_server_stops()
{
    start
    phone lamp subscribe NUMBER=701 lamp NUMBER=701 VERSION=0 STATE=terminated \
        lamp NUMBER=701 VERSION=0 STATE=terminated SUBSCRIPTION='terminated;reason=deactivated'
    lit lamp 0
    stop
    done_ lamp
}
