#!/bin/sh
# Runs tests/threads/ under a tool that sees races: none may be where the library allows
# threads, and the seeded one must be seen.
# Usage: threads.sh TOOL PROGRAM
# TOOL: tsan (PROGRAM is built with it) or helgrind (then skipped without valgrind).

case $1 in
    tsan) tool='env TSAN_OPTIONS=halt_on_error=1:exitcode=9' ;;
    helgrind)
        command -v valgrind >/dev/null || {
            echo 'threads: no valgrind'
            [ -z "$REQUIRE_TOOLS" ] || exit 1
            exit 77
        }
        tool='valgrind -q --tool=helgrind --error-exitcode=9 --exit-on-first-error=yes' ;;
    *) exit 2 ;;
esac

for mode in own mutex readers; do
    $tool "$2" $mode || {
        echo "threads: $mode under $1 failed"
        exit 1
    }
done
seen=$($tool "$2" race 2>&1)
status=$?
if [ $status -ne 9 ] || ! echo "$seen" | grep -qi 'data race'; then
    echo "$seen"
    echo "threads: $1 does not see the seeded race, status $status"
    exit 1
fi
