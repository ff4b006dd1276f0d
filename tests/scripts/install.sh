#!/bin/sh
# Builds from the tarball in the ways that users do, installs, and builds the
# programs of tests/consumer/ against what was installed. Without cJSON
# libcallpark-json is left out, and what clang or the compiler for ARM would build without these,
# unless REQUIRE_TOOLS is set: then that fails.
# Environment: TOP, VERSION, SOVERSION, CC, CXX, PKG_CONFIG, MAKE.
set -e

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TOP=$(cd "$TOP" && pwd)
name=libcallpark-$VERSION
tests=$work/one/$name/tests/consumer
warnings='-Wall -Wextra -Wpedantic -Werror'
CC=${CC:-cc}
CXX=${CXX:-c++}
pkg_config=${PKG_CONFIG:-pkg-config}
MAKE=${MAKE:-make}

# Builds in here are users' builds: nothing of the outer make reaches them.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL DESTDIR CFLAGS CPPFLAGS LDFLAGS BUILD

say()
{
    echo "install: $*"
}

die()
{
    say "$*"
    exit 1
}

# Runs a command that has much to say, and shows it only if it fails.
quiet()
{
    "$@" >"$work/output" 2>&1 || { cat "$work/output"; die "failed: $*"; }
}

# same_files WHAT A B
same_files()
{
    cmp "$2" "$3" || die "$1: not the same bytes"
}

# needs FILE LIBRARY: whether FILE needs a shared library whose name starts so.
needs()
{
    readelf -d "$1" | grep -q "NEEDED.*\[$2"
}

# linked PROGRAM PACKAGE LINKAGE: whether PROGRAM needs what it should.
linked()
{
    case $3 in
        shared) needs "$1" "lib$2.so.$SOVERSION\]" ;;
        *) ! needs "$1" libcallpark ;;
    esac
}

# consumer NAME PACKAGE LINKAGE: builds tests/consumer/NAME.c and .cpp and runs them, linked
#   shared
#   static   all of the program
#   archive  our libraries only: there need be no static cJSON
consumer()
{
    cflags=$($pkg_config --cflags "$2")
    libs=$($pkg_config --libs "$2")
    flags=
    [ "$3" = shared ] || libs=$($pkg_config --static --libs "$2")
    [ "$3" != static ] || flags=-static
    # shellcheck disable=SC2086
    quiet $CC -std=c99 $warnings $flags $cflags -o "$work/$1-c" "$tests/$1.c" $libs
    # shellcheck disable=SC2086
    quiet $CXX -std=c++11 $warnings $flags $cflags -o "$work/$1-cpp" "$tests/$1.cpp" $libs
    for program in "$work/$1-c" "$work/$1-cpp"; do
        linked "$program" "$2" "$3" || die "$what: not linked $3: $program"
        quiet env LD_LIBRARY_PATH="$libdir" "$program"
    done
}

# consumers WHAT PKGCONFIGDIR LIBDIR LINKAGES JSON_LINKAGES
consumers()
{
    what=$1
    libdir=$3
    PKG_CONFIG_PATH=$2
    export PKG_CONFIG_PATH
    for package in $libraries; do
        [ "$($pkg_config --modversion "$package")" = "$VERSION" ] ||
            die "$what: version in $package.pc"
    done
    for linkage in $4; do
        consumer park callpark "$linkage"
    done
    say "$what: consumers run ($4)"
    [ -n "$json" ] || return 0
    for linkage in $5; do
        consumer service callpark-json "$linkage"
    done
    say "$what: consumers of libcallpark-json run ($5)"
}

# contents DIRECTORY: what is installed there, sorted.
contents()
{
    (cd "$1" && find . ! -type d | LC_ALL=C sort)
}

# same_build WHAT A B: the same libraries, and callparkd, in two build directories?
same_build()
{
    for library in $libraries; do
        same_files "$1" "$2/lib$library.a" "$3/lib$library.a"
        same_files "$1" "$2/lib$library.so.$VERSION" "$3/lib$library.so.$VERSION"
    done
    [ ! -e "$2/examples/callparkd" ] ||
        same_files "$1" "$2/examples/callparkd" "$3/examples/callparkd"
}

libraries='callpark callpark-json'
json=yes
if ! $pkg_config --exists libcjson; then
    say 'no cJSON: libcallpark-json is left out'
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    libraries=callpark
    json=
fi

# Compiled most often without optimizing, which takes half the time: what is optimized is built
# with clang, below, and by all other tests.

# ---- The tarball needs no autoconf ------------------------------------------

mkdir "$work/bin" "$work/one" "$work/two"
for tool in autoconf autoheader autom4te aclocal automake; do
    printf '#!/bin/sh\necho "%s was called" >&2\nexit 1\n' $tool >"$work/bin/$tool"
    chmod +x "$work/bin/$tool"
done
PATH=$work/bin:$PATH
export PKG_CONFIG_DISABLE_UNINSTALLED=1

cd "$work"
quiet sh "$TOP/tests/scripts/dist.sh"
gunzip "$name.tar.gz"
tar -C one -xf "$name.tar"
tar -C two -xf "$name.tar"

