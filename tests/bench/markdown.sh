#!/bin/sh
# The medians of a run as the tables of docs/performance.md; in brackets: times libcallpark.
# Usage: markdown.sh BENCH.CSV
awk -F, '
    BEGIN {
        title["pair"] = "retrieve + park, ns"
        title["expiry"] = "expiry, ns"
        title["next-deadline"] = "next deadline, ns"
        title["bytes-id"] = "bytes a call, call id only"
        title["bytes-all"] = "bytes a call, all strings"
        title["pair-equal"] = "a pair, all timeouts equal, ns"
        title["burst"] = "expiry, 10 000 due at once, ns"
        title["miss-call"] = "a call id not found, ns"
        title["miss-slot"] = "a slot that holds nothing, ns"
        title["full"] = "park in a full lot, ns"
    }
    /^# machine/ { sub(/^# /, ""); print; next }
    /^"/ {
        name = $0; sub(/^"/, "", name); sub(/".*/, "", name)
        unit = name; sub(/.*\(/, "", unit); sub(/\)$/, "", unit); sub(/ \([^(]*\)$/, "", name)
        rest = $0; sub(/^"[^"]*",/, "", rest); split(rest, part, ",")
        others[++other] = sprintf("| %s | %.*f %s |", name, unit == "times" ? 2 : 0, part[4], unit)
        next
    }
    $3 + 0 == 0 { next }
    !($1 in rows) { metrics[++metric_count] = $1 }
    { key = $1 SUBSEP $2 }
    !(key in seen) { seen[key] = 1; row[$1, ++rows[$1]] = $2 }
    !($3 in column) { column[$3] = 1; size[++sizes] = $3 }
    {
        cell = sprintf($5 < 10 ? "%.1f" : "%.0f", $5)
        if ($8 && $2 != "libcallpark")
            cell = cell sprintf(" (%.2f)", $8)
        value[$1, $2, $3] = cell
    }
    END {
        for (m = 1; m <= metric_count; m++) {
            printf "\n| %s |", title[metrics[m]]
            for (s = 1; s <= sizes; s++) printf " %d |", size[s]
            printf "\n|---|"
            for (s = 1; s <= sizes; s++) printf "---|"
            print ""
            for (r = 1; r <= rows[metrics[m]]; r++) {
                printf "| %s |", row[metrics[m], r]
                for (s = 1; s <= sizes; s++) {
                    cell = value[metrics[m], row[metrics[m], r], size[s]]
                    printf " %s |", cell == "" ? "-" : cell
                }
                print ""
            }
        }
        print "\n| libcallpark also | |\n|---|---|"
        for (o = 1; o <= other; o++) print others[o]
    }' "$1"
