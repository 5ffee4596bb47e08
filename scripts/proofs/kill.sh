#!/usr/bin/env bash
# prove: kill -9 at any point loses, repeats and miscounts nothing, with and without a state directory (with kill-resume and barriers, about an hour)
#
#   scripts/prove kill            25 kills without a state directory, then 20 tasks beside a stale packed-refs.lock; then kill-resume and barriers
#   scripts/prove kill --quick    5 kills, then 5 tasks; then those two with --quick
#
# Real runs on a real repository in a JVM of their own, half of them with two forks at once; needs a git program. NIGHTSHIFT_JAR names another jar.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
. "$root/scripts/lib/options.sh"
. "$root/scripts/lib/jar.sh"
options kill --quick "" "$@"
kills=25 tasks=20
if [ "${1:-}" = --quick ]; then kills=5 tasks=5; fi
built_jar "$root"

work=$(mktemp -d)
repository=$work/repository temporary=$work/tmp
victim=
trap '[ -z "$victim" ] || kill -9 "$victim" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir "$repository" "$temporary"
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
in_repository() { git -C "$repository" "$@"; }
fail() {
  echo "kill: $*" >&2
  exit 1
}
run_jvm() { # CLASS [ARGUMENT...]; in the background in parentheses, so that $! is the JVM
  exec "$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error -Djava.io.tmpdir="$temporary" -cp "$jar" "$@"
}
prune() { (run_jvm dev.nightshift.examples.cli.Main prune --repo "$repository" "$@"); }
other_refs() { in_repository for-each-ref --format='%(refname)' | grep -cv '^refs/heads/' || true; }
locks() { find "$repository/.git" -name '*.lock' -not -path '*/nightshift/*'; }

in_repository init -q -b main
in_repository config user.email dev@example.org
in_repository config user.name dev
for i in $(seq 300); do
  mkdir -p "$repository/d$((i % 20))"
  seq "$i" $((i + 100)) >"$repository/d$((i % 20))/f$i"
done
in_repository add -A
in_repository commit -qm base

# What a killed process promised to keep is on the target or on the branch of its run or fork.
check_promises() { # OUTPUT
  local word branch head named_branch
  while read -r word branch head; do
    case $word in
    candidate) promised=$((promised + 1)) ;;
    fork) forked=$((forked + 1)) ;;
    *) continue ;;
    esac
    if in_repository merge-base --is-ancestor "$head" main; then continue; fi
    named_branch=$branch
    if ! in_repository merge-base --is-ancestor "$head" "$branch" 2>/dev/null; then
      # A name that is locked or taken is passed over, and the next one is told.
      branch=$(in_repository branch --format='%(refname:short)' --contains "$head" --list "$branch-*" 2>/dev/null | head -n 1)
      [ -n "$branch" ] || fail "commit $head of $word is neither on main nor on its branch: $(cat "$work"/pruned.[12])"
      renamed=$((renamed + 1))
    fi
    check_trailers "$head" "$named_branch"
    [ "$word" = candidate ] || forks_kept=$((forks_kept + 1))
  done <"$1"
}

# Run and fork that a commit names are those of its branch.
check_trailers() { # COMMIT BRANCH
  local named
  named=$(in_repository log -1 --format='%(trailers:key=Nightshift-Run,valueonly)%(trailers:key=Nightshift-Fork,valueonly)' "$1" | grep . | paste -sd-)
  [ "nightshift/$named" = "$2" ] || fail "commit $1 on $2 names $named"
}

