#!/bin/bash
# /etc/kafka/docker/run of the image that kafka-image.sh builds: the broker, set up as apache/kafka is, by variables.
# KAFKA_LOG_DIRS is the property log.dirs; of underscores, two stand for one and three for a dash.
set -euo pipefail

kafka=/opt/kafka
properties=$kafka/server.properties

{
  echo "log.dirs=/var/lib/kafka"
  env | while IFS='=' read -r name value; do
    case $name in
    KAFKA_HEAP_OPTS) ;;
    KAFKA_*)
      name=${name#KAFKA_}
      name=${name//___/-}
      name=${name//__/$'\n'}
      name=${name//_/.}
      name=${name//$'\n'/_}
      echo "${name,,}=$value"
      ;;
    esac
  done
} >"$properties"

java=(java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "${KAFKA_HEAP_OPTS:--Xmx256m}")
java+=(-Dorg.slf4j.simpleLogger.showDateTime=true "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS")
java+=(-Dlog4j.provider=org.apache.logging.log4j.simple.internal.SimpleProvider -cp "$kafka/libs/*")

if [ ! -e "$kafka/formatted" ]; then
  "${java[@]}" kafka.tools.StorageTool format --ignore-formatted -t "$CLUSTER_ID" -c "$properties"
  touch "$kafka/formatted"
fi
exec "${java[@]}" kafka.Kafka "$properties"
