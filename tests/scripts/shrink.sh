#!/bin/sh
# Takes lines out of a script of the simulation, then fields out of its lines, as long as it
# fails with the same exit status.
# Usage: shrink.sh SCRIPT OUTPUT COMMAND ... (which is given the name of a script at its end)

script=$1
output=$2
shift 2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# status COMMAND ... SCRIPT: sets $status.
status()
{
    timeout 120 "$@" >"$work/log" 2>&1
    status=$?
}

# The world and the steps, which alone get shorter.
grep '^world ' "$script" >"$work/world"
grep '^[0-9]' "$script" >"$work/steps"
cat "$work/world" "$work/steps" >"$output"
status "$@" "$output"
wanted=$status
if [ "$wanted" -eq 0 ] || [ "$wanted" -eq 2 ]; then
    echo "shrink: $script does not fail"
    exit 1
fi

# Takes $work/fewer for the steps if it still fails.
try()
{
    cat "$work/world" "$work/fewer" >"$work/candidate"
    status "$@" "$work/candidate"
    [ "$status" -eq "$wanted" ] || return 1
    mv "$work/fewer" "$work/steps"
}

# Halves first, single lines at last, until no line can go.
count=$(wc -l <"$work/steps")
size=$(((count + 1) / 2))
while [ "$size" -ge 1 ]; do
    before=$count
    start=1
    while [ $start -le "$count" ]; do
        sed "$start,$((start + size - 1))d" "$work/steps" >"$work/fewer"
        if try "$@"; then
            count=$(wc -l <"$work/steps")
        else
            start=$((start + size))
        fi
    done
    [ "$size" -eq 1 ] && [ "$count" -eq "$before" ] && break
    [ "$size" -eq 1 ] || size=$((size / 2))
done

line=1
while [ $line -le "$count" ]; do
    word=$(sed -n "${line}p" "$work/steps" | wc -w)
    while [ "$word" -ge 3 ]; do
        awk -v line=$line -v word="$word" 'NR == line { $word = ""; $0 = $0; $1 = $1 } 1' \
            "$work/steps" >"$work/fewer"
        try "$@"
        word=$((word - 1))
    done
    line=$((line + 1))
done
cat "$work/world" "$work/steps" >"$output"
