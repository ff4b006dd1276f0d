#!/bin/sh
# Counts the instructions of each verb at 1 000 to 1 000 000 calls under callgrind, and fails
# if one grows beyond the order that callpark.h documents.
# Usage: growth.sh PROGRAM [CALLS ...]
# "const" may not grow at all; "log" by no more than the logarithm of the number of calls: 2
# from 1 000 to 1 000 000, and with ten times the calls by as much as with ten times before;
# "each" is of as many things as there are calls, and what one of them costs grows like "log",
# in steps that may differ more.
# A tenth more is allowed for the tables' chances. A verb that is not counted at each of two
# sizes or more says nothing of its growth, and fails too.

program=$1
shift
[ $# -gt 0 ] || set -- 1000 10000 100000 1000000
command -v valgrind >/dev/null || {
    echo "growth: no valgrind"
    exit 77
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

for calls in "$@"; do
    valgrind -q --tool=callgrind --instr-atstart=no --callgrind-out-file="$work/out.$calls" \
        "$program" "$calls" >"$work/log" 2>&1 || {
        cat "$work/log"
        exit 1
    }
    # One file a verb; a verb counted twice is summed up.
    awk -v calls="$calls" '
        /^desc: Trigger: Client Request: / { sub(/^desc: Trigger: Client Request: /, ""); name = $0 }
        /^summary:/ && name { sum[name] += $2; times[name]++; name = "" }
        END {
            for (name in sum)
                print calls, name, sum[name] / times[name] / (name ~ /^each/ ? calls : 200)
        }
    ' "$work/out.$calls".* >>"$work/counts"
done

sort -k3,3 -k1,1n "$work/counts" | awk -v sizes=$# '
    function finish() {
        if (!verb)
            return
        slack = order == "each" ? 2 : 10
        allowed = order == "const" ? 1 : log(calls) / log(first_calls)
        bad = last > first * allowed * 1.1 + 5 || (steps > 1 && step > 2 * before + first / slack)
        printf "%-24s%s  x%.2f, allowed x%.2f%s%s\n", verb, line, last / first, allowed,
            bad ? "  TOO MUCH" : "", steps + 1 != sizes ? "  NOT COUNTED EACH TIME" : ""
        failed += bad
        uncounted += steps + 1 != sizes
        verbs++
    }
    $3 != verb {
        finish()
        verb = $3; order = $2; first = last = $4; first_calls = $1
        line = ""; steps = -1; before = step = 0
    }
    {
        before = step > before ? step : before
        step = $4 - last; steps++
        calls = $1; last = $4
        line = line sprintf("%9.0f", $4)
    }
    END {
        finish()
        printf "growth: %d verbs, %d grow too much\n", verbs, failed
        exit failed > 0 || uncounted > 0 || sizes < 2 || verbs < 24
    }
'
