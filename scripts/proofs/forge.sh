#!/usr/bin/env bash
# prove: runs end as one pull request each on a GitHub, a GitLab and a Gerrit of this computer, whatever fails, whoever pushes, whatever texts say and wherever the process is killed (--quick: without the kills)
#
#   scripts/prove forge [--quick]
#
# GitHub answers by its own description of its API and checks each request against it; GitLab allows what its description names for each operation, makes versions of pushes and carries commands out; git is pushed over HTTP to a repository with protected branches, and in the end to git's own server (git
# http-backend), which needs the git program.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options forge --quick "" "$@"
tests='PullRequestsTest,PullRequestWatchTest,ForgeErrorsTest,EndedRequestTest,HostileTextTest,InertTextTest,GitHub*Test,GitLab*Test,Gerrit*Test'
[ "${1:-}" = --quick ] || tests="$tests,KilledDeliveryTest"
reports=$root/agent-forge/target/surefire-reports
rm -rf "$reports"
(cd "$root" && mvn -q -B -Pfast -pl agent-forge -am test -Dtest="$tests" -Dsurefire.failIfNoSpecifiedTests=false)
for report in "$reports"/TEST-*.xml; do
  grep -h -m1 '<testsuite ' "$report"
done | sed 's/.* name="\([^"]*\)".* tests="\([0-9]*\)".*/\1 \2/; s/dev\.nightshift\.forge\.//' |
  awk '{ printf "%-22s %3d tests passed\n", $1, $2; all += $2 } END { printf "%-22s %3d tests passed\n", "all", all }'

built_jar "$root"
(cd "$root" && mvn -q -B -Pfast -pl agent-forge -am test-compile)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp "$root/agent-forge/target/test-classes:$jar" dev.nightshift.forge.PushToGit "$work"
