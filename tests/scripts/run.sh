#!/bin/sh
# Runs test steps, shows the output of those that fail, and closes with the line
# "N passed, N failed".
# Usage: run.sh LOGDIR NAME COMMAND [NAME COMMAND ...]
# A step counts as one, a Check program as its checks, and a step that closes with
# such a line as that says. Exit status 77 of a step means skipped; if REQUIRE_TOOLS is set,
# failed. Lines that begin with "note: " are shown always. Fails if anything failed or nothing
# was run.
# Environment: JOBS (how many steps at a time; 1), REQUIRE_TOOLS.

logs=$1
shift
mkdir -p "$logs" || exit 1
claims=$(mktemp -d) || exit 1
trap 'rm -rf "$claims"' EXIT

# Sets $good and $bad from the exit status $1 and the log $2.
count()
{
    n='\([0-9]*\)'
    line=$(sed -n -e "s/^[0-9]*%: Checks: $n, Failures: $n, Errors: $n\$/\\1 \\2 \\3/p" \
        -e "s/^$n passed, $n failed\$/\\1+\\2 \\2 0/p" "$2" | tail -n 1)
    good=0
    bad=0
    if [ -n "$line" ]; then
        # shellcheck disable=SC2086
        set -- "$1" $line
        bad=$(($3 + $4))
        good=$(($2 - bad))
        [ $(($2)) -gt 0 ] || bad=1
    elif [ "$1" -eq 0 ]; then
        good=1
    fi
    if [ "$1" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
}

# Runs step $1 with the command $2, tells of it, and leaves its counts as result $3.
step()
{
    start=$(date +%s)
    sh -c "$2" >"$logs/$1.log" 2>&1 </dev/null
    status=$?
    took=$(($(date +%s) - start))
    if [ $status -eq 77 ] && [ -z "$REQUIRE_TOOLS" ]; then
        echo 0 0 1 >"$claims/$3/result"
        echo "skipped $1: $(tail -n 1 "$logs/$1.log")"
        return
    fi
    count $status "$logs/$1.log"
    echo "$good $bad 0" >"$claims/$3/result"
    if [ $bad -eq 0 ]; then
        echo "ok      $1 ($good, $took s)"
        sed -n 's/^note: /        /p' "$logs/$1.log"
    else
        { echo "FAILED  $1, status $status: $2"; sed 's/^/    /' "$logs/$1.log"; } >"$claims/$3/text"
        cat "$claims/$3/text"
    fi
}

# Does the steps that nobody has begun, one after the other.
worker()
{
    number=0
    while [ $# -ge 2 ]; do
        number=$((number + 1))
        mkdir "$claims/$number" 2>/dev/null && step "$1" "$2" $number
        shift 2
    done
}

job=1
while [ $job -lt "${JOBS:-1}" ]; do
    worker "$@" &
    job=$((job + 1))
done
worker "$@"
wait

# A step without a result has not been run to its end.
for result in "$claims"/*/; do
    cat "$result/result" 2>/dev/null || echo 0 1 0
done | awk '{ passed += $1; failed += $2; skipped += $3 }
    END {
        printf "%d passed, %d failed\n", passed, failed
        exit failed != 0 || passed + skipped == 0
    }'
