#!/bin/sh
# Compares the built libraries with the stored baseline in tests/abi/: their functions and
# structs, with abidiff, and the numbers that the headers name.
# Usage: abi.sh LIBRARY_DIRECTORY      compares
#        abi.sh --store LIBRARY_DIRECTORY  makes the build the baseline
# Environment: TOP (the headers in it are the build's), LIBRARIES (their names).

# What is written down is the ABI alone: no paths, no lines, no private types.
described()
{
    abidw --type-id-style hash --no-corpus-path --no-comp-dir-path --no-show-locs \
        --drop-private-types --headers-dir "$TOP/include" "$1"
}

# The lines "struct field offset type" of a description. A suppressed struct may have any change
# but an insertion for abidiff, so its fields are compared here.
fields()
{
    awk -F "'" '/<class-decl/ { struct = $2 } /layout-offset/ { at = $4 }
        /<var-decl/ { print struct, $2, at, $4 }' "$1" | sort
}

# The lines "NAME = number" of the headers of a directory; no description holds the enums, as no
# field has their type. The version may be another.
numbers()
{
    sed -n 's/^#define \(CALLPARK_[A-Z_]*\) \(.*\)/\1 = \2/p' "$1"/callpark/*.h |
        grep -v '^CALLPARK_\(API\|VERSION.*\) ' >"$work/numbers"
    cat "$1"/callpark/*.h | tr -s ' \n' '  ' | grep -o 'CALLPARK_[A-Z0-9_]* = -*[0-9]*' |
        sort - "$work/numbers"
}

# keeps WHAT: fails, and says so, if a line of $work/then is not in $work/now, or there is none.
keeps()
{
    comm -23 "$work/then" "$work/now" >"$work/lost"
    if [ -s "$work/lost" ] || [ ! -s "$work/then" ]; then
        cat "$work/lost"
        echo "abi: $1"
        exit 1
    fi
}
baseline=$(dirname "$0")/../abi
for tool in abidw abidiff; do
    command -v $tool >/dev/null && continue
    echo "abi: no $tool"
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    exit 77
done

[ -n "$LIBRARIES" ] || { echo 'abi: LIBRARIES names none'; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

if [ "$1" = --store ]; then
    rm -rf "$baseline/include"
    mkdir -p "$baseline/include" && cp -R "$TOP/include/callpark" "$baseline/include" || exit 1
    for library in $LIBRARIES; do
        described "$2/lib$library.so" >"$baseline/$library.abi" || exit 1
    done
    exit 0
fi
libraries=$1

for library in $LIBRARIES; do
    # Without it abidiff sees no types, and says that all is well.
    readelf -S "$libraries/lib$library.so" | grep -q '\.debug_info' || {
        echo "abi: no debug information in lib$library.so"
        exit 1
    }
    abidiff --no-added-syms --suppressions "$baseline/suppressions" "$baseline/$library.abi" \
        "$libraries/lib$library.so" || {
        echo "abi: lib$library has changed"
        exit 1
    }
    described "$libraries/lib$library.so" >"$work/now.abi" || exit 1
    fields "$baseline/$library.abi" >"$work/then"
    fields "$work/now.abi" >"$work/now"
    keeps "lib$library has these fields no more, or elsewhere, or of another type"
done
numbers "$baseline/include" >"$work/then"
numbers "$TOP/include" >"$work/now"
keeps "the headers have these no more, or of another value"
echo "abi: $LIBRARIES as the baseline"
