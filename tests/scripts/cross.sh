#!/bin/sh
# Builds the simulation for another machine, C library, compiler or optimization, runs it
# there, and compares its trace with the one of this machine's ordinary build.
# Usage: cross.sh TARGET STEPS SEED
# TARGET: one of the cases below, or COMPILER-O0 to COMPILER-O3, or "keys": another hash key, or
# "given": what was built already, in $GIVEN.
# Skipped without the tools, unless REQUIRE_TOOLS is set: then it fails.
# Environment: TOP, BUILD, MAKE.

target=$1
steps=$2
seed=$3
build=$BUILD/$target
ar='ar'
cflags=-O2
ldflags=-static
emulator=
suffix=
key=1
harden='-fstack-protector-strong'

case $target in
    i386) triple=i686-linux-gnu emulator=qemu-i386 ;;
    armhf) triple=arm-linux-gnueabihf emulator=qemu-arm ;;
    s390x) triple=s390x-linux-gnu emulator=qemu-s390x ;;
    windows) triple=x86_64-w64-mingw32 emulator=$(command -v wine64 || echo /usr/lib/wine/wine64) ;;
    musl) cc=musl-gcc ;;
    keys) cc=${CC:-cc} key=18446744073709551557 build=$BUILD ;;
    given) cc=${CC:-cc} build=$GIVEN ;;
    *-O[0-3])
        cc=${target%-O?}
        cflags="-O${target##*-O} -g"
        ldflags= ;;
    *)
        echo "cross: $target is not known"
        exit 1 ;;
esac
if [ -n "$triple" ]; then
    cc=$triple-gcc
    ar=$triple-ar
fi
if [ "$target" = windows ]; then
    # No prompts to install what a console does not need.
    harden=
    suffix=.exe
    export WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' WINEPREFIX="$PWD/$build/wine"
    mkdir -p "$build"
fi

for tool in "$cc" "$ar" $emulator; do
    command -v "$tool" >/dev/null && continue
    echo "$tool is not installed (./bootstrap check-everywhere installs it)"
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    exit 77
done

# Flags for this machine are not for the other one.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
case $target in
    keys | given) ;;
    *)
        ${MAKE:-make} CC="$cc" AR="$ar" B="$build" CPPFLAGS= CFLAGS="$cflags" LDFLAGS="$ldflags" \
            HARDEN="$harden" enable_json=no "$build/debug/simulate" || exit 1 ;;
esac

# The structs of the headers have no padding there either.
echo '#include <callpark/service.h>' |
    "$cc" -std=c11 -Wpadded -Werror -fsyntax-only -I"$TOP/include" -x c - || exit 1

# The line "trace HASH" of a run.
trace()
{
    "$@" --steps "$steps" --seed "$seed" >"$build/trace.log" 2>&1 ||
        { cat "$build/trace.log" >&2; return 1; }
    tr -d '\r' <"$build/trace.log" | grep '^trace '
}

here=$(trace "$BUILD/debug/simulate") || { echo "failed on this machine"; exit 1; }
# shellcheck disable=SC2086
there=$(trace $emulator "$build/debug/simulate$suffix" --key $key) || { echo "failed: $target"; exit 1; }
echo "seed $seed, $steps steps: here $here, on $target $there"
[ -n "$here" ] && [ "$here" = "$there" ]