promised=0 renamed=0 forked=0 forks_kept=0 interrupted=0 found_locks=0 named=0 kept=0 longest=0
for number in $(seq "$kills"); do
  mode=$([ $((number % 2)) = 0 ] && echo checkout || echo detached)
  if [ "$mode" = checkout ]; then in_repository checkout -q main; else in_repository checkout -q --detach; fi
  output=$work/output.$number
  : >"$output"
  (run_jvm dev.nightshift.examples.kill.Victim "$repository" 100000 "$mode") >"$output" 2>"$work/errors" &
  victim=$!
  # Every third kill may come before the first commit.
  awaited=$([ $((number % 3)) = 0 ] && echo begun || echo 'candidate|fork')
  until grep -Eq "^($awaited)" "$output"; do
    kill -0 "$victim" 2>/dev/null || fail "the program under test ended: $(cat "$work/errors")"
    sleep 0.05
  done
  sleep "$((RANDOM % 3)).$(printf %03d $((RANDOM % 1000)))"
  kill -9 "$victim"
  wait "$victim" 2>/dev/null || true
  victim=

  [ ! -e "$repository/.git/packed-refs.lock" ] || fail "kill $number left packed-refs.lock"
  left=$(other_refs)
  [ "$left" = 0 ] || interrupted=$((interrupted + 1))
  found_locks=$((found_locks + $(locks | wc -l)))
  in_repository status --porcelain >/dev/null || fail "git status fails after kill $number"
  in_repository branch >/dev/null || fail "git branch fails after kill $number"
  if [ $((number % 3)) = 0 ] && [ -z "$(locks)" ]; then
    in_repository gc --quiet --prune=now || fail "git gc fails after kill $number"
  fi
  in_repository fsck --full --strict --no-dangling >"$work/fsck" 2>&1 || fail "git fsck: $(cat "$work/fsck")"

  # Two at once: one of them salvages, the other finds nothing or a living process.
  start=$(date +%s%N)
  prune >"$work/pruned.1" &
  other=$!
  prune >"$work/pruned.2" || fail "prune: $(cat "$work/pruned.2")"
  wait "$other" || fail "prune: $(cat "$work/pruned.1")"
  took=$((($(date +%s%N) - start) / 1000000))
  [ "$took" -le "$longest" ] || longest=$took
  kept=$((kept + $(cat "$work"/pruned.[12] | grep -c 'its work is on branch' || true)))
  named=$((named + $(cat "$work"/pruned.[12] | grep -c 'is held' || true)))
  for lock in $(locks); do
    grep -q "$lock is held" "$work"/pruned.[12] || fail "$lock stays and is not named"
    [ ! -s "$lock" ] || fail "$lock holds a commit of ours and stays"
    rm "$lock"
  done
  [ "$(other_refs)" = 0 ] || fail "refs stay after kill $number: $(in_repository for-each-ref)"
  [ ! -e "$repository/.git/nightshift" ] || fail "records stay: $(find "$repository/.git/nightshift")"
  [ -z "$(find "$temporary" -path '*nightshift-*' -name ws)" ] || fail "directories stay: $(find "$temporary" -maxdepth 3)"
  check_promises "$output"
  in_repository fsck --full --strict --no-dangling >"$work/fsck" 2>&1 || fail "git fsck: $(cat "$work/fsck")"
  if [ "$mode" = checkout ]; then
    [ "$(in_repository branch --show-current)" = main ] || fail "the checkout is not on main after kill $number"
    [ -z "$(in_repository status --porcelain)" ] || fail "the checkout is not clean: $(in_repository status)"
  fi
done

in_repository checkout -q --detach
in_repository gc --quiet
timed() { # FILE: dispatches the tasks; sets `took` to milliseconds, the start of the JVM included
  local start
  start=$(date +%s%N)
  (run_jvm dev.nightshift.examples.kill.Victim "$repository" "$tasks" detached) >"$1" 2>&1
  took=$((($(date +%s%N) - start) / 1000000))
}
timed "$work/output.free"
free=$took
touch "$repository/.git/packed-refs.lock"
timed "$work/output.stale"
merged=$(grep -c '^ended merged' "$work/output.stale" || true)
[ "$merged" -ge "$tasks" ] || fail "of $tasks tasks beside a stale lock $merged merged: $(cat "$work/output.stale")"
[ "$(other_refs)" = 0 ] || fail "$(other_refs) refs stay beside a stale packed-refs.lock"
[ -e "$repository/.git/packed-refs.lock" ] || fail "a lock that is not ours was removed"

echo "kill: $kills kills, $interrupted of them in the middle of runs, left 0 packed-refs.lock and $found_locks other locks ($named of them empty: named, not removed)"
echo "kill: $promised promised commits are all on main or on the branch of their run ($renamed, forks included, under its next name); $kept runs were salvaged, in at most $longest ms with two JVM starts"
echo "kill: $forked promised commits of forks are all on main or on the branch of their fork, $forks_kept of them on branches that did not land"
echo "kill: beside a stale packed-refs.lock $merged tasks took $took ms ($free ms without that lock), and left 0 refs"

for proof in kill-resume barriers; do
  NIGHTSHIFT_JAR=$jar "$root/scripts/prove" "$proof" "$@"
done
