#!/usr/bin/env bash
# prove: a person's trial of trust: three accepted changes of documentation let the fourth land alone; one that is no documentation, is reverted or rejected sets that back (--quick: the same)
#
#   scripts/prove trust                          on a small built-in repository
#   scripts/prove trust --repo DIR [--keep]      on any other; it is only read
#
# All is done by the command line, as processes of their own, against a server on this computer that speaks the Messages API. Its jar is
# built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options trust "--keep" "--repo" "$@"
built_jar "$root"
echo "$jar_of"
exec "$java" -cp "$jar" dev.nightshift.examples.trial.TrustTrial --jar "$jar" "$@"
