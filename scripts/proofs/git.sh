#!/usr/bin/env bash
# prove: git agrees: fsck, gc and status of repositories that agent-git wrote, merges of 4,500 random histories full of renames, some with several merge bases, what git add takes of 150 random work trees (--quick: 400 and 20)
#
# Needs a git program, which mvn verify does not: so these are no part of it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
reports=$root/agent-git/target/surefire-reports
log=$root/agent-git/target/prove-git.log
classes=(dev.nightshift.git.GitComparison dev.nightshift.git.GitAddComparison dev.nightshift.git.IgnoreCaseComparison dev.nightshift.git.internal.merge.MergeComparison)
. "$root/scripts/lib/options.sh"
options git --quick "" "$@"

git --version || {
  echo "git is missing: install it, there is nothing to compare with" >&2
  exit 1
}
merges=3000
trees=150
if [ "${1:-}" = --quick ]; then
  merges=400
  trees=20
fi
for class in "${classes[@]}"; do rm -f "$reports/TEST-$class.xml"; done
cd "$root"
mkdir -p "$(dirname "$log")"
NIGHTSHIFT_MERGES=$merges NIGHTSHIFT_TREES=$trees mvn -q -B -Pfast -pl agent-git -am test -Dtest=GitComparison,GitAddComparison,IgnoreCaseComparison,MergeComparison \
  -Dsurefire.failIfNoSpecifiedTests=false -Dsurefire.timeout=3600 -Dsurefire.jvm.flags=-XX:+EnableDynamicAgentLoading | tee "$log"
tests=0
for class in "${classes[@]}"; do
  suite=$(grep -m1 '<testsuite ' "$reports/TEST-$class.xml")
  figure() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$suite"; }
  ran=$(figure tests)
  skipped=$(figure skipped)
  if [ "${ran:-0}" = 0 ] || [ "${skipped:-unknown}" != 0 ]; then
    echo "git: of ${ran:-0} comparisons in $class ${skipped:-an unknown number} were skipped; each has to run" >&2
    exit 1
  fi
  tests=$((tests + ran))
done
# Maven may have coloured the line a figure stands on.
grep -o 'trees: .*' "$log" | tail -1
grep -o '\(criss-cross \)\?merges: .*' "$log" | tail -2
echo "git: $tests comparisons hold"
