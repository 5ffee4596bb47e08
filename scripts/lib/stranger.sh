# Makes a local Maven repository for a project outside the reactor; sourced. It is laid over the user's: nothing of it stays.

# install_for_stranger ROOT WORK [MAVEN-ARGUMENT...]
#   Installs this project's libraries into WORK/repository, whose other entries point into the user's repository.
install_for_stranger() {
  local root=$1 work=$2 users=${MAVEN_LOCAL_REPOSITORY:-$HOME/.m2/repository} install entry
  shift 2
  install=$("$root/scripts/lib/readme-command" install)
  mkdir -p "$work/repository/dev"
  for entry in "$users"/* "$users"/dev/*; do
    case "${entry#"$users"/}" in
      dev | dev/nightshift) ;;
      dev/*) if [ -d "$entry" ]; then ln -s "$entry" "$work/repository/dev/"; fi ;;
      *) if [ -d "$entry" ]; then ln -s "$entry" "$work/repository/"; fi ;;
    esac
  done
  (cd "$root" && bash -c "$install -B -Dmaven.repo.local=$work/repository $*")
}

# maven_of_stranger WORK MAVEN-ARGUMENT...
maven_of_stranger() {
  local work=$1
  shift
  mvn -B -q "-Dmaven.repo.local=$work/repository" "$@"
}
