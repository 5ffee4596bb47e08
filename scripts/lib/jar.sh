# Makes the command line's jar for a proof or benchmark; sourced.

# built_jar ROOT
#   Builds what is checked out, so that no older build is measured, unless NIGHTSHIFT_JAR names a jar.
#   Sets `jar` and `jar_of`, which says in words what the jar was made of.
built_jar() {
  local root=$1
  if [ -n "${NIGHTSHIFT_JAR:-}" ]; then
    jar=$NIGHTSHIFT_JAR
    jar_of="$jar (sha256 $(sha256sum "$jar" | cut -c1-12), not built here)"
    return 0
  fi
  jar=$root/agent-examples/target/nightshift.jar
  (cd "$root" && mvn -q -B -Pfast -Dmaven.test.skip=true package)
  jar_of=$(subject_of "$root")
}

# subject_of ROOT
#   Says in words what is checked out.
subject_of() {
  local changes
  changes=$(git -C "$1" status --porcelain)
  echo "commit $(git -C "$1" rev-parse --short HEAD)${changes:+ with uncommitted changes}"
}
