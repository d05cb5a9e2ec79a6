#!/usr/bin/env bash
# A Docker engine for the tests, for as long as they run, on a machine where none runs: Debian's docker.io, all of its files in
# one directory, on a socket there, and without a rule in the machine's firewall.
#
#   it/containers/engine.sh start DIRECTORY   makes the directory; prints the address for DOCKER_HOST
#   it/containers/engine.sh stop DIRECTORY    ends that engine, whose PID is in the directory, and removes the directory
set -euo pipefail

usage() {
  echo "engine.sh: expected start or stop and a directory, got '$*'" >&2
  exit 2
}

refuse() {
  echo "engine.sh: $*" >&2
  exit 1
}

# The engine of this directory, and not somebody who has got its PID since.
lives() {
  [ -r "/proc/$1/cmdline" ] && tr '\0' '\n' <"/proc/$1/cmdline" | grep -qxF -- "$directory/docker.pid"
}

start() {
  [ "$(id -u)" = 0 ] || refuse "dockerd needs root; run this as root"
  command -v dockerd >/dev/null || refuse "no dockerd; install docker.io"
  mkdir -- "$directory" || refuse "the directory has to be a new one"
  setsid dockerd --data-root "$directory/data" --exec-root "$directory/exec" --pidfile "$directory/docker.pid" \
    --host "unix://$directory/docker.sock" --iptables=false --ip-forward=false --ip-masq=false \
    >"$directory/dockerd.log" 2>&1 </dev/null &
  local pid=$! end=$((SECONDS + 60))
  echo "$pid" >"$directory/pid"
  until docker --host "unix://$directory/docker.sock" info >/dev/null 2>&1; do
    kill -0 "$pid" 2>/dev/null || refuse "dockerd cannot start: $(tail -n 1 "$directory/dockerd.log")"
    [ "$SECONDS" -lt "$end" ] || refuse "dockerd does not answer within 60 s: $(tail -n 1 "$directory/dockerd.log")"
    sleep 0.2
  done
  echo "unix://$directory/docker.sock"
}

stop() {
  [ -e "$directory/pid" ] || refuse "no engine was started in $directory"
  local pid end=$((SECONDS + 30))
  pid=$(cat "$directory/pid")
  if lives "$pid"; then
    kill -TERM "$pid"
    while lives "$pid"; do
      [ "$SECONDS" -lt "$end" ] || refuse "dockerd, PID $pid, does not end within 30 s of TERM; its log: $directory/dockerd.log"
      sleep 0.2
    done
  fi
  rm -rf -- "$directory"
}

[ $# = 2 ] || usage "$@"
directory=$(realpath -m -- "$2")
case $1 in
start) start ;;
stop) stop ;;
*) usage "$@" ;;
esac
