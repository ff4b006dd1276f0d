#!/bin/sh
# Checks that cross.sh tells a machine on which the trace is another one: where another seed is
# taken, where library and model agree on another default, and where no trace is given.
# Usage: cross_can_fail.sh CROSS.SH
# Environment: TOP, BUILD (with the programs of tests, built), CC.

check=$1
there=$(mktemp -d) || exit 1
trap 'rm -rf "$there"' EXIT
mkdir "$there/debug"
program=$there/debug/simulate

# expect STATUS PATTERN WHAT
expect()
{
    GIVEN=$there sh "$check" given 2000 7 >"$there/log" 2>&1
    got=$?
    [ $got -eq "$1" ] && grep -q "$2" "$there/log" && return
    cat "$there/log"
    echo "cross: $3: status $got"
    exit 1
}

# script TEXT: makes it the program of the other machine.
script()
{
    printf '#!/bin/sh\n%s\n' "$1" >"$program" && chmod +x "$program"
}

# changed FILE: compiles it with a ring of 31 s where it would be 30 s.
changed()
{
    sed "s/callpark_seconds(30)/callpark_seconds(31)/" "$TOP/$1" >"$there/changed.c"
    ! cmp -s "$TOP/$1" "$there/changed.c" &&
        ${CC:-cc} -std=c11 -g -I"$TOP/include" -iquote "$TOP/lib" -iquote "$TOP/tests" \
            -c -o "$there/$(basename "$1" .c).o" "$there/changed.c"
}

differ='here trace [0-9a-f]*, on given trace [0-9a-f]'
script "exec '$BUILD/debug/simulate' \"\$@\""
expect 0 "$differ" 'the same is refused'
script "exec '$BUILD/debug/simulate' \"\$@\" --seed 8"
expect 1 "$differ" 'another seed is not seen'
script 'exit 0'
expect 1 'failed: given' 'that there is no trace is not seen'

changed lib/policy.c && changed tests/model_lots.c &&
    ${CC:-cc} -o "$program" "$BUILD/debug/tests/simulate.o" "$there/policy.o" \
        "$there/model_lots.o" "$BUILD/debug/support.a" "$BUILD/debug/libcallpark.a" || exit 1
expect 1 "$differ" 'another default is not seen'
