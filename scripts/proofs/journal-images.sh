#!/usr/bin/env bash
# prove: a journal or a ledger cut off at any byte or damaged anywhere is read as its longest verified part or refused, never as another state (--quick: a slice)
#
#   scripts/prove journal-images             every prefix and 100,000 flips of the journal of a run made now and of the ledger it paid from, with a seed that is printed
#   scripts/prove journal-images --seed N    the same flips again, as far as the journal is the same
#
# The jar is built first; NIGHTSHIFT_JAR names another one.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options journal-images --quick "--seed" "$@"
step=1 flips=100000 seed=$RANDOM
while [ $# -gt 0 ]; do
  case $1 in
    --quick) step=17 flips=5000 ;;
    --seed) seed=$2; shift ;;
    --seed=*) seed=${1#*=} ;;
  esac
  shift
done
built_jar "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "$jar_of"
"$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=off -cp "$jar" \
  dev.nightshift.examples.images.JournalImages "$work/journal" "$step" "$flips" "$seed"
