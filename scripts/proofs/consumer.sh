#!/usr/bin/env bash
# prove: a project outside the reactor uses the three libraries, mocks their parts in its tests, on the class path, on the module path and linked (--quick: the same)
#
# The libraries are installed into a local repository of this run's own, laid over the user's: nothing of it stays.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
users_repository=${MAVEN_LOCAL_REPOSITORY:-$HOME/.m2/repository}
install=$("$root/scripts/lib/readme-command" install)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
options consumer --quick "" "$@"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A local repository whose entries point into the user's, except for this project's own artifacts.
overlay() {
  local entry
  mkdir -p "$work/repository/dev"
  for entry in "$users_repository"/*; do
    if [ -d "$entry" ] && [ "$(basename "$entry")" != dev ]; then ln -s "$entry" "$work/repository/"; fi
  done
  for entry in "$users_repository"/dev/*; do
    if [ -d "$entry" ] && [ "$(basename "$entry")" != nightshift ]; then ln -s "$entry" "$work/repository/dev/"; fi
  done
}

maven() {
  mvn -B -q "-Dmaven.repo.local=$work/repository" "$@"
}

overlay
(cd "$root" && bash -c "$install -B -Dmaven.repo.local=$work/repository")
cp -R "$root/consumer" "$work/consumer"
cd "$work/consumer"

maven clean package
"$java" -cp 'target/consumer.jar:target/lib/*' example.consumer.Main class-path

maven -Pmodule-path clean package
"$java" -p target/consumer.jar:target/lib -m example.consumer/example.consumer.Main module-path

# Automatic modules cannot be linked: agent-core and agent-models must not need any.
mkdir linked
"${JAVA_HOME:+$JAVA_HOME/bin/}javac" -p target/lib -d linked $(find src/linked/java -name '*.java')
"${JAVA_HOME:+$JAVA_HOME/bin/}jlink" -p linked:target/lib --add-modules example.linked --output image
image/bin/java -m example.linked/example.linked.Main

echo "consumer: built and run on the class path, on the module path and as a linked image"
