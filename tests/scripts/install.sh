#!/bin/sh
# Builds from the tarball in the ways that users do, installs, and builds the
# programs of tests/consumer/ against what was installed.
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

# consumers WHAT PKGCONFIGDIR LIBDIR LINKAGE...: builds and runs both programs, LINKAGE being
# shared, static (the whole program) or archive (only this library).
consumers()
{
    what=$1
    libdir=$3
    PKG_CONFIG_PATH=$2
    export PKG_CONFIG_PATH
    shift 3
    [ "$($pkg_config --modversion callpark)" = "$VERSION" ] || die "$what: version in the .pc"
    cflags=$($pkg_config --cflags callpark)
    for linkage in "$@"; do
        flags=
        libs=$($pkg_config --libs callpark)
        if [ "$linkage" != shared ]; then
            libs=$($pkg_config --static --libs callpark)
        fi
        [ "$linkage" != static ] || flags=-static
        # shellcheck disable=SC2086
        quiet $CC -std=c99 $warnings $flags $cflags -o "$work/park-c" "$tests/park.c" $libs
        # shellcheck disable=SC2086
        quiet $CXX -std=c++11 $warnings $flags $cflags -o "$work/park-cpp" "$tests/park.cpp" $libs
        for program in park-c park-cpp; do
            if [ "$linkage" = shared ]; then
                readelf -d "$work/$program" | grep -q "NEEDED.*\[libcallpark.so.$SOVERSION\]" ||
                    die "$what: $program does not need the SONAME"
                quiet env LD_LIBRARY_PATH="$libdir" "$work/$program"
            else
                ! readelf -d "$work/$program" | grep -q 'NEEDED.*libcallpark' ||
                    die "$what: $program is not static"
                quiet "$work/$program"
            fi
        done
        say "$what: $linkage consumers run"
    done
}

# contents DIRECTORY: what is installed there, sorted.
contents()
{
    (cd "$1" && find . ! -type d | LC_ALL=C sort)
}

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
quiet "$MAKE" -j2 CFLAGS='-g -O2'
cd "$work/two/$name"
quiet ./configure CC="$CC" CFLAGS='-g -O2' --prefix=/opt/park
quiet "$MAKE" -j2
mkdir "$work/one/outside"
cd "$work/one/outside"
quiet "../$name/configure" CC="$CC" CFLAGS='-g -O2' --prefix="$work/prefix"
quiet "$MAKE" -j2
for file in libcallpark.a "libcallpark.so.$VERSION"; do
    same_files "another path" "$work/one/$name/build/$file" "$work/two/$name/build/$file"
    same_files "out of the tree" "$work/one/$name/build/$file" "$work/one/outside/build/$file"
done
! grep -q "$work" "build/libcallpark.so.$VERSION" || die 'the library holds the path of the build'
readelf -d "build/libcallpark.so.$VERSION" | grep -q "SONAME.*\[libcallpark.so.$SOVERSION\]" ||
    die 'SONAME'
readelf -d "build/libcallpark.so.$VERSION" | grep -q NOW || die 'not linked with -z now'
say 'three builds from the tarball, without autoconf, gave the same bytes'

quiet "$MAKE" dist
gunzip "$name.tar.gz"
same_files 'a tarball made from the tarball' "$work/$name.tar" "$name.tar"

# ---- Install, use, uninstall ------------------------------------------------

quiet "$MAKE" install
cat >"$work/expected" <<EOF
./include/callpark/callpark.h
./lib/libcallpark.a
./lib/libcallpark.so
./lib/libcallpark.so.$SOVERSION
./lib/libcallpark.so.$VERSION
./lib/pkgconfig/callpark.pc
EOF
contents "$work/prefix" | grep -v '/man/' >"$work/installed"
same_files 'what is installed' "$work/expected" "$work/installed"
consumers 'installed' "$work/prefix/lib/pkgconfig" "$work/prefix/lib" shared static
quiet "$MAKE" uninstall
[ -z "$(contents "$work/prefix")" ] || die "uninstall leaves: $(contents "$work/prefix")"
[ ! -e "$work/prefix/include/callpark" ] || die 'uninstall leaves include/callpark'

