#!/bin/sh
# Compiles, without warnings, what others would write or read: the header alone
# in C and C++, the sketches of hosts, and the examples.
# Environment: TOP, CC, CXX.

cc="${CC:-cc} -fsyntax-only -Wall -Wextra -Wpedantic -Werror -I$TOP/include"
cxx="${CXX:-c++} -fsyntax-only -Wall -Wextra -Wpedantic -Werror -I$TOP/include"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0
files=0

# compiles WHAT COMMAND...
compiles()
{
    what=$1
    shift
    files=$((files + 1))
    "$@" || { echo "does not compile: $what"; status=1; }
}

for header in "$TOP"/include/callpark/*.h; do
    echo "#include <callpark/${header##*/}>" >"$work/header.c"
    for standard in c99 c11; do
        # shellcheck disable=SC2086
        compiles "$header as $standard" $cc -std=$standard -Wpadded -Wconversion "$work/header.c"
    done
    # shellcheck disable=SC2086
    compiles "$header as C++11" $cxx -std=c++11 -Wpadded -x c++ "$work/header.c"
done

for file in "$TOP"/tests/sketches/*.c "$TOP"/docs/examples/*.c; do
    # shellcheck disable=SC2086
    compiles "$file" $cc -std=c11 "$file"
done

echo "compile: $files pieces of code"
exit $status
