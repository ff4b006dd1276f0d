#!/bin/sh
# prove.sh must be red when code breaks its contract, when the number of goals is another, when
# a function has no contract, and when a contract requires what cannot be.
# Usage: prove_can_fail.sh, with TOP

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/lib" && cp "$TOP"/lib/*.[ch] "$work/lib" && cp -r "$TOP/include" "$work" || exit 1
echo 'lib/registry.c callpark__later' >"$work/list"
proved=$(sh "$TOP/tests/scripts/prove.sh" 0 "$work/list" "$work" | sed -n 's/^note: \([0-9]*\) .*/\1/p')

# red WHAT PATTERN NUMBER LIST
red()
{
    if sh "$TOP/tests/scripts/prove.sh" "$3" "$4" "$work" >"$work/log" 2>&1; then
        echo "$1: not seen"
        exit 1
    elif ! grep -q "$2" "$work/log"; then
        echo "$1: not said"
        cat "$work/log"
        exit 1
    fi
}

red 'another number of goals' "$proved goals are proved, 1 should be" 1 "$work/list"
echo 'lib/registry.c callpark__limbo_none' >"$work/none"
red 'a function without a contract' 'nothing to prove' "$proved" "$work/none"
sed -i 's/now < CALLPARK_NEVER - duration/now <= CALLPARK_NEVER - duration + 1/' "$work/lib/registry.h"
cmp -s "$work/lib/registry.h" "$TOP/lib/registry.h" && exit 1
red 'a broken contract' 'goals are proved' "$proved" "$work/list"

echo 'lib/timer.c parent_of' >"$work/list"
proved=$(sh "$TOP/tests/scripts/prove.sh" 0 "$work/list" "$work" | sed -n 's/^note: \([0-9]*\) .*/\1/p')
sed -i 's/requires 0 < position;/requires 0 < position \&\& position < 0;/' "$work/lib/timer.c"
cmp -s "$work/lib/timer.c" "$TOP/lib/timer.c" && exit 1
red 'what cannot be' 'Failed. Smoke-test typed_parent_of' "$proved" "$work/list"
