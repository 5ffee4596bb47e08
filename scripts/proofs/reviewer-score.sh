#!/usr/bin/env bash
# prove: faults are planted into 11 of 30 changes, and reviewers of known recall and precision get just these figures; what one and two models cost (--quick: the same)
#
#   scripts/prove reviewer-score           each trial a run on a git repository, judged by javac, a check and a reviewer
#
# The tasks are in agent-examples/src/main/resources/dev/nightshift/examples/score; a JDK has to be in the PATH. The jar is built first;
# NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options reviewer-score --quick "" "$@"
built_jar "$root"
echo "$jar_of"
exec "$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jar" \
  dev.nightshift.examples.score.ReviewerScoreProof --subject "$jar_of"
