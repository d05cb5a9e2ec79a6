#!/usr/bin/env bash
# The rows of the table that compares tools for background processes, for this plugin, with a real Maven.
#
#   it/bench/rows.sh [--quick] [--runs N] [--wait SECONDS] [--maven HOME] [--repository DIR]
#
#   --quick           3 runs of each row rather than 15
#   --runs N          so many
#   --wait SECONDS    waits so long for a quiet moment before each run of start, status, stop and whole builds; 0 by default
#   --maven HOME      this Maven; the one on the PATH by default
#   --repository DIR  a local repository in which the plugin is installed, used as it is; by default one is made
#                     beneath it/target with the plugin as it stands here, built now where it is not
#
# Needs a JDK of version 17 or later, Maven, and on Linux what every distribution has; run it on a quiet machine. The
# table goes to standard output, the progress to standard error. Exits with 1 when a behaviour is not as promised;
# figures never fail it. It works beneath it/target/bench, and ends and removes whatever it made, also at Ctrl-C.
set -euo pipefail

runs=15
wait=0
maven=''
repository=''
usage() {
  sed -n '4,12s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --quick) runs=3 ;;
    --runs | --wait | --maven | --repository)
      [ $# -ge 2 ] || usage
      case $1 in
        --runs) runs=$2 ;;
        --wait) wait=$2 ;;
        --maven) maven=$2/bin/mvn ;;
        --repository) repository=$(cd "$2" && pwd) ;;
      esac
      shift
      ;;
    *) usage ;;
  esac
  shift
done
case $runs in '' | *[!0-9]* | 0*) usage ;; esac
case $wait in '' | *[!0-9]*) usage ;; esac

bench=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$bench/../.." && pwd)
maven=${maven:-$(command -v mvn)}
[ -x "$maven" ] || { echo "rows.sh: '$maven' is no Maven; name its home with --maven" >&2 && exit 2; }
version=$(sed -n '/<artifactId>e2e-parent</{n;s/.*<version>\(.*\)<\/version>.*/\1/p;}' "$root/pom.xml" | head -n 1)
mkdir -p "$root/it/target/bench"
work=$(mktemp -d "$root/it/target/bench/rows.XXXXXX")
trap 'rm -rf "$work"' EXIT

# What Maven has already is taken from its local repository, before anything is asked for over the network.
source=${HOME:-/nowhere}/.m2/repository

# install: the plugin into a local repository of its own, as 'mvn install' would put it there.
install() {
  local plugin=$root/e2e-maven-plugin
  local jar=$plugin/target/e2e-maven-plugin-$version.jar
  if [ ! -e "$jar" ] || [ -n "$(find "$plugin/src/main" "$plugin/pom.xml" "$root/pom.xml" -newer "$jar" -print -quit)" ]; then
    echo "rows.sh: building the plugin" >&2
    (cd "$root" && "$maven" -B -q package -DskipTests -pl e2e-maven-plugin -am >&2)
  fi
  repository=$work/repository
  local to=$repository/dev/e2e
  mkdir -p "$to/e2e-maven-plugin/$version"
  cp "$jar" "$to/e2e-maven-plugin/$version/"
  cp "$plugin/target/pom.xml" "$to/e2e-maven-plugin/$version/e2e-maven-plugin-$version.pom"
}
[ -n "$repository" ] || install

mkdir "$work/classes"
javac -Xlint:all -Werror --release 17 -d "$work/classes" "$bench"/src/dev/e2e/bench/*.java
java -cp "$work/classes" dev.e2e.bench.Rows \
  "$maven" "$repository" "$source" "$version" "$work/projects" "$work/classes" "$runs" "$wait" &
rows=$!
# It ends what it has started before it ends.
trap 'kill "$rows" && wait "$rows"; exit 130' INT TERM HUP
wait "$rows"
