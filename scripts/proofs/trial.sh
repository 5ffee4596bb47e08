#!/usr/bin/env bash
# prove: a real fix is implemented, gated, reviewed, revised and landed, and every failure ends as documented
#
#   scripts/prove trial --repo DIR --fix COMMIT --gate CMD [--network] [--landing-only] [--keep]
#   scripts/prove trial --quick            a small built-in repository with a gate of milliseconds
#
# The command line runs as its own process against a server on this computer that speaks the Messages API. Its jar is
# built if it is missing; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=${NIGHTSHIFT_JAR:-$root/agent-examples/target/nightshift.jar}

if [ ! -f "$jar" ] || [ ! -d "$(dirname "$jar")/lib" ]; then
  (cd "$root" && mvn -q -B -Pfast -Dmaven.test.skip=true package)
fi
exec "$java" -cp "$jar" dev.nightshift.examples.trial.Trial --jar "$jar" "$@"
