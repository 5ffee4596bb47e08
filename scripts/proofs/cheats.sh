#!/usr/bin/env bash
# prove: changes that delete, skip or weaken their tests, or what runs them, do not land, and honest ones do: both on real repositories (--quick: the same)
#
#   scripts/prove cheats                   each change on a git repository of its own, blocked and asked about
#   scripts/prove cheats --only TEXT       only the changes whose line has this text
#
# The changes are in agent-examples/src/main/resources/dev/nightshift/examples/cheats. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options cheats --quick "--only" "$@"
built_jar "$root"
arguments=()
for argument in "$@"; do [ "$argument" = --quick ] || arguments+=("$argument"); done
exec "$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jar" \
  dev.nightshift.examples.cheats.Cheats --subject "$jar_of" ${arguments[@]+"${arguments[@]}"}
