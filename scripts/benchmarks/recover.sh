#!/usr/bin/env bash
# bench: 1,000 runs left behind by a halted process: how long a fresh one takes to list them, to take them up, which must not take more than 5 s, and to end them (--quick: 100 runs)
#
# The runs are real, on a git repository of 20 files, each halted in one of three calls of a model. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options recover --quick "" "$@"
runs=1000
[ "${1:-}" = --quick ] && runs=100
built_jar "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "$jar_of"
"$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jar" \
  dev.nightshift.examples.thousand.RecoverBenchmark "$work" "$runs" 20
