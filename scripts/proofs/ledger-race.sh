#!/usr/bin/env bash
# prove: racing calls of 64 threads and of three JVMs on one directory: exactly the affordable number passes, as if one after the other (--quick: 1,000 calls)
#
#   scripts/prove ledger-race            1,000 and 10,000 calls, each set aside and forced to the disk; durable reservations/s are printed
#
# What every caller was told is held against the order of the ledger's log, so that linearizability is checked over JVMs as well, where
# a checker inside of one JVM does not reach. The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options ledger-race --quick "" "$@"
calls=(1000 10000)
[ "${1:-}" = --quick ] && calls=(1000)
built_jar "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "$jar_of"
"$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jar" \
  dev.nightshift.examples.race.LedgerRace "$work" "${calls[@]}"
