#!/usr/bin/env bash
# The collector beside fabric8's own paged list, at 1,000 to 150,000 pods, and its start; see docs/benchmarks.md.
#
#   it/bench/collector.sh [--rounds N]
#
#   --rounds N  how often both collect 10,000 pods in turn, each in a process of its own; 3 by default
#
# Needs a JDK of version 17 or later and Maven; run it on a quiet machine. The tables go to standard output, the progress
# to standard error. It works beneath it/target/bench, and ends and removes whatever it made, also at Ctrl-C.
set -euo pipefail

rounds=3
usage() {
  sed -n '4,6s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --rounds)
      [ $# -ge 2 ] || usage
      rounds=$2
      shift
      ;;
    *) usage ;;
  esac
  shift
done
case $rounds in '' | *[!0-9]* | 0*) usage ;; esac

bench=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$bench/../.." && pwd)
mkdir -p "$root/it/target/bench"
work=$(mktemp -d "$root/it/target/bench/collector.XXXXXX")
trap 'rm -rf "$work"' EXIT

echo "collector.sh: building" >&2
(cd "$root" && mvn -B -q package dependency:build-classpath -DskipTests -pl it -am \
  -DincludeScope=runtime -Dmdep.outputFile=target/bench.classpath >&2)
jar=$(find "$root/e2e-collector/target" -maxdepth 1 -name 'e2e-collector-*.jar' ! -name '*-sources.jar' ! -name '*-tests.jar')
collector=$jar:$(cat "$root/e2e-collector/target/bench.classpath")
all=$(cat "$root/it/target/bench.classpath")

mkdir -p "$work/classes/dev/e2e/bench/collector"
cp "$bench/src/dev/e2e/bench/collector/pod.json" "$work/classes/dev/e2e/bench/collector/"
javac -Xlint:all,-classfile,-processing -Werror --release 17 -proc:none -cp "$all" -d "$work/classes" \
  "$bench"/src/dev/e2e/bench/Child.java "$bench"/src/dev/e2e/bench/collector/*.java "$bench"/src/dev/e2e/collector/*.java
java -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$work/classes:$all" dev.e2e.bench.collector.CollectorBench \
  "$collector" "$work/classes:$all" "$work" "$rounds" &
running=$!
# It ends what it has started before it ends.
trap 'kill "$running" && wait "$running"; exit 130' INT TERM HUP
wait "$running"