cd "$work/two/$name"
quiet "$MAKE" install DESTDIR="$work/staged"
contents "$work/staged/opt/park" | grep -v '/man/' >"$work/installed"
same_files 'what is installed under DESTDIR' "$work/expected" "$work/installed"
! grep -q "$work" "$work/staged/opt/park/lib/pkgconfig/callpark.pc" || die 'DESTDIR in the .pc'
quiet "$MAKE" uninstall DESTDIR="$work/staged"
[ -z "$(contents "$work/staged")" ] || die "uninstall leaves: $(contents "$work/staged")"

quiet "$MAKE" install prefix="$work/moved" libdir="$work/moved/lib/here"
consumers 'install prefix= libdir=' "$work/moved/lib/here/pkgconfig" "$work/moved/lib/here" \
    shared static
quiet "$MAKE" uninstall prefix="$work/moved" libdir="$work/moved/lib/here"
[ -z "$(contents "$work/moved")" ] || die "uninstall leaves: $(contents "$work/moved")"

unset PKG_CONFIG_DISABLE_UNINSTALLED
consumers '-uninstalled' "$work/one/outside/build" "$work/one/outside/build" shared static
export PKG_CONFIG_DISABLE_UNINSTALLED=1

# ---- Flags ------------------------------------------------------------------

cd "$work/one/$name"
"$MAKE" CFLAGS=-O0 WERROR=-Werror >"$work/output" 2>&1 || { cat "$work/output"; die 'CFLAGS=-O0'; }
sources=$(find lib -maxdepth 1 -name '*.c' | wc -l)
[ "$(grep -c -- ' -c -o ' "$work/output")" -eq "$sources" ] || die 'other flags: not all rebuilt'
[ "$(grep -c -- '-fPIC -fvisibility=hidden.* -O0 ' "$work/output")" -eq "$sources" ] ||
    die 'CFLAGS=-O0 loses -fPIC or visibility'
! readelf -sW build/release/lib/*.o | awk '$5 == "GLOBAL" && $7 != "UND" && $8 ~ /^callpark__/' | grep -v HIDDEN ||
    die 'CFLAGS=-O0: visible internal names'
"$MAKE" CFLAGS=-O0 WERROR=-Werror >"$work/output" 2>&1
! grep -q -- ' -o ' "$work/output" || die 'the same flags: built again'
touch include/callpark/callpark.h
"$MAKE" CFLAGS=-O0 WERROR=-Werror >"$work/output" 2>&1
grep -q -- ' -c -o ' "$work/output" || die 'a new header: nothing rebuilt'
quiet "$MAKE" distclean
quiet "$MAKE" -C "$work/two/$name" distclean
contents "$work/one/$name" >"$work/clean"
tar -tf "$work/$name.tar" | sed -n "s|^$name/|./|; /[^/]\$/p" | LC_ALL=C sort >"$work/expected"
same_files 'distclean' "$work/expected" "$work/clean"
say 'flags are kept, other flags rebuild, the same do not; distclean cleans'

# ---- Options of configure ---------------------------------------------------

# configured WHAT ARGUMENT...: builds and installs to $work/WHAT.
configured()
{
    what=$1
    shift
    mkdir "$work/build-$what"
    cd "$work/build-$what"
    quiet "$work/one/$name/configure" --prefix="$work/$what" CFLAGS=-O1 "$@"
    quiet "$MAKE" -j2 install
}

configured disable-shared --disable-shared CC="$CC"
! contents "$work/disable-shared" | grep -q '\.so' || die '--disable-shared: installs it'
consumers --disable-shared "$work/disable-shared/lib/pkgconfig" - archive static

configured disable-static --disable-static CC="$CC" --libdir="$work/disable-static/lib64"
! contents "$work/disable-static" | grep -q '\.a$' || die '--disable-static: installs it'
consumers '--disable-static --libdir=' "$work/disable-static/lib64/pkgconfig" \
    "$work/disable-static/lib64" shared

! "$work/one/$name/configure" --disable-shared --disable-static >"$work/output" 2>&1 ||
    die 'configured to build nothing'

if command -v clang >/dev/null; then
    configured clang CC=clang
    grep -q '^CC = clang$' config.mk || die 'CC=clang is not in config.mk'
    consumers CC=clang "$work/clang/lib/pkgconfig" "$work/clang/lib" shared static
else
    say 'no clang: skipped'
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
fi
