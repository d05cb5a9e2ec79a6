#!/bin/sh
# port-forward.sh: starts, shows and stops the process port-forward; "port-forward.sh help" tells how.
# Written by e2e-maven-plugin beside e2e-helper.sh, which does the work.

helper='@HELPER@'
directory='@DIRECTORY@'

usage() {
  printf '%s\n' \
    'Usage: port-forward.sh start | stop | status | help' \
    'Exit codes: 0 done or running; 1 conflict or failure; 2 usage; 3 status: something does not run; 124 not ready in time'
}

# get URL: what answers there, by whatever program there is.
get() {
  curl -fsS -m 2 "$1" 2>/dev/null || wget -q -T 2 -O - "$1" 2>/dev/null
}

# forwards: a line for each forward, as the process itself tells, and without a program to ask it, as its log tells.
forwards() {
  files=$directory/e2e-port-forward-bg
  [ -f "$files.state" ] && [ ! -L "$files.state" ] && [ -O "$files.state" ] || return 0
  url=$(sed -n 's/^published\.url=//p' "$files.state")
  [ -n "$url" ] || return 0
  told=$(get "$url/status")
  case $told in
    *'"target"'*)
      printf '%s\n' "$told" | tr '{' '\n' | sed -n \
        's/.*"target" *: *"\([^"]*\)".*"local" *: *"\([^"]*\)".*"state" *: *"\([^"]*\)".*/🔌 \2 → \1: \3/p'
      ;;
    *) [ ! -O "$files.log" ] || [ -L "$files.log" ] || sed -n 's/.* READY\( .*\) url=.*/🔌 Forwards:\1/p' "$files.log" | head -n 1 ;;
  esac
}

case $#:${1:-help} in
  0:help | 1:help | 1:-h | 1:--help) usage ;;
  1:start) exec /bin/sh "$helper" start port-forward ;;
  1:stop) exec /bin/sh "$helper" stop port-forward ;;
  1:status)
    forwards
    exec /bin/sh "$helper" status
    ;;
  *)
    printf 'port-forward.sh: what is "%s"?\n' "$*" >&2
    usage >&2
    exit 2
    ;;
esac
