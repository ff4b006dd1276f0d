#!/bin/sh
# Runs test steps one after the other, shows the output of those that fail, and
# closes with the line "N passed, N failed".
# Usage: run.sh LOGDIR NAME COMMAND [NAME COMMAND ...]
# A step counts as one, a Check program as its checks, and a step that closes with
# such a line as that says. Exit status 77 of a step means skipped. Lines that begin
# with "note: " are shown always. Fails if anything failed or nothing was run.

logs=$1
shift
mkdir -p "$logs" || exit 1
passed=0
failed=0
skipped=0

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

while [ $# -ge 2 ]; do
    name=$1
    command=$2
    shift 2
    start=$(date +%s)
    sh -c "$command" >"$logs/$name.log" 2>&1 </dev/null
    status=$?
    took=$(($(date +%s) - start))
    if [ $status -eq 77 ]; then
        skipped=$((skipped + 1))
        echo "skipped $name: $(tail -n 1 "$logs/$name.log")"
        continue
    fi
    count $status "$logs/$name.log"
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ $bad -eq 0 ]; then
        echo "ok      $name ($good, $took s)"
        sed -n 's/^note: /        /p' "$logs/$name.log"
    else
        echo "FAILED  $name, status $status: $command"
        sed 's/^/    /' "$logs/$name.log"
    fi
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $((passed + skipped)) -gt 0 ]
