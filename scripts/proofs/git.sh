#!/usr/bin/env bash
# prove: git itself agrees with the repositories that agent-git writes: fsck, gc, status, random merges (--quick: the same)
#
# Needs a git program, which mvn verify does not: so these are no part of it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
report=$root/agent-git/target/surefire-reports/TEST-dev.nightshift.git.GitComparison.xml
. "$root/scripts/lib/options.sh"
options git --quick "" "$@"

git --version || {
  echo "git is missing: install it, there is nothing to compare with" >&2
  exit 1
}
rm -f "$report"
cd "$root"
mvn -q -B -Pfast -pl agent-git -am test -Dtest=GitComparison -Dsurefire.failIfNoSpecifiedTests=false
suite=$(grep -m1 '<testsuite ' "$report")
figure() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$suite"; }
tests=$(figure tests)
skipped=$(figure skipped)
if [ "${tests:-0}" = 0 ] || [ "${skipped:-unknown}" != 0 ]; then
  echo "git: of ${tests:-0} comparisons ${skipped:-an unknown number} were skipped; each has to run" >&2
  exit 1
fi
echo "git: $tests comparisons hold"
