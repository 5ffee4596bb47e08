#!/usr/bin/env bash
# prove: 10,000 seeded schedules of ledger, journal and dispatcher, one thread at a time, with failing models, failing disks, kills and lost power (--quick: 500)
#
#   scripts/prove simulation          a seed that fails is printed with all that happened
#   NIGHTSHIFT_SEED=853 NIGHTSHIFT_SCHEDULES=1 scripts/prove simulation     plays one of them again
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
log=$root/agent-core/target/prove-simulation.log
. "$root/scripts/lib/options.sh"
options simulation --quick "" "$@"

schedules=10000
[ "${1:-}" = --quick ] && schedules=500
export NIGHTSHIFT_SCHEDULES=${NIGHTSHIFT_SCHEDULES:-$schedules}
cd "$root"
mkdir -p "$(dirname "$log")"
started=$SECONDS
mvn -q -B -Pfast -pl agent-core test -Dtest=SimulationTest -Dsurefire.timeout=7200 -Dsurefire.jvm.flags=-XX:+EnableDynamicAgentLoading >"$log" 2>&1 || {
  grep -a -m1 -A200 'seed [0-9]* failed' "$log" >&2 || tail -40 "$log" >&2
  exit 1
}
grep -a -o 'schedules: .*' "$log" | tail -1
echo "simulation: holds, $((SECONDS - started)) s"
