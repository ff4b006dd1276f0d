#!/bin/sh
# Checks that the simulation finds seeded faults (tests/support_lying.c), that what led there
# is made short, and that the short script replays: it fails with the fault, and passes
# without. Then that a script replays whole as it was recorded.
# Usage: simulate_can_fail.sh SIMULATE.SH PROGRAM

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
script=$work/script

fail()
{
    cat "$work/log"
    echo "$*"
    exit 1
}

# The seeded fault takes four steps, a lot, a call, its move, its claim; or two lots.
for lie in event lost abort; do
    sh "$1" "$2" "$script" --steps 4000 --seed 3 --worlds crowd --lie $lie >"$work/log" 2>&1 &&
        fail "$lie: not found"
    lines=$(grep -c '^[0-9]' "$script")
    [ "$lines" -lt 4 ] || [ "$lines" -gt 6 ] && fail "$lie: $lines steps"
    "$2" --lie $lie --replay "$script" >"$work/log" 2>&1 && fail "$lie: does not replay"
    "$2" --replay "$script" >"$work/log" 2>&1 || fail "$lie: fails without the fault too"
done

"$2" --steps 3000 --seed 5 --worlds small --record "$script" >"$work/recorded" || fail 'no run'
"$2" --replay "$script" >"$work/log" || fail 'a good script does not replay'
trace=$(grep '^trace ' "$work/recorded")
grep -qx "$trace" "$work/log" || fail "replayed not as recorded, $trace"
