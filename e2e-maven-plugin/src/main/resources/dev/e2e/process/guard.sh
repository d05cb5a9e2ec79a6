# shellcheck shell=sh
# The guard of a build: stops what the build owns when the build is gone, however it went.
#
# Standard input is a pipe whose other end only the build's JVM holds. A line "released" on it means that nothing is
# owned any more; its end without that line means that the JVM is gone.
#
# Arguments: the state directory, the build's id, and the grace between TERM and KILL in tenths of a second.
#
# POSIX sh on Linux. It follows the same rules as the plugin: a process is ours only when PID, start time, boot and token
# agree; whole groups are stopped; what left its group is found by the token; locks are taken over only from the dead.

umask 077
trap '' HUP INT
directory=$1
build=$2
grace=$3
boot=$(cat /proc/sys/kernel/random/boot_id)

# stat_of PID: sets state, parent, group, session and start; fails where there is no such process.
stat_of() {
  text=''
  while IFS= read -r line || [ -n "$line" ]; do
    text="$text$line "
  done 2>/dev/null <"/proc/$1/stat" || return 1
  [ -n "$text" ] || return 1
  # The command's name may hold anything, so the fields are counted from the last parenthesis.
  # shellcheck disable=SC2086 # the fields are to be split
  set -- ${text##*) }
  state=$1 parent=$2 group=$3 session=$4
  shift 19
  start=$1
}

# alive PID START: whether the process that was given that PID at that time runs.
alive() {
  stat_of "$1" 2>/dev/null || return 1
  [ "$start" = "$2" ] || return 1
  case $state in Z | X | x) return 1 ;; esac
}

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

# ours FILE: whether it is a plain file of this user and no link.
ours() {
  [ -f "$1" ] && [ ! -L "$1" ] && [ -O "$1" ]
}

# take PID: takes a process into the tree whose leader's PID is in leader; fails where it is in it already, or dead.
take() {
  case $carriers in *" $1 "*) return 1 ;; esac
  [ "$1" != $$ ] && stat_of "$1" 2>/dev/null || return 1
  case $state in Z | X | x) return 1 ;; esac
  carriers="$carriers$1 "
  case $known in *" $1:$start "*) ;; *) known="$known$1:$start " ;; esac
  if [ "$group" = "$leader" ]; then
    grouped=1
  else
    targets="$targets $1"
    if [ "$session" = "$leader" ]; then grouped=1; fi
  fi
}

# take_children: takes what the tree has started, whatever became of its group and environment; so a leader that has
# written over its environment is proved by its keeper.
take_children() {
  fresh=$carriers
  while [ "$fresh" != ' ' ]; do
    parents=$(printf '%s' "$fresh" | sed 's/^ //; s/ $//; s/ /|/g')
    fresh=' '
    # shellcheck disable=SC2013 # paths below /proc have no white space
    for file in $(grep -lE "\\) [A-Za-z] ($parents) " /proc/[0-9]*/stat 2>/dev/null); do
      pid=${file#/proc/}
      pid=${pid%/stat}
      stat_of "$pid" 2>/dev/null || continue
      case $carriers in *" $parent "*) take "$pid" && fresh="$fresh$pid " ;; esac
    done
  done
}

# members TOKEN LEADER: sets targets to what kill takes to reach all that lives of a launch.
members() {
  token=$1 leader=$2
  [ -n "$token" ] || return 1
  targets=''
  grouped=''
  carriers=' '
  # shellcheck disable=SC2013 # paths below /proc have no white space
  for file in $(grep -lF "E2E_TOKEN=$token" /proc/[0-9]*/environ 2>/dev/null); do
    pid=${file#/proc/}
    take "${pid%/environ}"
  done
  # What was ours is ours, though the parent that proved it may be gone by now.
  for entry in $known; do
    alive "${entry%:*}" "${entry#*:}" && take "${entry%:*}"
  done
  take_children
  # One proof serves the whole group: its number is not given away while a member lives.
  if [ -n "$grouped" ]; then
    for entry in /proc/[0-9]*; do
      stat_of "${entry#/proc/}" 2>/dev/null || continue
      case $state in Z | X | x) continue ;; esac
      if [ "$group" = "$leader" ]; then
        targets="$targets -$leader"
        break
      fi
    done
  fi
  [ -n "$targets" ]
}

