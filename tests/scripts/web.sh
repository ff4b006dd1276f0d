#!/bin/sh
# Runs the tests of tests/web/: the board of callparkd in a headless browser.
# Usage: web.sh [CALLPARKD]
# Skipped without the tools, unless REQUIRE_TOOLS is set: then it fails.
# Environment: TOP, CHROMIUM.

scripts=$TOP/tests/scripts
for tool in node "${CHROMIUM:-chromium}"; do
    command -v "$tool" >/dev/null ||
        exec sh "$scripts/missing.sh" "$tool is not installed (./bootstrap check-web installs it)"
done
[ -n "$1" ] || exec sh "$scripts/missing.sh" 'callparkd is not built'
exec node "$TOP/tests/web/run.mjs" "$1"
