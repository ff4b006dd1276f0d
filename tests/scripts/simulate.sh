#!/bin/sh
# Runs the simulation. If it fails, or crashes, what led there is made short, and shown.
# Usage: simulate.sh PROGRAM SCRIPT OPTION ...
# SCRIPT is left behind: "PROGRAM --replay SCRIPT" fails in the same way.

program=$1
script=$2
shift 2
"$program" "$@" --record "$script.long"
status=$?
[ $status -ne 0 ] || {
    rm -f "$script.long"
    exit 0
}
# What lies must go on lying.
lie=
while [ $# -gt 1 ]; do
    [ "$1" != --lie ] || lie="--lie $2"
    shift 2
done
echo "simulate: failed with status $status; looking for fewer steps that do"
# shellcheck disable=SC2086
sh "$(dirname "$0")/shrink.sh" "$script.long" "$script" "$program" $lie --replay && {
    cat "$script"
    echo "simulate: that is $script; now run: $program $lie --replay $script"
}
exit $status
