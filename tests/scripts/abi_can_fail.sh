#!/bin/sh
# Checks that abi.sh sees what breaks the ABI, and allows what does not: changes are made in a copy
# of the sources, which is built.
# Usage: abi_can_fail.sh ABI.SH
# Environment: TOP, CC, MAKE.

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
check=$1
status=0
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
export LIBRARIES=callpark

# A copy of the sources without changes.
copied()
{
    rm -rf "${work:?}/include" "${work:?}/lib"
    cp -R "$TOP/include" "$TOP/lib" "$TOP/Makefile" "$TOP/callpark.pc.in" "$work" || exit 1
}

# changed SED-SCRIPT FILE
changed()
{
    cp "$work/$2" "$work/before"
    sed -i "$1" "$work/$2"
    cmp -s "$work/before" "$work/$2" || return 0
    echo "abi: \"$1\" changes nothing"
    exit 1
}

# The library of the copy.
built()
{
    cd "$work" && ${MAKE:-make} -j2 enable_json=no HARDEN= WERROR= CFLAGS='-O0 -g' \
        build/callpark-uninstalled.pc "build/libcallpark.so.$VERSION" >"$work/log" 2>&1 ||
        { cat "$work/log"; exit 1; }
    cd "$OLDPWD" || exit 1
}

# expect red|green WHAT
expect()
{
    TOP=$work sh "$check" "$work/build" >"$work/log" 2>&1
    got=$?
    if { [ "$1" = red ] && [ $got -eq 0 ]; } || { [ "$1" = green ] && [ $got -ne 0 ]; }; then
        echo "abi: not $1: $2"
        cat "$work/log"
        status=1
    fi
}

# refused WHAT SED-SCRIPT: a change of the public header.
refused()
{
    copied
    changed "$2" include/callpark/callpark.h
    built
    expect red "$1"
}

refused 'a field in the middle' \
    '/^struct callpark_info {/,/^};/s/const char \*call_id;/uint64_t inserted;\n    &/'
refused 'a field of another type' \
    '/^struct callpark_which {/,/^};/s/uint32_t slot;/int64_t slot;/'
refused 'two fields in another order' '/^struct callpark_which {/,/^};/ {
    s/\*lot;/*other;/; s/\*extension;/*lot;/; s/\*other;/*extension;/; }'

copied
changed '/^struct callpark_call {/,/^};/s/^};/    uint64_t appended;\n};/' include/callpark/callpark.h
changed 's/^struct callpark {/&\n    uint64_t inserted;/' lib/registry.h
built
expect green 'a field at the end, and one in an opaque struct'

# From here on what was allowed, and one thing more.
changed '/callpark_hangup;/d' lib/callpark.map
built
expect red 'a function that is gone'
cp "$TOP/lib/callpark.map" "$work/lib"
built
expect green 'the function is there again'
changed 's/CALLPARK_RIGHT_LIST = 1/CALLPARK_RIGHT_LIST = 4/' include/callpark/service.h
expect red 'a number of another value'
cp "$TOP/include/callpark/service.h" "$work/include/callpark"
expect green 'the number is there again'
strip --strip-debug "$work/build/libcallpark.so.$VERSION"
expect red 'no debug information'
exit $status
