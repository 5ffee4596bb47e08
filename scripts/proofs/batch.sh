#!/usr/bin/env bash
# prove: a person's trial: twelve tasks, five at once, the terminal closed, the process killed; then one is accepted, one sent back, one answered, one rejected
#
#   scripts/prove batch                                        on a small built-in repository
#   scripts/prove batch --repo DIR [--gate CMD] [--network] [--keep]    on any other; it is only read
#
# All is done by the command line, as processes of their own, against a server on this computer that speaks the Messages API. Its jar is
# built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options batch "--network --keep" "--repo --gate" "$@"
built_jar "$root"
echo "$jar_of"
exec "$java" -cp "$jar" dev.nightshift.examples.trial.BatchTrial --jar "$jar" "$@"
