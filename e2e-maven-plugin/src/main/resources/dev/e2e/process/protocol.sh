# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the script that this is part of
# What every script here does alike: who is ours, what came of a launch, and the lock of a name. Functions only; the
# scripts that come with the plugin begin with this text.
#
# They set umask 077, directory, that of the state files, and pause, the time between two looks in seconds. What the
# operating system is asked is asked by the functions of linux.sh or macos.sh, which begins them. A process is ours only when PID, start time, boot and token agree; whole groups are stopped; what left its
# group is found by the token or its parent; locks are taken over only from the dead.
#
# POSIX sh.

# alive PID START: whether the process that was given that PID at that time runs.
alive() {
  stat_of "$1" || return 1
  [ "$start" = "$2" ] || return 1
  case $state in Z | X | x) return 1 ;; esac
}

# ours FILE: whether it is a plain file of this user and no link.
ours() {
  [ -f "$1" ] && [ ! -L "$1" ] && [ -O "$1" ]
}

# take PID: takes a process into the tree whose leader's PID is in leader; fails where it is in it already, or dead.
take() {
  case $carriers in *" $1 "*) return 1 ;; esac
  [ "$1" != $$ ] && stat_of "$1" || return 1
  case $state in Z | X | x) return 1 ;; esac
  carriers="$carriers$1 "
  case $known in *" $1:$start "*) ;; *) known="$known$1:$start " ;; esac
  if [ "$group" = "$leader" ] || [ "$session" = "$leader" ]; then grouped=1; fi
  if [ "$group" = "$leader" ]; then
    whole=1
  else
    targets="$targets $1"
  fi
}

