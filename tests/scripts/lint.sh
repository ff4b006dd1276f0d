#!/bin/sh
# What compilers and analysers find by reading.
# Usage: lint.sh warnings|analyzer|tidy|format|shell
# Skipped without the tool, unless REQUIRE_TOOLS is set: then it fails.
# Environment: TOP, BUILD (with the lists of suites), PACKAGES_CFLAGS, JSON (nothing without cJSON).

build=$(cd "$BUILD" && pwd)
cd "$TOP" || exit 1
all='-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Werror'
# Of GNU's no language, which -Wpedantic sees to, but the functions.
flags="-std=gnu11 -Iinclude -I$build $PACKAGES_CFLAGS"
for directory in lib tests tests/json tests/guide docs/examples/callparkd docs/examples/sip-park \
    docs/examples/tour; do
    flags="$flags -iquote $directory"
done
status=0
count=0

need()
{
    command -v "$1" >/dev/null && return
    echo "lint: no $1"
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    exit 77
}

# Those of the libraries.
library()
{
    ls lib/*.c
    [ -z "$JSON" ] || ls lib/json/*.c
}

# All C sources but the module for Asterisk, of which there is no package, and those that include
# what is not installed.
sources()
{
    missing=0
    for file in $(find lib tests docs/examples -name '*.c' ! -path '*/asterisk/*' | LC_ALL=C sort); do
        if $1 $flags -M "$file" >/dev/null 2>&1; then
            echo "$file"
        else
            echo "note: left out, it includes what is not installed: $file" >&2
            missing=1
        fi
    done
    [ $missing -eq 0 ] || [ -z "$REQUIRE_TOOLS" ]
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
# shellcheck disable=SC2046
case $1 in
    warnings)
        for cc in gcc clang; do
            need $cc
            command="$cc -O2 $flags $all -c -o /dev/null"
            files=$(sources $cc) || status=1
            each $files
        done ;;
    analyzer)
        need gcc
        # Gcc 12 does not see that a text without a pointer has no length; the undefined-behaviour
        # sanitizer watches over that at run time.
        command="gcc -O1 $flags -fanalyzer -Wno-analyzer-null-argument -Werror -c"
        command="$command -o /dev/null"
        each $(library) ;;
    tidy)
        need clang-tidy
        each_tidy()
        {
            clang-tidy --quiet "$1" -- $flags
        }
        command=each_tidy
        each $(library) ;;
    format)
        need clang-format
        command='clang-format --dry-run -Werror'
        each $(find lib include tests docs/examples -name '*.[ch]' ! -path 'tests/abi/*') ;;
    shell)
        need shellcheck
        command='shellcheck -S warning'
        each bootstrap .ci/run tests/scripts/*.sh tests/bench/*.sh tests/sip/*.sh ;;
    *) exit 2 ;;
esac
echo "lint: $1: $count files"
[ $count -gt 0 ] && [ $status -eq 0 ]
