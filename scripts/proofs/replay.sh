#!/usr/bin/env bash
# prove: recorded runs of all kinds of end are told again in a fresh JVM whose roles, gates and git throw, byte for byte (--quick: each kind of run once, not with each pipeline in memory and on git)
#
# The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options replay --quick "" "$@"
built_jar "$root"
runs=280
[ "${1:-}" = --quick ] && runs=35
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
proof() { "$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=off -cp "$jar" dev.nightshift.examples.replay.ReplayProof "$@"; }
proof record "$work" "$runs"
echo "journal: $(du -sk "$work/journal" | cut -f1) KiB"
proof replay "$work"
