#!/usr/bin/env bash
# prove: nothing lands unseen and nothing is lost in silence: every known kind of fault, end to end (--quick: without the slowest)
#
#   scripts/prove faults                   each kind on a repository of its own
#   scripts/prove faults --repo DIR        each on a copy of a real repository, which is only read
#   scripts/prove faults --only TEXT       only the kinds whose line has this text
#
# Models are scripted; git, commands and gates are real. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options faults --quick "--repo --only" "$@"
built_jar "$root"
exec "$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jar" \
  dev.nightshift.examples.faults.Faults --subject "$jar_of" "$@"
