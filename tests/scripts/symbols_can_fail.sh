#!/bin/sh
# Checks that symbols.sh sees each fault: every fault is put into a copy of the
# library, which must then be refused for that reason.
# Usage: symbols_can_fail.sh sh SYMBOLS.SH HEADER MAP SHARED ARCHIVE

check=$2
header=$3
map=$4
shared=$5
archive=$6
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

# refused REASON HEADER MAP SHARED ARCHIVE
refused()
{
    reason=$1
    shift
    if sh "$check" "$@" >"$work/log" 2>&1; then
        echo "not refused: $reason"
        status=1
    elif ! grep -q "^symbols: $reason" "$work/log"; then
        echo "refused, but not because: $reason"
        cat "$work/log"
        status=1
    fi
}

# Adds the C code $1 to a copy of the archive.
with()
{
    cp "$archive" "$work/with.a"
    echo "$1" >"$work/fault.c"
    ${CC:-cc} -O0 -fPIC -fcommon -c -o "$work/fault.o" "$work/fault.c" &&
        ${AR:-ar} rcs "$work/with.a" "$work/fault.o"
}

# Links the C code $1 to a shared library of one function, and with the map $2.
linked()
{
    echo "$1" >"$work/fault.c"
    ${CC:-cc} -shared -fPIC -o "$work/linked.so" "$work/fault.c" ${2:+-Wl,--version-script="$2"}
}

in_archive()
{
    with "$2"
    refused "$1" "$header" "$map" "$shared" "$work/with.a"
}

sed '/callpark_version;/d' "$map" >"$work/short.map"
refused 'the header and the map differ' "$header" "$work/short.map" "$shared" "$archive"

sed '/callpark_version(void);/d' "$header" >"$work/short.h"
refused 'the header and the dynamic symbols differ' "$work/short.h" "$map" "$shared" "$archive"

: >"$work/empty.h"
refused 'the header and the map: nothing found' "$work/empty.h" "$map" "$shared" "$archive"

linked 'int callpark_version(void); int callpark_version(void) { return 1; }'
refused 'dynamic symbols without a version' "$header" "$map" "$work/linked.so" "$archive"

linked 'int rand(void); int callpark_new(void); int callpark_new(void) { return rand(); }' "$map"
refused 'the shared library needs' "$header" "$map" "$work/linked.so" "$archive"

in_archive 'the header and the global names' 'int helper(void); int helper(void) { return 1; }'
in_archive 'the header and the global names' \
    'int callpark_secret(void); int callpark_secret(void) { return 1; }'
in_archive 'sections of writable data' 'static int n = 1; int callpark__n(void) { return n++; }'
in_archive 'sections of writable data' 'static int n; int callpark__n(void) { return n++; }'
in_archive 'sections of writable data' \
    'static _Thread_local int n; int callpark__n(void) { return n++; }'
in_archive 'common symbols' 'int callpark__n;'
in_archive 'the archive needs' 'int puts(const char *); int callpark__p(void) { return puts(""); }'

# The copy itself is sound: what is refused above is the fault.
with 'int callpark__sound(void); int callpark__sound(void) { return 1; }'
if ! sh "$check" "$header" "$map" "$shared" "$work/with.a"; then
    echo 'refused without a fault'
    status=1
fi
exit $status
