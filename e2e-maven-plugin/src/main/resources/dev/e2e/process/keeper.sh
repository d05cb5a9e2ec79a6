# shellcheck shell=sh
# The keeper of one process: its parent, which remembers its exit code and keeps its log within its limit, also when the
# one who started it is long gone.
#
# Arguments: the process's work directory, the size in bytes at which its log is rotated, and the words of a command that
# runs another one in a session of its own, such as setsid(1). Standard output is the log, opened for appending. The work
# directory holds "command", which execs the process, and "token", whose launch it is; the keeper puts there "pid", and in
# the end "exit" with the exit code as a shell knows it: 128 and the signal's number for one that was killed.
#
# The process leads a session and group of its own. It runs in the keeper's foreground, since a background command of a
# shell without job control would ignore INT. The keeper itself ends with its process and heeds no signal but KILL.
#
# POSIX sh.

work=$1 limit=$2
log=${work%.work}.log
shift 2
unset E2E_KEEPER_SCRIPT

# When the one who started it is killed, the keeper may come to life only after others have found nothing of the launch
# and made the next one. It carries its token by now, so that whoever comes after this look finds it.
read -r launch 2>/dev/null <"$work/token"
[ "$launch" = "$E2E_TOKEN" ] || exit 126

# has_work: whether the work directory is there, and not a link to somebody's in its place.
has_work() {
  [ -d "$work" ] && [ ! -L "$work" ] && [ -O "$work" ]
}

# rotate: what the log has, its last part where it is more than the limit, becomes LOG.1; the log begins anew,
# in this order: who sees it shorter than it was finds in LOG.1 what he has not seen.
# It is emptied through its descriptor where that can be: a path could have been given to another file meanwhile.
rotate() {
  # Private like the log itself, whatever the umask that the process has from Maven.
  (umask 077 && tail -c "$limit" <"$log" >"$work/log.1")
  if [ ! -L "$log.1" ] && { [ ! -e "$log.1" ] || { [ -f "$log.1" ] && [ -O "$log.1" ]; }; }; then
    mv -f "$work/log.1" "$log.1"
  else
    rm -f "$work/log.1"
  fi
  if [ -e /proc/self/fd/1 ]; then
    : >/proc/self/fd/1
  elif [ -f "$log" ] && [ ! -L "$log" ] && [ -O "$log" ]; then
    : >"$log"
  fi
}

# watch_log: looks at the log's size once a second while the process lives.
watch_log() {
  trap 'kill -s KILL "$!"; wait "$!"; exit 0' TERM
  while has_work && [ ! -e "$work/exit" ] && kill -0 $$; do
    sleep 1 &
    wait "$!" || exit 0
    if has_work && [ -f "$log" ] && [ ! -L "$log" ] && [ "$(wc -c <"$log")" -gt "$limit" ]; then
      rotate
    fi
  done
}

exec 3>&2 2>/dev/null
watch_log 3>&- &
watcher=$!
# Only now: a child that is about to replace or reset its parent's trap loses a signal that comes meanwhile.
trap : HUP INT TERM
# In a subshell, since some shells would say of a signal that ended it in the log, on the standard error set here.
# shellcheck disable=SC2016 # the inner shell expands it
(exec "$@" sh -c 'echo $$ >"$0/pid" && . "$0/command"' "$work" 2>&3 3>&-)
code=$?
has_work && echo "$code" >"$work/exit"
kill "$watcher"
wait "$watcher"
exit "$code"
