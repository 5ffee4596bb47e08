#!/usr/bin/env bash
# prove: 1,000 runs at once in one JVM of 512 MB, on real git: all end and land, spend is exact, no thread, file, heap, directory or ref is left, and no time is lost (--quick: 100 runs)
#
#   scripts/prove thousand-runs            a repository of 200 files; models take 50 ms an answer, the gate costs nothing
#
# The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options thousand-runs --quick "" "$@"
runs=1000
[ "${1:-}" = --quick ] && runs=100
built_jar "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "$jar_of"
"$java" -Xmx512m -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jar" \
  dev.nightshift.examples.thousand.ThousandRuns "$work" "$runs" 200
