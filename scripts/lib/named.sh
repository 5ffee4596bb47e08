# Lists or runs the named scripts of one directory; sourced by scripts/prove and scripts/bench.

# named LABEL DIRECTORY [NAME [ARGUMENT...]]
#   LABEL is the word before the colon of each script's one-line description (`# prove: what it shows`).
named() {
  local label=$1 directory=$2 script name
  shift 2
  case "${1:-}" in
    "" | -h | --help)
      echo "usage: scripts/$label NAME [--quick] [argument...]"
      for script in "$directory"/*.sh; do
        [ -f "$script" ] || continue
        name=$(basename "$script" .sh)
        printf '  %-14s %s\n' "$name" "$(sed -n "s/^# $label: //p" "$script" | head -n 1)"
      done
      return 0
      ;;
  esac
  name=$1
  shift
  script="$directory/$name.sh"
  if [ "${name//[a-z0-9-]/}" != "" ] || [ ! -f "$script" ]; then
    echo "scripts/$label: there is no '$name'; without an argument it lists what there is" >&2
    return 2
  fi
  bash "$script" "$@"
}