# prove_more: takes what follows from what was taken, whatever became of its own environment: its children (so a leader
# that has written over its environment is proved by its keeper) and, once a member of it is ours, the whole group, whose
# number is not given away while a member lives.
prove_more() {
  fresh=$carriers
  whose=''
  while [ "$fresh" != ' ' ] || [ "$grouped" != "$whose" ]; do
    parents=none
    for entry in $fresh; do
      parents="$parents|$entry"
    done
    whose=$grouped
    fresh=' '
    find_kin "$parents" ${whose:+"$leader"}
    for pid in $pids; do
      pid=${pid#/proc/}
      pid=${pid%/*}
      case $carriers in *" $pid "*) continue ;; esac
      stat_of "$pid" || continue
      related=''
      case $carriers in *" $parent "*) related=1 ;; esac
      if [ -n "$whose" ] && { [ "$group" = "$leader" ] || [ "$session" = "$leader" ]; }; then related=1; fi
      [ -n "$related" ] && take "$pid" && fresh="$fresh$pid "
    done
  done
}

# members TOKEN LEADER: sets targets to what kill takes to reach all that lives of a launch; fails where nothing does. The
# leader is no number where it is not known. What was taken before is in known, each as PID:START, with blanks around.
members() {
  leader=$2
  targets='' grouped='' whole=''
  [ -n "$1" ] || return 1
  carriers=' '
  find_carriers "$1"
  for pid in $pids; do
    pid=${pid#/proc/}
    take "${pid%/*}"
  done
  prove_leader "$2"
  # What was ours is ours, though the parent that proved it may be gone by now.
  for entry in $known; do
    alive "${entry%:*}" "${entry#*:}" && take "${entry%:*}"
  done
  [ "$carriers" != ' ' ] || return 1
  prove_more
  [ -z "$whole" ] || targets="$targets -$leader"
  [ -n "$targets" ]
}

# lives_on: whether any of those that were found lives, which is sooner seen than who else there is.
lives_on() {
  for entry in $known; do
    alive "${entry%:*}" "${entry#*:}" && return 0
  done
  return 1
}

# draft FILE SUFFIX TEXT: sets drafted to a new private file with that text beside FILE. A shared directory may have a link
# to a victim's file under any name that can be guessed; noclobber writes to no file that is there. On a full disk the file
# may be empty; then unwritten is not 0.
draft() {
  for attempt in '' 1 2 3 4 5 6 7 8 9; do
    drafted=${1%/*}/.${1##*/}.$$.$2$attempt.tmp
    ours "$drafted" && rm -f "$drafted"
    set -C
    { printf '%s\n' "$3" >"$drafted"; } 2>/dev/null
    unwritten=$?
    set +C
    ours "$drafted" && return 0
  done
  return 1
}

# look_at_holder FILE: sets holder and held to the PID and the nonce of a lock's holder, holder_start, holder_boot and
# holder_purpose; fails where the file does not tell.
look_at_holder() {
  holder='' held='' holder_start='' holder_boot='' holder_purpose=''
  ours "$1" || return 1
  {
    while IFS= read -r line; do
      case $line in
        pid=*) holder=${line#*=} ;;
        start=*) holder_start=${line#*=} ;;
        boot=*) holder_boot=${line#*=} ;;
        nonce=*) held=${line#*=} ;;
        purpose=*) holder_purpose=${line#*=} ;;
      esac
    done <"$1"
  } 2>/dev/null
  case $held in '' | */*) return 1 ;; esac
  case $holder in '' | *[!0-9]*) return 1 ;; esac
}

# holder_is_dead FILE: the same, and whether that holder lives no more.
holder_is_dead() {
  look_at_holder "$1" || return 1
  [ "$holder_boot" = "$boot" ] || return 0
  ! alive "$holder" "$holder_start"
}

# lock NAME PURPOSE NONCE LOOKS: takes the lock of a name as the plugin does. The purpose is START, STOP or STATUS; two
# starts do not wait for each other. Fails after so many looks; then obstacle says what is in the way. Whoever has it
# removes the files in litter too in the end.
lock() {
  lock=$directory/e2e-$1-bg.lock
  stat_of $$
  mine_text="pid=$$
start=$start
boot=$boot
nonce=$3
purpose=$2
build="
  obstacle="'$lock' cannot be made"
  draft "$lock" lock "$mine_text" || return 1
  mine=$drafted
  litter=$mine
  looks=$4
  while :; do
    # Not ln, which would put it into a directory of that name, or one that a link of that name leads to.
    link "$mine" "$lock" 2>/dev/null && return 0
    if is_free "$2"; then
      rm -f "$lock".*
      return 0
    fi
    if [ -n "$hopeless" ] || [ "$looks" -le 0 ]; then break; fi
    looks=$((looks - 1))
    sleep "$pause"
  done
  rm -f "$mine"
  return 1
}

# is_free PURPOSE: takes the lock over from a holder that is gone; else says in obstacle, and in hopeless, how that is.
is_free() {
  hopeless=''
  obstacle="'$lock' could not be taken"
  [ -e "$lock" ] || [ -L "$lock" ] || return 1
  if ! look_at_holder "$lock"; then
    # It may have been released between the two looks.
    if [ -L "$lock" ] || { [ -e "$lock" ] && [ ! -O "$lock" ]; } || [ -d "$lock" ]; then
      hopeless=1
      obstacle="'$lock' is not a plain file of yours; look at it and remove it"
    elif [ -s "$lock" ]; then
      obstacle="'$lock' does not say who holds it; remove it"
    fi
    return 1
  fi
  if [ "$holder_boot" = "$boot" ] && alive "$holder" "$holder_start"; then
    obstacle="PID $holder holds '$lock' for its $holder_purpose"
    if [ "$1" = START ] && [ "$holder_purpose" = START ]; then
      hopeless=1
      obstacle="it is being started by PID $holder at this moment; wait for that"
    fi
    return 1
  fi
  succeed
}

# succeed: becomes the only successor of the dead holder whose nonce is in held, and takes the lock over.
succeed() {
  dead=" $held "
  while :; do
    claim=$lock.$held
    if link "$mine" "$claim" 2>/dev/null; then
      look_at_holder "$lock"
      case $dead in *" ${held:-none} "*)
        draft "$lock" new "$mine_text" && mv -f "$drafted" "$lock"
        return
        ;;
      esac
      rm -f "$claim"
      return 1
    fi
    holder_is_dead "$claim" || return 1
    case $dead in *" $held "*) return 1 ;; esac
    dead="$dead$held "
  done
}
