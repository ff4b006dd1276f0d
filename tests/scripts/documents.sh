#!/bin/sh
# Tries out what the documents say:
#   the C code of docs/guide.md is one program, which is compiled, linked with
#   tests/guide/pbx.c and run; the README's example is compiled with pkg-config
#   and run; the man page's example is compiled;
#   other blocks of C are whole files and compile; the program of docs/json.md runs, if there
#   is a libcallpark-json;
#   the man pages pass mandoc's lint (without mandoc that is left out, unless REQUIRE_TOOLS is
#   set), and name every function of their headers, callpark.3 every error too;
#   links between the documents lead to files that exist.
# Usage: documents.sh, from the top of the tree or with TOP.
# Environment: CC, PKG_CONFIG, CFLAGS (more flags), B: the build directory, with the static and
# shared library and callpark-uninstalled.pc in it.

TOP=$(cd "${TOP:-.}" && pwd)
B=$(cd "${B:-${BUILD:-build}}" && pwd)
cc="${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror $CFLAGS"
guide=$TOP/docs/guide.md
readme=$TOP/README.md
page=$TOP/docs/callpark.3
headers=$TOP/include/callpark
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
status=0
done=0

# tries WHAT COMMAND...
tries()
{
    what=$1
    shift
    done=$((done + 1))
    "$@" >"$work/output" 2>&1 && return
    echo "documents: $what"
    sed 's/^/    /' "$work/output"
    status=1
    return 1
}

# blocks LANGUAGE DOCUMENT: all blocks, each after a line that says where it is from.
blocks()
{
    awk -v fence="\`\`\`$1" '
        $0 == fence { inside = 1; printf "#line %d \"%s\"\n", NR + 1, FILENAME; next }
        /^```/ { inside = 0 }
        inside' "$2"
}

# ---- The guide ---------------------------------------------------------------

blocks c "$guide" >"$work/guide.c"
# shellcheck disable=SC2086
tries 'the code of the guide' $cc -pthread -I"$TOP/include" -I"$TOP/tests/guide" \
    -Dclock_gettime=pbx_clock -o "$work/guide" "$work/guide.c" "$TOP/tests/guide/pbx.c" \
    "$B/libcallpark.a" &&
    tries 'what the code of the guide does' "$work/guide"

# ---- The README's example -----------------------------------------------------

blocks c "$readme" >"$work/park.c"
PKG_CONFIG_PATH=$B${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
export PKG_CONFIG_PATH
unset PKG_CONFIG_DISABLE_UNINSTALLED
# shellcheck disable=SC2046,SC2086
tries "the README's example" $cc -o "$work/park" "$work/park.c" "$TOP/tests/guide/readme.c" \
    $(${PKG_CONFIG:-pkg-config} --cflags --libs callpark) &&
    tries "what the README's example does" env LD_LIBRARY_PATH="$B" "$work/park"

# ---- Other documents, the man page ---------------------------------------------

for document in "$TOP"/docs/*.md; do
    [ "$document" != "$guide" ] || continue
    blocks c "$document" | awk -v prefix="$work/block" '
        /^#line/ { n++ }
        n { print >(prefix n ".c") }'
    for block in "$work"/block*.c; do
        [ -e "$block" ] || continue
        # shellcheck disable=SC2086
        tries "a block of $document" $cc -fsyntax-only -I"$TOP/include" "$block"
        rm "$block"
    done
done

if [ -e "$B/libcallpark-json.a" ]; then
    blocks c "$TOP/docs/json.md" >"$work/json.c"
    # shellcheck disable=SC2046,SC2086
    tries 'the code of docs/json.md' $cc -I"$TOP/include" -o "$work/json" "$work/json.c" \
        "$B/libcallpark-json.a" "$B/libcallpark.a" $(${PKG_CONFIG:-pkg-config} --libs libcjson) &&
        tries 'what the code of docs/json.md does' "$work/json"
else
    echo 'documents: no libcallpark-json, the code of docs/json.md is not run'
fi

awk '/^\.Sh EXAMPLES/ { inside = 1 } /^\.Ed/ { inside = 0 } inside && !/^\./ && code
    /^\.Bd -literal/ { code = 1 }' "$page" | sed 's/\\e/\\/g; s/\\&//g' >"$work/example.c"
# shellcheck disable=SC2086
tries "the man page's example" $cc -I"$TOP/include" -o "$work/example" "$work/example.c" \
    "$B/libcallpark.a" &&
    tries "what the man page's example does" "$work/example"

# Our own pages need not be installed to be referred to.
lint()
{
    ! mandoc -T lint "$1" 2>&1 | grep -v 'referenced manual not found: Xr callpark'
}

# functions_of PAGE HEADER...: the page names all functions of the headers but the init
# functions, which it describes together.
functions_of()
{
    one=$1
    shift
    sed 's|/\*.*\*/||; /^#/d' "$@" | tr '\n' ' ' |
        grep -Eo '(CALLPARK_API|static inline) [^;({]*\(' | sed 's/.*[ *]\([a-z0-9_]*\)($/\1/' |
        grep -v '_init$' | LC_ALL=C sort >"$work/functions"
    sed -n 's/^\.Fo //p' "$one" | LC_ALL=C sort >"$work/named"
    tries "no function found in $*" test -s "$work/functions"
    tries "the functions of $* (<) and of $one (>)" diff "$work/functions" "$work/named"
    if command -v mandoc >/dev/null; then
        tries "lint of $one" lint "$one"
    else
        echo "documents: no mandoc, ${one##*/} is not checked"
        [ -z "$REQUIRE_TOOLS" ] || status=1
    fi
}

functions_of "$page" "$headers/callpark.h"
grep -o 'CALLPARK_ERR_[A-Z_]* = ' "$headers/callpark.h" | sed 's/CALLPARK_\(.*\) = /\1/' \
    >"$work/errors"
sed -n 's/^\.It Er .*CALLPARK_\(ERR_[A-Z_]*\).*/\1/p' "$page" >"$work/named"
tries 'no error found in the header' test -s "$work/errors"
tries 'the errors of the header (<) and of the man page (>)' diff "$work/errors" "$work/named"
functions_of "$TOP/docs/callpark-json.3" "$headers/json.h" "$headers/service.h"

# ---- Links -------------------------------------------------------------------------

for document in "$readme" "$TOP"/docs/*.md "$TOP"/docs/examples/*/README.md; do
    grep -o ']([^)#:][^):]*)' "$document" | sed 's/^](\([^#]*\).*)$/\1/' >"$work/links"
    while read -r link; do
        tries "the link $link in $document" test -e "${document%/*}/$link"
    done <"$work/links"
    grep -o '](#[^)]*)' "$document" | sed 's/^](#\(.*\))$/\1/' >"$work/anchors"
    sed -n 's/^##* //p' "$document" | tr 'A-Z ' 'a-z-' | tr -cd 'a-z0-9\n_-' >"$work/headings"
    while read -r anchor; do
        tries "the link #$anchor in $document" grep -qx "$anchor" "$work/headings"
    done <"$work/anchors"
done

[ $status -ne 0 ] || echo "documents: $done things tried, all as they should be"
exit $status
