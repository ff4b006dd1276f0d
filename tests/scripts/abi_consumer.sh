#!/bin/sh
# Builds the simulation with the baseline's headers, and runs it with the library as it is now,
# against the model with the headers as they are now.
# Usage: abi_consumer.sh LIBRARY_DIRECTORY STEPS SEED
# Environment: TOP, BUILD, CC, MAKE.

baseline=$TOP/tests/abi/include
build=$BUILD/abi-consumer
mkdir -p "$build"

# What is not exported: the walker; it is asked elsewhere.
echo 'int callpark__check(const void *registry); int callpark__check(const void *registry)
{ return registry == 0; }' >"$build/walker.c"
# Private: the compiler finds the baseline's header before all others.
# shellcheck disable=SC2046
${CC:-cc} -std=c11 -O1 -g -I"$baseline" -o "$build/simulate" "$build/walker.c" \
    "$TOP/tests/simulate.c" $(ls "$TOP"/tests/support_*.c "$TOP"/tests/model*.c) \
    -L"$1" -lcallpark || exit 1
LD_LIBRARY_PATH=$1 ldd "$build/simulate" | grep libcallpark
LD_LIBRARY_PATH=$1 "$build/simulate" --steps "$2" --seed "$3" | tail -n 2 | tee "$build/log"
grep -q 'ok$' "$build/log"
