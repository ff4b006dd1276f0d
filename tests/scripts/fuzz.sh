#!/bin/sh
# Runs a fuzz target from its corpus, or brings what such runs have found into the corpus.
# Usage: fuzz.sh run PROGRAM CORPUS OPTION ...
#        fuzz.sh merge PROGRAM CORPUS
# What is found is kept in $BUILD/corpus/ for the next run, and an input that fails in
# $BUILD/found/.

program=$2
corpus=$3
name=$(basename "$program")
grown=$BUILD/corpus/$name
found=$BUILD/found/$name-
mode=$1
shift 3
mkdir -p "$grown" "$BUILD/found" "$corpus" || exit 1

# The fewest inputs that reach all that the others reach.
if [ "$mode" = merge ]; then
    work=$(mktemp -d) || exit 1
    trap 'rm -rf "$work"' EXIT
    "$program" -set_cover_merge=1 -use_counters=0 -rss_limit_mb=2048 "$work" "$corpus" "$grown" 2>&1 || exit 1
    for input in "$work"/*; do
        cmp -s "$input" "$corpus/$(basename "$input")" || cp "$input" "$corpus"
    done
    echo "$(ls "$corpus" | wc -l) inputs"
    exit 0
fi

"$program" "$@" -max_len=2048 -timeout=20 -rss_limit_mb=2048 -artifact_prefix="$found" \
    -print_final_stats=1 "$grown" "$corpus" >"$BUILD/$name.log" 2>&1 && {
    sed -n 's/^stat::number_of_executed_units: */executions: /p' "$BUILD/$name.log"
    exit 0
}
tail -n 60 "$BUILD/$name.log"
echo "fuzz: the input is in $found*; it fails again by: $program INPUT"
echo "fuzz: of fuzz_verbs, SCRIPT=FILE in the environment writes a script for simulate --replay"
exit 1
