#!/usr/bin/env bash
# How fast the consumer reads and verifies, beside Kafka's own consumer performance test, on the embedded broker.
#
#   it/bench/consumer.sh [--records N] [--runs N]
#
#   --records N  so many records of 1 kB, a multiple of 10,000; 1,000,000 by default
#   --runs N     so many runs of each, in turns; 3 by default
#
# Needs a JDK of version 17 or later and Maven; run it on a quiet machine. The table (lowest, mean and highest of the runs)
# goes to standard output, the progress to standard error. It works beneath it/target/bench, and removes what it made there.
set -euo pipefail

records=1000000
runs=3
usage() {
  sed -n '4,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || usage
  case $1 in
    --records) records=$2 ;;
    --runs) runs=$2 ;;
    *) usage ;;
  esac
  shift 2
done
case $records,$runs in *[!0-9,]* | ,* | *, | 0* | *,0*) usage ;; esac

bench=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$bench/../.." && pwd)
mkdir -p "$root/it/target/bench"
work=$(mktemp -d "$root/it/target/bench/consumer.XXXXXX")
measuring=''
trap '[ -z "$measuring" ] || kill "$measuring" 2>/dev/null && wait "$measuring" || true; rm -rf "$work"' EXIT

echo "consumer.sh: building" >&2
(cd "$root" && mvn -B -ntp -q package dependency:build-classpath -DskipTests -pl e2e-consumer -am \
  -Dmdep.outputFile=target/bench-classpath -DincludeScope=runtime >&2)
mvn -B -ntp -q -f "$bench/kafka-tools.xml" dependency:build-classpath -Dmdep.outputFile="$work/tools" >&2
consumer=$root/e2e-consumer/target/classes:$(cat "$root/e2e-consumer/target/bench-classpath")
infra=$root/e2e-infra/target/classes:$(cat "$root/e2e-infra/target/bench-classpath")

mkdir "$work/classes"
javac -Xlint:all -Werror --release 17 -cp "$consumer:$infra" -d "$work/classes" \
  "$bench"/src/dev/e2e/bench/Child.java "$bench"/src/dev/e2e/bench/consumer/*.java "$bench"/src/dev/e2e/consumer/*.java
# The consumer's JVM is started as the plugin starts it.
java -Xmx1g -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$work/classes:$infra" \
  dev.e2e.bench.consumer.ConsumerBench "$work/broker" "-XX:+UseSerialGC -Xshare:auto -Xmx64m" \
  "$work/classes:$consumer" "$(cat "$work/tools")" "$records" "$runs" &
measuring=$!
trap 'exit 130' INT TERM HUP
wait "$measuring"
