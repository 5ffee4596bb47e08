#!/usr/bin/env bash
# prove: whole runs and what humans decide about them, killed again and again by kill -9 and resumed until they end: nothing lost, landed or counted twice, no process left (500 kills; --quick: 20)
#
#   scripts/prove kill-resume [--kills N] [--seed N]
#
# Each process is the command line on a real repository, or a host whose runs let two forks work at once, against a server on this computer. What the server billed and what the ref says is
# compared from outside. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options kill-resume --quick "--kills --seed" "$@"
arguments=("$@")
if [ "${1:-}" = --quick ]; then arguments=(--kills 20); fi
built_jar "$root"
echo "$jar_of"
exec "$java" -cp "$jar" dev.nightshift.examples.trial.KillTrial --jar "$jar" "${arguments[@]}"
