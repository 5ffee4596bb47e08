#!/usr/bin/env bash
# bench: an agent loop of 50 tool steps and an answer through the engine, against one written by hand (--quick: less of it)
#
# The model is a server on this computer in a JVM of its own. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options loop --quick "" "$@"
built_jar "$root"
exec "$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$jar" \
  dev.nightshift.examples.bench.LoopBenchmark --subject "$jar_of" "$@"
