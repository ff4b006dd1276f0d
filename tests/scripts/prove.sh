#!/bin/sh
# Proves the contracts of functions of the library with Frama-C, and that they neither access
# memory they may not nor overflow; fails unless exactly NUMBER goals are proved, all there are.
# Usage: prove.sh NUMBER LIST
# Each line of LIST is a source below $TOP and its functions; with "wraps" at the end unsigned
# numbers may wrap around in them.

number=$1
list=$2
for tool in frama-c why3 z3; do
    command -v $tool >/dev/null || exec sh "$TOP/tests/scripts/missing.sh" "there is no $tool"
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export WHY3CONFIG="$work/why3.conf"
why3 config detect >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

proved=0
goals=0
while read -r source functions; do
    case $source in '' | '#'*) continue ;; esac
    wraps=-warn-unsigned-overflow
    case $functions in *' wraps') wraps= functions=${functions% wraps} ;; esac
    names=$(echo "$functions" | tr ' ' ,)
    # shellcheck disable=SC2086
    frama-c -wp -wp-rte -wp-prover z3 -wp-timeout 60 -machdep gcc_x86_64 $wraps \
        -cpp-extra-args="-I$TOP/include -iquote $TOP/lib -DNDEBUG" -wp-fct "$names" \
        "$TOP/$source" >"$work/log" 2>&1
    for function in $functions; do
        grep -q "Goal typed_${function#callpark}_\|Goal typed_${function}_\|Goal typed_callpark_${function#callpark__}_" "$work/log" || echo "no goals: $function"
    done
    line=$(sed -n 's/^\[wp\] Proved goals: *\([0-9]*\) *\/ *\([0-9]*\)$/\1 \2/p' "$work/log")
    if [ -z "$line" ] || [ "${line% *}" != "${line#* }" ]; then
        echo "$source: not proved"
        grep -v 'Valid\|^\[kernel\] Parsing' "$work/log"
    fi
    proved=$((proved + ${line% *}))
    goals=$((goals + ${line#* }))
    echo "$source: ${line% *} of ${line#* } goals proved: $functions"
done <"$list"
