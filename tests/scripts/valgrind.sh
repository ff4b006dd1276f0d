#!/bin/sh
# Runs a program under valgrind, in one process: no bad access, nothing read that was never
# written, nothing lost.
# Usage: valgrind.sh PROGRAM ARGUMENT ...

command -v valgrind >/dev/null || {
    echo 'valgrind: not installed'
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    exit 77
}
CK_FORK=no exec valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
    "$@"
