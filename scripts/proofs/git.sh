#!/usr/bin/env bash
# prove: git itself agrees with the repositories that agent-git writes: fsck, gc, status, and random merges
#
# Needs a git program, which mvn verify does not: so these are no part of it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
report=$root/agent-git/target/surefire-reports/TEST-dev.nightshift.git.GitComparison.xml

git --version || {
  echo "git is missing: install it, there is nothing to compare with" >&2
  exit 1
}
rm -f "$report"
cd "$root"
mvn -q -B -Pfast -pl agent-git -am test -Dtest=GitComparison -Dsurefire.failIfNoSpecifiedTests=false
tests=$(grep -m1 '<testsuite ' "$report" | sed -n 's/.* tests="\([0-9]*\)".*/\1/p')
[ "${tests:-0}" -gt 0 ] || {
  echo "no comparison ran" >&2
  exit 1
}
echo "git: $tests comparisons hold"
