#!/usr/bin/env bash
# prove: git agrees: fsck, gc and status of repositories that agent-git wrote, merges of 3,000 random histories full of renames (--quick: 400)
#
# Needs a git program, which mvn verify does not: so these are no part of it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
reports=$root/agent-git/target/surefire-reports
log=$root/agent-git/target/prove-git.log
classes=(dev.nightshift.git.GitComparison dev.nightshift.git.internal.MergeComparison)
. "$root/scripts/lib/options.sh"
options git --quick "" "$@"

git --version || {
  echo "git is missing: install it, there is nothing to compare with" >&2
  exit 1
}
merges=3000
[ "${1:-}" != --quick ] || merges=400
for class in "${classes[@]}"; do rm -f "$reports/TEST-$class.xml"; done
cd "$root"
mkdir -p "$(dirname "$log")"
NIGHTSHIFT_MERGES=$merges mvn -q -B -Pfast -pl agent-git -am test -Dtest=GitComparison,MergeComparison \
  -Dsurefire.failIfNoSpecifiedTests=false | tee "$log"
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
grep '^merges:' "$log" | tail -1
echo "git: $tests comparisons hold"
