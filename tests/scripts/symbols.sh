#!/bin/sh
# Checks what a library exports and needs:
#   the map, the headers and the dynamic symbols are the same list,
#   what else is global in the archive is called callpark__*,
#   nothing is writable data, and nothing but memory and strings is needed.
# Usage: symbols.sh HEADERS MAP SHARED ARCHIVE [CORE_HEADER CORE_ARCHIVE]
# A library on top of the core may need cJSON and the functions of CORE_HEADER too, and
# shares no name with CORE_ARCHIVE. HEADERS are separated by blanks.

headers=$1
map=$2
shared=$3
archive=$4
core_header=$5
core_archive=$6
nm=${NM:-nm}
needed='malloc|free|mem(cpy|move|set|cmp|chr)|str(len|nlen|cmp|ncmp|chr|rchr|spn|cspn|pbrk)'
hardening='__stack_chk_(fail|guard)|__[a-z]+_chk|_GLOBAL_OFFSET_TABLE_'
linker='_ITM_(de)?registerTMCloneTable|__gmon_start__|__cxa_finalize'

LC_ALL=C
export LC_ALL
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0

fail()
{
    echo "symbols: $1"
    sed 's/^/    /' "$2"
    status=1
}

# Same lines in files $1 and $2, and at least one?
same()
{
    [ -s "$1" ] || fail "$3: nothing found" "$1"
    comm -3 "$1" "$2" >"$work/difference"
    [ ! -s "$work/difference" ] || fail "$3 differ (left: only the first, right: the second)" \
        "$work/difference"
}

none()
{
    [ ! -s "$1" ] || fail "$2" "$1"
}

# Declarations may span lines; #-lines hold the definition of CALLPARK_API.
functions()
{
    cat "$@" | sed '/^#/d' | tr '\n' ' ' | grep -o 'CALLPARK_API [^;(]*(' |
        sed 's/.*[ *]\([a-z0-9_]*\)($/\1/' | sort
}

# shellcheck disable=SC2086
for file in $headers "$map" "$shared" "$archive" ${core_header:+"$core_header" "$core_archive"}; do
    [ -r "$file" ] || { echo "symbols: cannot read $file"; exit 1; }
done

# shellcheck disable=SC2086
functions $headers >"$work/header"
tr -s ' \t{};' '\n' <"$map" | grep '^callpark' | sort >"$work/map"
$nm -D --defined-only "$shared" | awk '$2 != "A" { print $3 }' >"$work/dynamic.versioned"
sed 's/@.*//' "$work/dynamic.versioned" | sort >"$work/dynamic"
same "$work/header" "$work/map" 'the header and the map'
same "$work/header" "$work/dynamic" 'the header and the dynamic symbols'

# The name of the map's nodes: LIBCALLPARK_JSON of LIBCALLPARK_JSON_0.1.
node=$(sed -n 's/^\(LIB[A-Z_]*\)_[0-9.]* {.*/\1/p' "$map" | head -n 1)
grep -v "@@${node}_[0-9.]*\$" "$work/dynamic.versioned" >"$work/unversioned"
none "$work/unversioned" 'dynamic symbols without a version'

$nm -g --defined-only "$archive" | awk 'NF == 3 { print $3 }' | sort >"$work/archive"
grep -v '^callpark__' "$work/archive" >"$work/public"
same "$work/header" "$work/public" 'the header and the global names of the archive'

# Tables of pointers are in .data.rel.ro, read-only once relocated.
${SIZE:-size} -A -d "$archive" >"$work/sections" || status=1
awk '$2 > 0 && $1 ~ /^\.(data|bss|tdata|tbss|ldata|lbss|sdata|sbss)/ && $1 !~ /^\.data\.rel\.ro/' \
    "$work/sections" >"$work/writable"
none "$work/writable" 'sections of writable data'
$nm "$archive" | awk 'NF > 2 && $(NF - 1) == "C"' >"$work/common"
none "$work/common" 'common symbols'

allowed="$needed|$hardening"
if [ -n "$core_header" ]; then
    allowed="$allowed|cJSON_[A-Za-z]+|$(functions "$core_header" | paste -sd '|' -)"
    $nm -g --defined-only "$core_archive" | awk 'NF == 3 { print $3 }' | sort |
        comm -12 - "$work/archive" >"$work/common"
    none "$work/common" 'names that the core has too'
fi
$nm -u "$archive" | awk '$1 == "U" || $1 == "w" { print $2 }' | sort -u |
    comm -23 - "$work/archive" | grep -Evx "$allowed" >"$work/undefined"
none "$work/undefined" 'the archive needs'
$nm -D -u "$shared" | awk '{ print $NF }' | sed 's/@.*//' |
    grep -Evx "$allowed|$linker" >"$work/undefined"
none "$work/undefined" 'the shared library needs'

[ $status -ne 0 ] || echo "symbols: $(wc -l <"$work/header") functions, all as they should be"
exit $status
