#!/bin/sh
# Checks that growth.sh sees a verb that walks over all calls, and blames no other.
# Usage: growth_can_fail.sh GROWTH.SH SLOWED_PROGRAM

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
sh "$1" "$2" 1000 10000 100000 >"$work/log" 2>&1
status=$?
[ $status -eq 77 ] && {
    cat "$work/log"
    exit 77
}
if [ $status -ne 0 ] && grep -q '^claim .*TOO MUCH' "$work/log" &&
    grep -q ', 1 grow too much$' "$work/log"; then
    exit 0
fi
cat "$work/log"
echo "a slowed claim was not seen, or not it alone"
exit 1
