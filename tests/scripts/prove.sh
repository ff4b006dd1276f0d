#!/bin/sh
# Proves the contracts of functions of the library with Frama-C, and that they access no memory
# they may not and overflow nowhere; fails unless exactly NUMBER goals are proved, and all are.
# Usage: prove.sh NUMBER LIST TOP
# A line of LIST is a source below TOP and its functions; with "wraps" at its end unsigned
# numbers may wrap around in them.

number=$1
list=$2
top=$3
for tool in frama-c why3 z3; do
    command -v $tool >/dev/null || exec sh "$TOP/tests/scripts/missing.sh" "there is no $tool"
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export WHY3CONFIG="$work/why3.conf"
why3 config detect >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

# prove SOURCE FLAG FUNCTION ...: sets $proved and $goals
prove()
{
    source=$1
    flag=$2
    shift 2
    # Smoke tests: that nothing can meet what a contract requires would prove all of it.
    frama-c -wp -wp-rte -wp-smoke-tests -wp-no-smoke-dead-code -wp-smoke-timeout 1 \
        -wp-prover z3 -wp-timeout 60 -machdep gcc_x86_64 $flag \
        -cpp-extra-args="-I$top/include -I$top/lib -DNDEBUG" \
        -wp-fct "$(echo "$*" | tr ' ' ,)" "$top/$source" >"$work/log" 2>&1
    for function in "$@"; do
        grep -q "Goal typed_$(echo "$function" | sed 's/__*/_*/g')_" "$work/log" ||
            echo "$source: nothing to prove in $function()" >>"$work/bad"
    done
    # shellcheck disable=SC2046
    set -- $(sed -n 's/^\[wp\] Proved goals: *\([0-9]*\) *\/ *\([0-9]*\)$/\1 \2/p' "$work/log")
    proved=${1:-0}
    goals=${2:-0}
    if [ "$proved" -ne "$goals" ] || [ "$goals" -eq 0 ]; then
        echo "$source: $proved of $goals goals are proved" >>"$work/bad"
        grep -v ': Valid\|^\[kernel\] Parsing\|^\[wp\] Running' "$work/log" >>"$work/bad"
    fi
}

all=0
: >"$work/bad"
while read -r source functions; do
    case $source in '' | '#'*) continue ;; esac
    # shellcheck disable=SC2086
    case $functions in
        *' wraps') prove "$source" '' ${functions% wraps} ;;
        *) prove "$source" -warn-unsigned-overflow $functions ;;
    esac
    echo "$source: $proved goals: $functions"
    all=$((all + proved))
done <"$list"
if [ $all -ne "$number" ]; then
    echo "$all goals are proved, $number should be" >>"$work/bad"
fi
echo "note: $all goals proved"
cat "$work/bad"
[ ! -s "$work/bad" ]