# ---- In the tree, elsewhere in the tree, and out of it: the same bytes ------

cd "$work/one/$name"
quiet "$MAKE" -j2 CFLAGS='-g -O0'
cd "$work/two/$name"
quiet ./configure CC="$CC" CFLAGS='-g -O0' --prefix=/opt/park
quiet "$MAKE" -j2
mkdir "$work/one/outside"
cd "$work/one/outside"
quiet "../$name/configure" CC="$CC" CFLAGS='-g -O0' --prefix="$work/prefix"
quiet "$MAKE" -j2
same_build 'another path' "$work/one/$name/build" "$work/two/$name/build"
same_build 'out of the tree' "$work/one/$name/build" "$work/one/outside/build"
for library in $libraries; do
    built=build/lib$library.so.$VERSION
    ! grep -q "$work" "$built" || die "$built holds the path of the build"
    readelf -d "$built" | grep -q "SONAME.*\[lib$library.so.$SOVERSION\]" || die "SONAME of $built"
    readelf -d "$built" | grep -q NOW || die "$built: not linked with -z now"
done
[ -z "$json" ] || needs "build/libcallpark-json.so.$VERSION" "libcallpark.so.$SOVERSION\]" ||
    die 'libcallpark-json does not need libcallpark by its SONAME'
[ ! -e build/examples/callparkd ] || linked build/examples/callparkd callpark archive ||
    die 'callparkd needs the build directory to run'
say 'three builds from the tarball, without autoconf, gave the same bytes'

quiet "$MAKE" dist
gunzip "$name.tar.gz"
same_files 'a tarball made from the tarball' "$work/$name.tar" "$name.tar"

# ---- Install, use, uninstall ------------------------------------------------

quiet "$MAKE" install
# What is to be installed, but for man pages.
expected()
{
    {
        for library in $libraries; do
            for file in lib/lib$library.a lib/lib$library.so lib/lib$library.so.$SOVERSION \
                lib/lib$library.so.$VERSION lib/pkgconfig/$library.pc; do
                echo "./$file"
            done
        done
        echo ./include/callpark/callpark.h
        [ -z "$json" ] || printf './include/callpark/%s\n' json.h service.h
    } | LC_ALL=C sort
}
expected >"$work/expected"
contents "$work/prefix" | grep -v '/man/' >"$work/installed"
same_files 'what is installed' "$work/expected" "$work/installed"
consumers 'installed' "$work/prefix/lib/pkgconfig" "$work/prefix/lib" \
    'shared static' shared
quiet "$MAKE" uninstall
[ -z "$(contents "$work/prefix")" ] || die "uninstall leaves: $(contents "$work/prefix")"
[ ! -e "$work/prefix/include/callpark" ] || die 'uninstall leaves include/callpark'

