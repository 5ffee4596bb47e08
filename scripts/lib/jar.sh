# Makes the command line's jar for a proof or benchmark; sourced.

# built_jar ROOT
#   Builds what is checked out, so that no older build is measured, unless NIGHTSHIFT_JAR names a jar.
#   Sets `jar` and `jar_of`, which says in words what the jar was made of.
built_jar() {
  local root=$1 changes
  if [ -n "${NIGHTSHIFT_JAR:-}" ]; then
    jar=$NIGHTSHIFT_JAR
    jar_of="$jar (sha256 $(sha256sum "$jar" | cut -c1-12), not built here)"
    return 0
  fi
  jar=$root/agent-examples/target/nightshift.jar
  (cd "$root" && mvn -q -B -Pfast -Dmaven.test.skip=true package)
  changes=$(git -C "$root" status --porcelain)
  jar_of="commit $(git -C "$root" rev-parse --short HEAD)${changes:+ with uncommitted changes}"
}
