#!/bin/sh
# Talks SIP to a running callpark-sip, all on the loopback. Phones are sipp scenarios, put
# together from the steps in tests/sip/. Closes with "N passed, N failed".
# Environment: TOP, BUILD (the program is $BUILD/examples/callpark-sip), CC.
# Skipped (77) without sipp or baresip, unless REQUIRE_TOOLS is set: then it fails.
# Usage: sip.sh [TEST ...]: all, or some of the functions test_TEST in tests/sip/

TOP=${TOP:-.}
program=${BUILD:-build}/examples/callpark-sip
work=$(mktemp -d) || exit 1
pid=
helpers=
passed=0
failed=0

# shellcheck disable=SC2086
finish()
{
    [ -z "$pid$helpers" ] || kill $pid $helpers 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

for tool in sipp baresip; do
    command -v $tool >/dev/null && continue
    echo "$tool is not installed"
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    exit 77
done
[ -x "$program" ] || { echo "there is no $program"; exit 1; }

# ---- Judging ----

# good, bad WHAT [WHY]
good()
{
    passed=$((passed + 1))
}
bad()
{
    failed=$((failed + 1))
    printf 'FAILED %s: %s\n%s\n' "$test" "$1" "$2"
}

# is WHAT WANTED GOT
is()
{
    if [ "$2" = "$3" ]; then good; else bad "$1" "    wanted: $2
    got:    $3"; fi
}

# Waits for at most 20 s until COMMAND succeeds.
until_()
{
    tries=200
    until "$@" 2>/dev/null; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || return 1
        sleep 0.05
    done
}

# ---- Ports ----

# Fifty ports below those that the system gives out, of which none is in use.
choose_ports()
{
    base=$((20000 + $$ % 100 * 100))
    while awk -v first=$base 'BEGIN { hex = "0123456789ABCDEF" }
        NR > 1 {
            text = $2
            sub(/.*:/, "", text)
            port = 0
            for (i = 1; i <= length(text); i++)
                port = port * 16 + index(hex, substr(text, i, 1)) - 1
            if (port >= first && port < first + 50)
                used = 1
        }
        END { exit !used }' /proc/net/udp /proc/net/tcp; do
        base=$((base + 50))
    done
}

# A phone's port, also that of its media, follows from its name.
port()
{
    case $1 in
        proxy) echo $((base + 1)) ;;
        alice) echo $((base + 2)) ;;
        bob) echo $((base + 3)) ;;
        carol) echo $((base + 4)) ;;
        dave) echo $((base + 5)) ;;
        lamp) echo $((base + 6)) ;;
        many) echo $((base + 7)) ;;
        more) echo $((base + 8)) ;;
        *) echo "no port for $1" >&2 ;;
    esac
}

# ---- The server ----

# start OPTION...: sets $pid and $server, each time another of twenty ports, so that nothing
# sent to one server reaches the next
starts=0
start()
{
    server=127.0.0.1:$((base + 10 + starts % 20))
    starts=$((starts + 1))
    : >"$work/out"
    ASAN_OPTIONS=detect_leaks=1 "$program" --listen $server \
        --proxy 127.0.0.1:"$(port proxy)" "$@" >"$work/out" 2>"$work/err" &
    pid=$!
    until_ grep -q "^listening on $server\$" "$work/out" || { cat "$work/err"; echo "does not start"; exit 1; }
}

# stop: it ends well, whatever it was through, and has had nothing to complain of
stop()
{
    kill -TERM "$pid"
    wait "$pid"
    is "exit status of the server" 0 $?
    is "complaints of the server" "" "$(cat "$work/err")"
    pid=
}

# event PATTERN [COUNT]: waits until COUNT lines of the server's log match
event()
{
    # shellcheck disable=SC2016
    if until_ sh -c '[ "$(grep -c -e "$1" "$2")" -ge "$3" ]' - "$1" "$work/out" "${2:-1}"; then
        good
    else
        bad "no event $1" "$(cat "$work/out")"
    fi
}

# no_event PATTERN
no_event()
{
    is "no event $1" 0 "$(grep -c -e "$1" "$work/out")"
}

# ---- Phones ----

# Further headers of an INVITE: transferred here by
# shellcheck disable=SC2034
by_bob='\nReferred-By: <sip:bob@127.0.0.1>'
# shellcheck disable=SC2034
by_dave='\nReferred-By: <sip:dave@127.0.0.1>'

