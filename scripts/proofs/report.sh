#!/usr/bin/env bash
# prove: pages with hostile texts in every place have the elements of plain ones in Chromium, run no script and ask nobody for anything (--quick: 3 pages)
#
#   scripts/prove report [--quick] [--out DIR]
#
# Needs Debian's package chromium, or CHROMIUM with the name of the program. Pictures of a page, light and dark, and its print are left in DIR (default: agent-report/target/pages). Hostile texts are
# those of the tests of agent-report.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options report --quick --out "$@"
quick=
out=$root/agent-report/target/pages
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=--quick ;;
    --out) out=$2; shift ;;
    --out=*) out=${1#--out=} ;;
  esac
  shift
done
chromium=${CHROMIUM:-chromium}
command -v "$chromium" >/dev/null || {
  echo "report: no $chromium here; install Debian's package chromium, or name the program in CHROMIUM" >&2
  exit 1
}
built_jar "$root"
(cd "$root" && mvn -q -B -Pfast -pl agent-report -am test-compile)
exec "$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp "$root/agent-report/target/test-classes:$jar" dev.nightshift.report.internal.PageInBrowser "$chromium" "$out" $quick
