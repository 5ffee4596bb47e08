#!/usr/bin/env bash
# bench: a gate's own cost beyond its command, with Maven caches of 0, 3,000 and 30,000 files, sandbox on and off (--quick: less of it)
#
# Needs git, and bubblewrap for the sandbox. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options gate --quick "" "$@"
built_jar "$root"
work=$(mktemp -d "${TMPDIR:-/tmp}/nightshift-bench-XXXXXX")
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
"$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$jar" \
  dev.nightshift.examples.bench.GateBenchmark --subject "$jar_of" --work "$work" "$@"
