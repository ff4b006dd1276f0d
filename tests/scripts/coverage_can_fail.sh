#!/bin/sh
# The report of coverage must fail when one suite alone was run, and when nothing was counted.
# Usage: coverage_can_fail.sh LLVM SOURCE ...

llvm=$1
shift
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# red WHAT PATTERN COMMAND ...: the command fails, and says so.
red()
{
    what=$1
    pattern=$2
    shift 2
    if "$@" >"$work/log" 2>&1; then
        echo "$what: not seen"
        exit 1
    elif ! grep -q "$pattern" "$work/log"; then
        echo "$what: not said"
        cat "$work/log"
        exit 1
    fi
}

CK_RUN_SUITE=error LLVM_PROFILE_FILE="$work/%p.profraw" "$BUILD/debug/runner" >/dev/null || exit 1
report="sh $TOP/tests/scripts/coverage.sh $llvm"
for pattern in 'lib/timer.c:[0-9]*: never run' 'lib/timer.c:[0-9]*: .* never true' \
    'lib/lot.c:[0-9]*: condition . of . .* never' '^[0-9]* passed, [1-9][0-9]* failed$'; do
    red "one suite alone, $pattern" "$pattern" $report "$work/*.profraw" "$@"
done
echo '{"data": [{"functions": []}]}' >"$work/export"
red 'nothing counted' 'conditions: 0 of 0' python3 "$TOP/tests/coverage/report.py" "$work/export"
red 'a source not counted' 'lib/timer.c: nothing of it was counted' \
    python3 "$TOP/tests/coverage/report.py" "$work/export" lib/timer.c
