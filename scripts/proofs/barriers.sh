#!/usr/bin/env bash
# prove: a process that halts before or after any step that outlives it leaves a run that the next process ends, also inside accept, revise, answer and reject: nothing lost, landed or counted twice (--quick: every ninth)
#
#   scripts/prove barriers [--quick] [--deeds merge,fork,accept,revise,answer,reject]
#
# Barriers are the calls of the journal, of the ledger and of the repository's workspaces. Each halt is a run of its own on a real repository,
# against a server on this computer. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options barriers --quick --deeds "$@"
built_jar "$root"
echo "$jar_of"
exec "$java" -cp "$jar" dev.nightshift.examples.trial.BarrierTrial --jar "$jar" "$@"
