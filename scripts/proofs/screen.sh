#!/usr/bin/env bash
# prove: for tasks that cannot be evaluated no implementer is paid, clear ones pass, and an answer lets a run go on in another engine (--quick: the same)
#
#   scripts/prove screen                   each task on a git repository of its own, with scripted models that are counted
#   scripts/prove screen --tasks FILE      other texts: a line of JSON with "files", then one a task with "vague", "title", "questions"
#
# The texts are in agent-examples/src/main/resources/dev/nightshift/examples/screen. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options screen --quick "--tasks" "$@"
built_jar "$root"
echo "$jar_of"
arguments=()
for argument in "$@"; do [ "$argument" = --quick ] || arguments+=("$argument"); done
exec "$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jar" \
  dev.nightshift.examples.screen.ScreenProof --subject "$jar_of" ${arguments[@]+"${arguments[@]}"}
