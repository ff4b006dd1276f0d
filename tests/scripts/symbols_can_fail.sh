#!/bin/sh
# Checks that symbols.sh sees each fault: every fault is put into a copy of the
# library, which must then be refused for that reason.
# Usage: symbols_can_fail.sh sh SYMBOLS.SH HEADERS MAP SHARED ARCHIVE [CORE_HEADER CORE_ARCHIVE]

check=$2
headers=$3
map=$4
shared=$5
archive=$6
core_header=$7
core_archive=$8
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

# checked HEADERS MAP SHARED ARCHIVE
checked()
{
    sh "$check" "$@" ${core_header:+"$core_header" "$core_archive"}
}

# refused REASON HEADERS MAP SHARED ARCHIVE
refused()
{
    reason=$1
    shift
    if checked "$@" >"$work/log" 2>&1; then
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
    refused "$1" "$headers" "$map" "$shared" "$work/with.a"
}

# The last function of the map.
one=$(sed -n 's/^ *\(callpark_[a-z_]*\);.*/\1/p' "$map" | tail -n 1)

sed "/$one;/d" "$map" >"$work/short.map"
refused 'the header and the map differ' "$headers" "$work/short.map" "$shared" "$archive"

# shellcheck disable=SC2086
cat $headers | sed "s/ \**$one(/ other(/" >"$work/short.h"
refused 'the header and the dynamic symbols differ' "$work/short.h" "$map" "$shared" "$archive"

: >"$work/empty.h"
refused 'the header and the map: nothing found' "$work/empty.h" "$map" "$shared" "$archive"

linked "int $one(void); int $one(void) { return 1; }"
refused 'dynamic symbols without a version' "$headers" "$map" "$work/linked.so" "$archive"

linked "int rand(void); int $one(void); int $one(void) { return rand(); }" "$map"
refused 'the shared library needs' "$headers" "$map" "$work/linked.so" "$archive"

in_archive 'the header and the global names' 'int helper(void); int helper(void) { return 1; }'
in_archive 'the header and the global names' \
    'int callpark_secret(void); int callpark_secret(void) { return 1; }'
in_archive 'sections of writable data' 'static int n = 1; int callpark__n(void) { return n++; }'
in_archive 'sections of writable data' 'static int n; int callpark__n(void) { return n++; }'
in_archive 'sections of writable data' \
    'static _Thread_local int n; int callpark__n(void) { return n++; }'
in_archive 'common symbols' 'int callpark__n;'
in_archive 'the archive needs' 'int puts(const char *); int callpark__p(void) { return puts(""); }'

if [ -n "$core_header" ]; then
    shares=$(${NM:-nm} -g --defined-only "$core_archive" | awk '$3 ~ /^callpark__/ { print $3 }' |
        head -n 1)
    in_archive 'names that the core has too' "int $shares(void); int $shares(void) { return 1; }"
    in_archive 'the archive needs' \
        'int callpark_unheard(void); int callpark__p(void) { return callpark_unheard(); }'
    in_archive 'the archive needs' "int $shares(void); int callpark__p(void) { return $shares(); }"
else
    in_archive 'the archive needs' \
        'void cJSON_Delete(void *); void callpark__p(void) { cJSON_Delete(0); }'
fi

# The copy itself is sound: what is refused above is the fault.
with 'int callpark__sound(void); int callpark__sound(void) { return 1; }'
if ! checked "$headers" "$map" "$shared" "$work/with.a"; then
    echo 'refused without a fault'
    status=1
fi
exit $status
