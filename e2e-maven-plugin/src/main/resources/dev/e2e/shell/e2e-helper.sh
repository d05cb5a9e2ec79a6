#!/bin/sh
# e2e-helper.sh: starts, shows and stops the background processes of end-to-end tests; "e2e-helper.sh help" tells how.
# Sourced, it brings four functions and leaves nothing else behind. Written by e2e-maven-plugin, which writes it anew.

# shellcheck disable=SC2317,SC2329 # some functions are called by launch files
# shellcheck disable=SC2034,SC2154 # used, and set, by the parts that are put in below

# The condition sets no variable: zsh and bash know themselves whether they read this for another; elsewhere the name of
# what runs tells it.
if case "${ZSH_EVAL_CONTEXT:-}|${BASH_VERSION:-}" in
  *:file*'|'*) true ;;
  ?*'|'*) false ;;
  '|'?*) (return 0 2>/dev/null) ;;
  *) case ${0##*/} in e2e-helper.sh) false ;; *) ! grep -qs '^# e2e-helper\.sh: ' "$0" ;; esac ;;
esac; then
  start_background_consumer() { /bin/sh '@SELF@' start-consumer; }
  start_background_collector() { /bin/sh '@SELF@' start-collector; }
  stop_e2e_background() { /bin/sh '@SELF@' stop; }
  show_e2e_background_status() { /bin/sh '@SELF@' status; }
  printf '%s\n' 'e2e-helper.sh brought these functions:' \
    '  start_background_consumer, start_background_collector, stop_e2e_background, show_e2e_background_status'
  return 0
fi

if [ -n "${ZSH_VERSION:-}" ]; then emulate -R sh; fi

# This file, the directory of the state files, that of the launch files, that of the project, and names of processes.
self='@SELF@'
directory='@DIRECTORY@'
launches='@LAUNCHES@'
project='@PROJECT@'
shown='@SHOWN@'
stopped='@STOPPED@'

pause=0.01
user_umask=$(umask)
umask 077

# @PROTOCOL@

# @PARTS@

case ${2:-} in
  *[!A-Za-z0-9._-]* | [!A-Za-z0-9]*)
    printf 'e2e-helper.sh: "%s" is no name of a process\n' "$2" >&2
    exit 2
    ;;
esac
case $#:${1:-help} in
  0:help | 1:help | 1:-h | 1:--help) usage ;;
  1:status) run_status ;;
  1:stop) run_stop ;;
  1:start-both) run_start consumer collector ;;
  1:start-consumer) run_start consumer ;;
  1:start-collector) run_start collector ;;
  2:start) run_start "$2" ;;
  2:stop)
    stopped=$2 shown="$shown $2"
    run_stop
    ;;
  *)
    printf 'e2e-helper.sh: what is "%s"?\n' "$*" >&2
    usage >&2
    exit 2
    ;;
esac
exit "$code"
