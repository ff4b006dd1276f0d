#!/bin/sh
# Tries out the board of callparkd in a headless Chromium, beside a stand-in server and beside
# callparkd itself; closes with the line "N passed, N failed".
# Usage: web.sh [CALLPARKD]
# Skipped without node or chromium, unless REQUIRE_TOOLS is set: then it fails.
# Environment: TOP, BUILD, CHROMIUM.

program=${1:-${BUILD:-build}/examples/callparkd}
chromium=${CHROMIUM:-chromium}

for tool in node "$chromium"; do
    command -v "$tool" >/dev/null && continue
    echo "$tool is not installed (packages nodejs and chromium)"
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    exit 77
done
if [ ! -x "$program" ]; then
    echo "there is no $program (make examples)"
    exit 1
fi

CHROMIUM=$chromium exec node "${TOP:-.}/tests/web/run.mjs" "$program"
