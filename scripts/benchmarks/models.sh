#!/usr/bin/env bash
# bench: calls, loops, streams, crowds, start, engine alone and prices, against java.net.http and Jackson by hand (--quick: less of it; --part calls|crowd|start|runs|cost|jmh)
#
# The models are a server on this computer in a JVM of its own. What is checked out is built first; see benchmarks/README.md.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
. "$root/scripts/lib/stranger.sh"
options models --quick --part "$@"

parts=(calls crowd start runs cost)
all="calls crowd start runs cost jmh"
quick=()
while [ $# -gt 0 ]; do
  case "$1" in
    --quick) quick=(--quick) ;;
    --part=*) parts=("${1#--part=}") ;;
    --part) parts=("$2") && shift ;;
  esac
  shift
done
if [[ " $all " != *" ${parts[0]} "* ]]; then
  echo "models: there is no part '${parts[0]}'; parts: $all" >&2
  exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
install_for_stranger "$root" "$work" -pl agent-models -am
cp -R "$root/benchmarks" "$work/benchmarks"
cd "$work/benchmarks"
maven_of_stranger "$work" clean package
echo "models: $(subject_of "$root")"
# The collector whose young generation can be read to the byte, and buffers so small that they do not matter.
for part in "${parts[@]}"; do
  beside=$([ "$part" != jmh ] || echo ":target/jmh/*")
  "$java" -Xms1g -Xmx4g -Xmn512m -XX:+UseSerialGC -XX:-ResizeTLAB -XX:TLABSize=16k -Dslf4j.internal.verbosity=ERROR \
    -cp "target/benchmarks.jar:target/lib/*$beside" dev.nightshift.benchmarks.Main "$part" "${quick[@]}"
done
