#!/bin/sh
# Builds the random walk for another machine, static, runs it in the emulator
# and compares its trace with the one of this machine.
# Usage: cross.sh TRIPLE EMULATOR STEPS SEED
# Skipped without the tools, unless REQUIRE_TOOLS is set: then it fails.
# Environment: TOP, BUILD, MAKE.

triple=$1
emulator=$2
steps=$3
seed=$4
cc=$triple-gcc
build=$BUILD/$triple

for tool in "$cc" "$triple-ar" "$emulator"; do
    command -v "$tool" >/dev/null && continue
    echo "$tool is not installed (./bootstrap check-cross installs it)"
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    exit 77
done

# Flags for this machine are not for the other one.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
${MAKE:-make} CC="$cc" AR="$triple-ar" B="$build" CPPFLAGS= CFLAGS='-O2 -g' LDFLAGS=-static \
    "$build/debug/simulate" || exit 1

# The structs of the headers have no padding on this machine either.
echo '#include <callpark/service.h>' |
    "$cc" -std=c11 -Wpadded -Werror -fsyntax-only -I"$TOP/include" -x c - || exit 1

# The line "trace HASH" of a run.
trace()
{
    "$@" --steps "$steps" --seed "$seed" >"$build/trace.log" 2>&1 ||
        { cat "$build/trace.log" >&2; return 1; }
    grep '^trace ' "$build/trace.log"
}

here=$(trace "$BUILD/debug/simulate") || { echo "failed on this machine"; exit 1; }
there=$(trace "$emulator" "$build/debug/simulate") || { echo "failed on $triple"; exit 1; }
echo "seed $seed, $steps steps: here $here, on $triple $there"
[ -n "$here" ] && [ "$here" = "$there" ]
