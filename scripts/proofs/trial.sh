#!/usr/bin/env bash
# prove: a real fix is implemented, gated, reviewed, revised and landed, and every failure ends as documented
#
#   scripts/prove trial                    on a small built-in repository with a gate of milliseconds
#   scripts/prove trial --quick            the same without the longest failures
#   scripts/prove trial --repo DIR --fix COMMIT --gate CMD [--network] [--landing-only] [--keep]
#
# The command line runs as its own process against a server on this computer that speaks the Messages API. Its jar is
# built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options trial "--quick --network --landing-only --keep" "--repo --fix --gate" "$@"
built_jar "$root"
exec "$java" -cp "$jar" dev.nightshift.examples.trial.Trial --jar "$jar" --subject "$jar_of" "$@"