cd "$work/two/$name"
quiet "$MAKE" install DESTDIR="$work/staged"
contents "$work/staged/opt/park" | grep -v '/man/' >"$work/installed"
same_files 'what is installed under DESTDIR' "$work/expected" "$work/installed"
! grep -q "$work" "$work"/staged/opt/park/lib/pkgconfig/*.pc || die 'DESTDIR in the .pc'
quiet "$MAKE" uninstall DESTDIR="$work/staged"
[ -z "$(contents "$work/staged")" ] || die "uninstall leaves: $(contents "$work/staged")"

quiet "$MAKE" install prefix="$work/moved" libdir="$work/moved/lib/here"
consumers 'install prefix= libdir=' "$work/moved/lib/here/pkgconfig" "$work/moved/lib/here" \
    'shared static' shared
quiet "$MAKE" uninstall prefix="$work/moved" libdir="$work/moved/lib/here"
[ -z "$(contents "$work/moved")" ] || die "uninstall leaves: $(contents "$work/moved")"

unset PKG_CONFIG_DISABLE_UNINSTALLED
consumers '-uninstalled' "$work/one/outside/build" "$work/one/outside/build" \
    'shared static' shared
export PKG_CONFIG_DISABLE_UNINSTALLED=1

# ---- Flags ------------------------------------------------------------------

cd "$work/one/$name"
"$MAKE" -j2 CFLAGS=-O0 WERROR=-Werror httpd= >"$work/output" 2>&1 || { cat "$work/output"; die 'CFLAGS=-O0'; }
sources=$(find lib ${json:+lib/json} -maxdepth 1 -name '*.c' | wc -l)
grep -- ' -c -o build/release/lib/' "$work/output" >"$work/compiled" || :
[ "$(wc -l <"$work/compiled")" -eq "$sources" ] || die 'other flags: not all rebuilt'
[ "$(grep -c -- '-fPIC -fvisibility=hidden.* -O0 ' "$work/compiled")" -eq "$sources" ] ||
    die 'CFLAGS=-O0 loses -fPIC or visibility'
! find build/release/lib -name '*.o' -exec readelf -sW {} + |
    awk '$5 == "GLOBAL" && $7 != "UND" && $8 ~ /^callpark__/' | grep -v HIDDEN ||
    die 'CFLAGS=-O0: visible internal names'
"$MAKE" -j2 CFLAGS=-O0 WERROR=-Werror httpd= >"$work/output" 2>&1
! grep -q -- ' -o ' "$work/output" || die 'the same flags: built again'
"$MAKE" CFLAGS=-O0 WERROR=-Werror httpd= -W include/callpark/callpark.h \
    build/release/lib/error.o >"$work/output" 2>&1
grep -q -- ' -c -o ' "$work/output" || die 'a new header: nothing rebuilt'
quiet "$MAKE" distclean
quiet "$MAKE" -C "$work/two/$name" distclean
contents "$work/one/$name" >"$work/clean"
tar -tf "$work/$name.tar" | sed -n "s|^$name/|./|; /[^/]\$/p" | LC_ALL=C sort >"$work/expected"
same_files 'distclean' "$work/expected" "$work/clean"
say 'flags are kept, other flags rebuild, the same do not; distclean cleans'

# ---- Options of configure ---------------------------------------------------

# again WHAT ARGUMENT...: installs to $work/WHAT, out of the tree, from the objects that are there:
# these options change no flags of the compiler.
again()
{
    what=$1
    shift
    cd "$work/one/outside"
    quiet "../$name/configure" CC="$CC" CFLAGS='-g -O0' --prefix="$work/$what" "$@"
    "$MAKE" install >"$work/output" 2>&1 || { cat "$work/output"; die "$what"; }
    ! grep -q -- ' -c -o ' "$work/output" || die "$what: compiled again"
}

# configured WHAT ARGUMENT...: builds and installs to $work/WHAT, without callparkd, which is not
# installed.
configured()
{
    what=$1
    shift
    mkdir "$work/build-$what"
    cd "$work/build-$what"
    quiet "$work/one/$name/configure" --prefix="$work/$what" CFLAGS=-O0 "$@"
    quiet "$MAKE" -j2 install httpd=
}

again disable-shared --disable-shared
! contents "$work/disable-shared" | grep -q '\.so' || die '--disable-shared: installs it'
consumers --disable-shared "$work/disable-shared/lib/pkgconfig" - 'archive static' archive

again disable-static --disable-static --libdir="$work/disable-static/lib64"
! contents "$work/disable-static" | grep -q '\.a$' || die '--disable-static: installs it'
consumers '--disable-static --libdir=' "$work/disable-static/lib64/pkgconfig" \
    "$work/disable-static/lib64" shared shared

! "$work/one/$name/configure" --disable-shared --disable-static >"$work/output" 2>&1 ||
    die 'configured to build nothing'

# ---- Without cJSON, and if nobody wants libcallpark-json ---------------------

if [ -n "$json" ]; then
    ! "$work/one/$name/configure" --enable-json PKG_CONFIG=false >"$work/output" 2>&1 ||
        die '--enable-json without cJSON: configured'
    grep -q 'error: --enable-json needs cJSON' "$work/output" || die '--enable-json: another error'
fi
with_json=$libraries
libraries=callpark
json=
expected >"$work/expected"
configured disable-json --disable-json CC="$CC" CFLAGS='-g -O0'
contents "$work/disable-json" | grep -v '/man/' >"$work/installed"
same_files 'what is installed with --disable-json' "$work/expected" "$work/installed"
same_build '--disable-json' build "$work/one/outside/build"
cd "$work/two/$name"
"$MAKE" -j2 CFLAGS='-g -O0' PKG_CONFIG=false >"$work/output" 2>&1 ||
    { cat "$work/output"; die 'without cJSON'; }
[ "$(grep -c '^not built for want of cJSON' "$work/output")" -eq 1 ] ||
    die 'without cJSON: what is not built is not said once'
[ -z "$(find build -name '*json*')" ] || die 'without cJSON: built'
same_build 'without cJSON' build "$work/one/outside/build"
say 'without cJSON the core is the same'
libraries=$with_json
[ "$libraries" = callpark ] || json=yes

# ---- Other compilers ---------------------------------------------------------

if command -v clang >/dev/null; then
    configured clang CC=clang CFLAGS=-O2
    grep -q '^CC = clang$' config.mk || die 'CC=clang is not in config.mk'
    consumers CC=clang "$work/clang/lib/pkgconfig" "$work/clang/lib" 'shared static' shared
else
    say 'no clang: skipped'
    [ -z "$REQUIRE_TOOLS" ] || exit 1
fi

if command -v arm-linux-gnueabihf-gcc >/dev/null; then
    unset CC CXX AR NM
    configured cross --host=arm-linux-gnueabihf
    readelf -h "$work/cross/lib/libcallpark.so.$VERSION" | grep -q 'Machine:.*ARM' ||
        die '--host: not for that machine'
    grep -q '^AR = arm-linux-gnueabihf-ar$' config.mk || die '--host: another ar'
    say '--host=arm-linux-gnueabihf: built for ARM'
else
    say 'no arm-linux-gnueabihf-gcc: cross build skipped'
    [ -z "$REQUIRE_TOOLS" ] || exit 1
fi
