#!/usr/bin/env bash
# prove: one implement-review-revise run of 12 answers over five wire formats lands the same tree with the same counts of tokens (--quick: the same)
#
# The servers are on this computer and scripted; the repository is real. Requests are compared with the vendors' schemas by the tests of
# agent-models, where the schemas are. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options wire --quick "" "$@"
built_jar "$root"
exec "$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jar" dev.nightshift.examples.wire.WireProof
