#!/usr/bin/env bash
# prove: runs end as one change each on a real Gerrit, with reviews, copied votes, foreign patch sets, abandoned and merged changes
#
#   scripts/prove gerrit
#
# Maven brings Gerrit 3.10.2 (80 MB, once); it runs as a process of its own on this computer, listens on a free port of the loopback and is stopped at the end.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/scripts/lib/options.sh"
options gerrit "" "" "$@"
reports=$root/agent-forge/target/surefire-reports
rm -rf "$reports"
(cd "$root" && mvn -q -B -Pfast,gerrit -pl agent-forge -am test -Dtest=RealGerrit -Dsurefire.failIfNoSpecifiedTests=false)
sed -n 's/.*<testcase name="\([^"]*\)".* time="\([^"]*\)".*/\2 s  \1/p' "$reports"/TEST-*RealGerrit.xml
grep -h -m1 '<testsuite ' "$reports"/TEST-*RealGerrit.xml | sed 's/.* tests="\([0-9]*\)".*/\1 tests passed on Gerrit 3.10.2/'
