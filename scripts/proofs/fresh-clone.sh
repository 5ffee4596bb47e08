#!/usr/bin/env bash
# prove: both README commands pass on a fresh clone with an empty local Maven repository (--quick: the demo only, cached)
#
# Clones the commit that is checked out; uncommitted changes are not part of it. --quick uses the existing local repository.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
demo=$("$root/scripts/lib/readme-command" demo)
tests=$("$root/scripts/lib/readme-command" test)
cached_limit=180
. "$root/scripts/lib/options.sh"
options fresh-clone --quick "" "$@"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
figures=()

clone() {
  rm -rf "$work/clone"
  git clone -q "$root" "$work/clone"
  git -C "$work/clone" checkout -q --detach "$(git -C "$root" rev-parse HEAD)"
}

# Runs one command in the clone, checks what it leaves behind, and notes its time in `seconds`.
timed() {
  local label=$1 command=$2 started=$SECONDS
  echo "fresh-clone: \$ $command"
  (cd "$work/clone" && bash -c "$command") || {
    echo "fresh-clone: failed: $label" >&2
    exit 1
  }
  seconds=$((SECONDS - started))
  local jar="$work/clone/agent-examples/target/nightshift.jar"
  if [ ! -f "$jar" ] || [ -z "$(ls "$work/clone/agent-examples/target/lib")" ]; then
    echo "fresh-clone: $label left no runnable agent-examples/target/nightshift.jar" >&2
    exit 1
  fi
  if [ -n "$(git -C "$work/clone" status --porcelain)" ]; then
    git -C "$work/clone" status --short >&2
    echo "fresh-clone: $label left files that git neither tracks nor ignores" >&2
    exit 1
  fi
  figures+=("$(printf '%-46s %5d s' "$label" "$seconds")")
}

clone
if [ $# -gt 0 ]; then
  timed "demo, dependencies cached" "$demo"
else
  local_repository="-Dmaven.repo.local=$work/repository"
  timed "demo, empty local repository" "$demo $local_repository"
  timed "tests, after the demo" "$tests $local_repository"
  clone
  rm -rf "$work/repository"
  timed "tests, empty local repository" "$tests $local_repository"
  size=$(du -sm "$work/repository" | cut -f1)
  clone
  timed "demo, dependencies cached" "$demo $local_repository"
  figures+=("$(printf '%-46s %5d MB' "local repository afterwards" "$size")")
fi
if [ "$seconds" -gt "$cached_limit" ]; then
  echo "fresh-clone: the demo took $seconds s with dependencies cached; the limit is $cached_limit s" >&2
  exit 1
fi

versions=$(cd "$root" && mvn -B -v)
echo
echo "fresh clone of $(git -C "$root" rev-parse --short HEAD)," \
  "$(grep -o 'Java version: [^,]*' <<<"$versions"), $(grep -o 'Apache Maven [0-9.]*' <<<"$versions")"
printf '  %s\n' "${figures[@]}"
