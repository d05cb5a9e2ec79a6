# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with protocol.sh, which this is the end of
# The guard of a build: stops what the build owns when the build is gone, however it went.
#
# Standard input is a pipe whose other end only the build's JVM holds. A line "released" on it means that nothing is
# owned any more; its end without that line means that the JVM is gone.
#
# Arguments: the state directory, the build's id, and the grace between TERM and KILL in tenths of a second.
#
# POSIX sh on Linux. It follows the same rules as the plugin, with the functions of protocol.sh.

umask 077
trap '' HUP INT
directory=$1
build=$2
grace=$3
pause=0.1
find_boot

# value FILE KEY: prints the value of a key=value line.
value() {
  while IFS= read -r line; do
    case $line in "$2="*)
      printf '%s\n' "${line#*=}"
      return 0
      ;;
    esac
  done 2>/dev/null <"$1"
}

# signal NAME: sends it to all targets.
signal() {
  for target in $targets; do
    kill -s "$1" -- "$target" 2>/dev/null
  done
}

# stop_tree TOKEN LEADER: TERM, the grace, KILL; fails when something lives on.
stop_tree() {
  known=' '
  members "$@" || return 0
  signal TERM
  signal CONT
  ticks=0
  while lives_on || members "$@"; do
    if [ "$ticks" -ge "$grace" ]; then
      members "$@" && signal KILL
    fi
    [ "$ticks" -lt $((grace + 50)) ] || return 1
    ticks=$((ticks + 1))
    sleep "$pause"
  done
}

# lock_as_guard NAME: takes the lock of a name; gives up after 60 s.
lock_as_guard() {
  lock "$1" STOP "guard-$$-$1" 600
}

# let_go NAME: removes the lock that we hold, and what its holders before us, who are dead, had written aside.
let_go() {
  rm -f "$directory/.e2e-$1-bg.pid"*.tmp "$directory/.e2e-$1-bg.state"*.tmp "$directory/e2e-$1-bg.lock" "$litter"
}

# end NAME: stops the process and removes its files, unless it has changed hands meanwhile.
end() {
  files=$directory/e2e-$1-bg
  lock_as_guard "$1" || return 1
  if ours "$files.state" && [ "$(value "$files.state" owner.build)" = "$build" ]; then
    if [ "$(value "$files.state" boot)" = "$boot" ]; then
      pid_of=$(value "$files.state" pid)
      case $pid_of in '' | 0* | 1 | *[!0-9]*) pid_of=- ;; esac # no group that kill could be given
      stop_tree "$(value "$files.state" token)" "$pid_of"
      stopped=$?
    else
      stopped=0
    fi
    if [ "$stopped" = 0 ]; then
      ours "$files.log" &&
        printf 'e2e: its build ended without stopping it, so its guard did\n' >>"$files.log"
      [ -d "$files.work" ] && [ ! -L "$files.work" ] && [ -O "$files.work" ] && rm -rf "$files.work"
      rm -f "$files.pid" "$files.state"
    fi
  fi
  let_go "$1"
}

# sweep: removes the locks that the dead have left, and what they had written aside.
sweep() {
  for left in "$directory"/e2e-*-bg.lock; do
    if ours "$left" && holder_is_dead "$left"; then
      name=${left##*/e2e-}
      name=${name%-bg.lock}
      if lock_as_guard "$name"; then
        let_go "$name"
      fi
    fi
  done
}

# owned: prints the names of what the build owns.
owned() {
  for file in "$directory"/e2e-*-bg.state; do
    if ours "$file" && [ "$(value "$file" owner.build)" = "$build" ]; then
      name=${file##*/e2e-}
      printf '%s\n' "${name%-bg.state}"
    fi
  done
}

# end_all: those first on which no other depends, side by side.
end_all() {
  names=$(owned)
  needed=''
  for name in $names; do
    needed="$needed,$(value "$directory/e2e-$name-bg.state" dependsOn)"
  done
  for name in $names; do
    case "$needed," in
      *",$name,"*) ;;
      *) end "$name" & ;;
    esac
  done
  wait
  for name in $(owned); do
    end "$name" &
  done
  wait
  sweep
}

IFS= read -r word
[ "$word" = released ] && exit 0
end_all
# A launch that was under way when the build was killed may have come to light only now.
sleep 0.3
end_all
