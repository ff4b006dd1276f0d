#!/bin/sh
# A test step that cannot run here: skipped, or failed if REQUIRE_TOOLS is set.
# Usage: missing.sh WHAT

echo "$1"
[ -z "$REQUIRE_TOOLS" ] || exit 1
exit 77