# scenario USER STEP [KEY=VALUE ...] ...: prints it. A step is a file in tests/sip/, in which
# @KEY@ stands for the value. A step or a key that is not there would look at nothing.
scenario()
{
    user=$1
    name=$(printf '%s' "$user" | sed 's/./\U&/')
    shift
    echo '<?xml version="1.0"?><scenario name="phone">'
    echo '<nop><action>'
    for variable in got tag via from seq; do
        echo "<assignstr assign_to=\"$variable\" value=\"\"/>"
    done
    echo '</action></nop><Reference variables="got,tag,via,from,seq"/>'
    while [ $# -gt 0 ]; do
        step=$TOP/tests/sip/$1.xml
        [ -e "$step" ] || bad "no step $1" >&2
        shift
        set_=
        while case ${1-} in *=*) true ;; *) false ;; esac; do
            grep -q "@${1%%=*}@" "$step" || bad "$step has no ${1%%=*}" >&2
            set_="$set_;s|@${1%%=*}@|${1#*=}|g"
            shift
        done
        sed "s/^ *\(<!--.*\)/\1/$set_;s|@USER@|$user|g;s|@NAME@|$name|g;s|@MORE@||g;s|@AFTER@|0|g
            s|@NUMBER@|x|g;s|@TEXT@|.*|g;s|@EXPIRES@|600|g;s|@SUBSCRIPTION@|active|g;s|@WHO@||g;s|@MEDIA@|[local_port]|g" \
            "$step"
    done
    echo '</scenario>'
}

# sipp_ PHONE OPTION...: runs the phone's scenario; as whom is its name up to a dash
# $options are further ones
options=
# shellcheck disable=SC2086
sipp_()
{
    phone=$1
    shift
    sipp "$server" -sf "$work/$phone.xml" -i 127.0.0.1 -r 1000 -p "$(port "${phone%%-*}")" -nostdin \
        $options -timeout 30s -timeout_error -trace_err -error_file "$work/$phone.errors" \
        -trace_logs -log_file "$work/$phone.log" "$@" >"$work/$phone.screen" 2>&1
}

# phone PHONE [AS=USER] STEP [KEY=VALUE ...] ...: begins; `done_ PHONE` waits for its end
phone()
{
    phone=$1
    as=$1
    shift
    case $1 in AS=*) as=${1#AS=}; shift ;; esac
    scenario "$as" "$@" >"$work/$phone.xml"
    : >"$work/$phone.log"
    sipp_ "$phone" -m 1 &
    eval "job_$(echo "$phone" | tr - _)=$!"
    helpers="$helpers $!"
}

# done_ PHONE: all its steps were as they should
done_()
{
    job=
    eval "job=\$job_$(echo "$1" | tr - _)"
    wait "$job"
    status=$?
    helpers=$(echo "$helpers" | sed "s/ $job\$//;s/ $job / /")
    if [ $status -eq 0 ]; then
        good
    else
        bad "phone $1, status $status" "$(head -n 60 "$work/$1.errors" "$work/$1.screen" 2>/dev/null)
$(cat "$work/out")"
    fi
}

# call PHONE STEP ...: the same, to its end
call()
{
    phone "$@"
    done_ "$1"
}

# ---- The tests ----

for file in "$TOP"/tests/sip/*.sh; do
    # shellcheck disable=SC1090
    . "$file"
done

all=$(sed -n 's/^test_\(.*\)()$/\1/p' "$TOP"/tests/sip/*.sh)

# Three at a time, as most of a test is waiting: each takes what no other has taken.
if [ $# -eq 0 ]; then
    mkdir "$work/taken"
    for lane in 0 1 2; do
        # shellcheck disable=SC2086
        TAKEN=$work/taken sh "$0" $all >"$work/lane$lane" 2>&1 &
        helpers="$helpers $!"
    done
    wait
    helpers=
    test=all
    # shellcheck disable=SC2012,SC2086
    is "each test has been run" "$(printf '%s\n' $all | sort)" "$(ls "$work/taken" | sort)"
    for lane in "$work"/lane*; do
        grep -v '^[0-9]* passed, [0-9]* failed$' "$lane"
        last=$(tail -n 1 "$lane")
        case $last in
            *' passed, '*' failed') ;;
            *) last='0 passed, 1 failed' ;; # it has not come to its end
        esac
        passed=$((passed + ${last%% passed*}))
        last=${last% failed}
        failed=$((failed + ${last##*, }))
    done
else
    choose_ports
    for test in "$@"; do
        [ -z "$TAKEN" ] || mkdir "$TAKEN/$test" 2>/dev/null || continue
        "test_$test"
    done
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
