#!/bin/sh
# Reports what of the library was not reached by the programs of $BUILD, built with counters,
# that left the profiles; fails if there is anything.
# Usage: coverage.sh LLVM PROFILES SOURCE ...
# PROFILES is a pattern. What llvm-cov exports is left beside them.

llvm=$1
profiles=$2
shift 2
set -e
work=$(dirname "$profiles")
# shellcheck disable=SC2086
llvm-profdata-"$llvm" merge -o "$work/merged" $profiles
objects=
for program in runner json-runner; do
    [ ! -x "$BUILD/debug/$program" ] || objects="$objects -object $BUILD/debug/$program"
done
# shellcheck disable=SC2086
llvm-cov-"$llvm" export -instr-profile="$work/merged" $objects >"$work/export"
# The compiler wrote paths from the top of the tree.
for source in "$@"; do
    set -- "$@" "${source#"$TOP/"}"
    shift
done
export=$(realpath "$work/export")
cd "$TOP"
python3 tests/coverage/report.py "$export" "$@"
