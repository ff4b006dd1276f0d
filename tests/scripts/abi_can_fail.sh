#!/bin/sh
# Checks that abi.sh sees what breaks the ABI, and allows what does not: each change is made in
# a copy of the sources, which is built.
# Usage: abi_can_fail.sh ABI.SH
# Environment: TOP, CC, MAKE.

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
check=$1
status=0
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
export LIBRARIES=callpark

# built SED-SCRIPT FILE [CFLAGS]: the library with |FILE| changed.
built()
{
    rm -rf "${work:?}/include" "${work:?}/lib"
    cp -R "$TOP/include" "$TOP/lib" "$TOP/Makefile" "$work" || exit 1
    cp "$work/$2" "$work/before"
    sed -i "$1" "$work/$2"
    cmp -s "$work/before" "$work/$2" && {
        echo "abi: \"$1\" changes nothing"
        exit 1
    }
    cp "$TOP"/callpark.pc.in "$work"
    cd "$work" && ${MAKE:-make} -j2 enable_json=no HARDEN= WERROR= "CFLAGS=${3:--O0 -g}" \
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

built '/^struct callpark_info {/,/^};/s/const char \*call_id;/uint64_t inserted;\n    &/' \
    include/callpark/callpark.h
expect red 'a field in the middle'
built '/^struct callpark_call {/,/^};/s/^};/    uint64_t appended;\n};/' include/callpark/callpark.h
expect green 'a field at the end'
built '/^struct callpark_which {/,/^};/s/uint32_t slot;/int64_t slot;/' include/callpark/callpark.h
expect red 'a field of another type'
built '/^struct callpark_which {/,/^};/ {
    s/\*lot;/*other;/; s/\*extension;/*lot;/; s/\*other;/*extension;/; }' include/callpark/callpark.h
expect red 'two fields in another order'
built '/callpark_hangup;/d' lib/callpark.map
expect red 'a function that is gone'
built 's/^struct callpark {/&\n    uint64_t inserted;/' lib/registry.h
expect green 'an opaque struct'
built 's/^struct callpark {/&\n    uint64_t inserted;/' lib/registry.h '-O0 -g0'
expect red 'no debug information'
exit $status
