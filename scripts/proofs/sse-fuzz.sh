#!/usr/bin/env bash
# prove: a million damaged answers of all wire formats each end in an answer or a typed failure, in bounded time and memory (--quick: 20,000)
#
#   scripts/prove sse-fuzz                        with a seed of its own, which is printed
#   scripts/prove sse-fuzz --seed N --inputs 1    the one input of a failure again
#
# No network: the answers are read by all of the code of a call except the JDK's HTTP client. The classes stand with the
# tests of agent-models, since the readers of the formats are not public.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options sse-fuzz --quick "--seed --inputs" "$@"
built_jar "$root"
(cd "$root" && mvn -q -B -Pfast -pl agent-models -am test-compile)
echo "$jar_of"
exec "$java" -Xmx512m -Dorg.slf4j.simpleLogger.defaultLogLevel=off \
  -cp "$root/agent-models/target/test-classes:$jar" dev.nightshift.models.fuzz.SseFuzz "$@"