# signal NAME: sends it to all targets.
signal() {
  for target in $targets; do
    kill -s "$1" -- "$target" 2>/dev/null
  done
}

# lives_on: whether any of those that were found lives, which is sooner seen than who else there is.
lives_on() {
  for entry in $known; do
    alive "${entry%:*}" "${entry#*:}" && return 0
  done
  return 1
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
    sleep 0.1
  done
}

# holder_is_dead FILE: sets held to the nonce of a lock's holder; fails where the holder lives.
holder_is_dead() {
  held=$(value "$1" nonce)
  [ -n "$held" ] || return 1
  [ "$(value "$1" boot)" = "$boot" ] || return 0
  ! alive "$(value "$1" pid)" "$(value "$1" start)"
}

# draft NAME SUFFIX: sets drafted to a new file that tells of this guard. The shared directory may have a link to a
# victim's file under any name that can be guessed; noclobber writes to no file that is there.
draft() {
  stat_of $$
  for number in '' 1 2 3 4 5 6 7 8 9; do
    drafted=$directory/.e2e-$1-bg.lock.$$.$2$number.tmp
    ours "$drafted" && rm -f "$drafted"
    (
      set -C
      printf 'pid=%s\nstart=%s\nboot=%s\nnonce=%s\npurpose=STOP\n' $$ "$start" "$boot" "guard-$$-$1" >"$drafted"
    ) 2>/dev/null
    # On a full disk it is empty, and a lock none the less.
    ours "$drafted" && return 0
  done
  return 1
}

# lock NAME: takes the lock of a name as the plugin does; gives up after 60 s.
lock() {
  locked=$1
  lock=$directory/e2e-$1-bg.lock
  draft "$1" guard || return 1
  mine=$drafted
  tries=0
  while [ "$tries" -lt 600 ]; do
    if ln "$mine" "$lock" 2>/dev/null; then
      rm -f "$mine"
      return 0
    fi
    if ours "$lock" && holder_is_dead "$lock" && succeed; then
      rm -f "$mine" "$lock".*
      return 0
    fi
    tries=$((tries + 1))
    sleep 0.1
  done
  rm -f "$mine"
  return 1
}

# succeed: becomes the only successor of the dead holder whose nonce is in held, and takes the lock over.
succeed() {
  dead=" $held "
  while :; do
    claim=$lock.$held
    if ln "$mine" "$claim" 2>/dev/null; then
      now=$(value "$lock" nonce)
      case $dead in *" ${now:-none} "*)
        draft "$locked" guard-new && mv -f "$drafted" "$lock"
        return
        ;;
      esac
      rm -f "$claim"
      return 1
    fi
    ours "$claim" && holder_is_dead "$claim" || return 1
    case $dead in *" $held "*) return 1 ;; esac
    dead="$dead$held "
  done
}

# end NAME: stops the process and removes its files, unless it has changed hands meanwhile.
end() {
  files=$directory/e2e-$1-bg
  lock "$1" || return 1
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
  rm -f "$directory/e2e-$1-bg.lock"
}

# sweep: removes the locks that the dead have left, and what they had written aside.
sweep() {
  for left in "$directory"/e2e-*-bg.lock; do
    if ours "$left" && holder_is_dead "$left"; then
      name=${left##*/e2e-}
      name=${name%-bg.lock}
      if lock "$name"; then
        rm -f "$directory/.e2e-$name-bg.pid"*.tmp "$directory/.e2e-$name-bg.state"*.tmp "$left"
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
