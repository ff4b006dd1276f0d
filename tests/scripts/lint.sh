#!/bin/sh
# What compilers and analysers find by reading.
# Usage: lint.sh warnings|analyzer|tidy|format|shell
# Skipped without the tool, unless REQUIRE_TOOLS is set: then it fails.
# Environment: TOP, CJSON_CFLAGS, HTTPD_CFLAGS (nothing without the package).

cd "$TOP" || exit 1
all='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Werror'
flags="-std=c11 -D_DEFAULT_SOURCE -Iinclude -iquote lib -iquote tests -iquote tests/json"
flags="$flags -iquote docs/examples/callparkd -iquote docs/examples/tour"
status=0
count=0

need()
{
    command -v "$1" >/dev/null && return
    echo "lint: no $1"
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    exit 77
}

# Of C sources those for which the packages are there; tests with Check are built elsewhere.
sources()
{
    ls lib/*.c tests/support_*.c tests/model*.c tests/simulate.c tests/exhaust.c \
        tests/threads/*.c docs/examples/park.c
    [ -z "$CJSON_CFLAGS" ] || ls lib/json/*.c tests/json/support_*.c tests/fuzz/*.c \
        docs/examples/tour/*.c
    [ -z "$HTTPD_CFLAGS" ] || ls docs/examples/callparkd/*.c
}

# each FILE ...: runs $command on each, and counts.
each()
{
    for file in "$@"; do
        count=$((count + 1))
        $command "$file" >"$log" 2>&1 && continue
        cat "$log"
        status=1
    done
}

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
packages="$CJSON_CFLAGS $HTTPD_CFLAGS"
# shellcheck disable=SC2046
case $1 in
    warnings)
        for cc in gcc clang; do
            need $cc
            command="$cc -O2 $flags $packages $all -c -o /dev/null"
            each $(sources)
        done ;;
    analyzer)
        need gcc
        # Gcc 12 does not see that a text without a pointer has no length; the undefined-behaviour
        # sanitizer watches over that at run time.
        command="gcc -O1 $flags $packages -fanalyzer -Wno-analyzer-null-argument -Werror -c"
        command="$command -o /dev/null"
        each $(ls lib/*.c) $([ -z "$CJSON_CFLAGS" ] || ls lib/json/*.c) ;;
    tidy)
        need clang-tidy
        each_tidy()
        {
            clang-tidy --quiet "$1" -- $flags $packages
        }
        command=each_tidy
        each $(ls lib/*.c) $([ -z "$CJSON_CFLAGS" ] || ls lib/json/*.c) ;;
    format)
        need clang-format
        command='clang-format --dry-run -Werror'
        each $(find lib include tests docs/examples -name '*.[ch]' ! -path 'tests/abi/*') ;;
    shell)
        need shellcheck
        command='shellcheck -S warning'
        each bootstrap .ci/run tests/scripts/*.sh tests/bench/*.sh ;;
    *) exit 2 ;;
esac
echo "lint: $1: $count files"
[ $count -gt 0 ] && [ $status -eq 0 ]
