# Looks at a proof's or benchmark's arguments before anything is built; sourced.

# options LABEL FLAGS VALUED [ARGUMENT...]
#   Ends with 2 at what is neither one of FLAGS nor one of VALUED followed by its value, and with 0 at --help.
options() {
  local label=$1 flags=$2 valued=$3 known option
  known="$flags${valued:+ ${valued// / VALUE } VALUE}"
  shift 3
  while [ $# -gt 0 ]; do
    option=${1%%=*}
    if [ "$1" = -h ] || [ "$1" = --help ]; then
      echo "options of $label: $known"
      exit 0
    elif ! [[ $option =~ ^--[a-z-]+$ ]]; then
      break
    elif [[ " $flags " == *" $1 "* ]]; then
      shift
    elif [[ " $valued " == *" $option "* && $1 == *=* ]]; then
      shift
    elif [[ " $valued " == *" $1 "* ]] && [ $# -gt 1 ]; then
      shift 2
    else
      break
    fi
  done
  if [ $# -gt 0 ]; then
    echo "$label: '$1' is no option or lacks its value; options: $known" >&2
    exit 2
  fi
}
