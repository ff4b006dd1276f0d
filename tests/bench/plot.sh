#!/bin/sh
# Draws ns per pair against the number of calls, a line a contender.
# Usage: plot.sh BENCH.CSV PICTURE.SVG
set -e
csv=$1
svg=$2
command -v gnuplot >/dev/null || {
    echo "no picture: gnuplot is missing (Debian: gnuplot-nox)"
    exit 0
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A file a contender, in the order of the table.
awk -F, -v work="$work" '$1 == "pair" {
    if (!($2 in files)) {
        files[$2] = sprintf("%s/%02d.dat", work, ++count)
        print "\"" $2 "\"" >files[$2]
    }
    print $3, $5, $6, $7 >files[$2]
}' "$csv"

{
    cat <<'END'
set terminal svg noenhanced size 800,520 font 'sans-serif,13' background 'white'
set logscale xy
set xlabel 'calls parked'
set ylabel 'ns per retrieve + park'
set format x '%.0f'
set format y '%.0f'
set grid
set key outside right top
END
    printf 'set output "%s"\nplot ' "$svg"
    separator=
    colours='#000000 #2ca02c #98c379 #1f77b4 #ff7f0e #8c564b #9467bd #d62728 #17becf #bcbd22'
    for file in "$work"/*.dat; do
        colour=${colours%% *}
        colours="${colours#* } $colour"
        width=1.5
        [ "$file" = "$work/01.dat" ] && width=3.5
        printf '%s"%s" using 1:2 with linespoints lw %s lc rgb "%s" title columnheader(1)' \
            "$separator" "$file" "$width" "$colour"
        separator=', '
    done
    echo
} >"$work/plot"
gnuplot "$work/plot"
echo "picture: $svg"
