#!/usr/bin/env bash
# prove: a project outside the reactor uses the three libraries, mocks their parts in its tests, on the class path, on the module path and linked (--quick: the same)
#
# The libraries are installed into a local repository of this run's own, laid over the user's: nothing of it stays.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/stranger.sh"
options consumer --quick "" "$@"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

install_for_stranger "$root" "$work"
cp -R "$root/consumer" "$work/consumer"
cd "$work/consumer"

maven_of_stranger "$work" clean package
"$java" -cp 'target/consumer.jar:target/lib/*' example.consumer.Main class-path

maven_of_stranger "$work" -Pmodule-path clean package
"$java" -p target/consumer.jar:target/lib -m example.consumer/example.consumer.Main module-path

# Automatic modules cannot be linked: agent-core and agent-models must not need any.
mkdir linked
"${JAVA_HOME:+$JAVA_HOME/bin/}javac" -p target/lib -d linked $(find src/linked/java -name '*.java')
"${JAVA_HOME:+$JAVA_HOME/bin/}jlink" -p linked:target/lib --add-modules example.linked --output image
image/bin/java -m example.linked/example.linked.Main

echo "consumer: built and run on the class path, on the module path and as a linked image"
