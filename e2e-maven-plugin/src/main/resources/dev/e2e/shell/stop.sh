# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the other parts of e2e-helper.sh
# Part of e2e-helper.sh: the stop. All processes are seen to by this one shell, so that nothing goes on when it is killed.

# What is remembered of each process, by its number.
record='name shown_as existing knows found reason files s_phase s_token s_pid s_boot s_depends s_grace s_signal s_directory
s_early s_words s_text s_owner s_owner_start s_owner_boot s_owner_directory known stage sent deadline began command_pid died'

keep() {
  for variable in $record; do
    eval "${variable}_$1=\$$variable"
  done
}

recall() {
  for variable in $record; do
    eval "$variable=\$${variable}_$1"
  done
}

# look_at_all NAMES: examines them and keeps what was found under numbers, which are then in all.
look_at_all() {
  all='' number_of_all=0
  for name in $1; do
    number_of_all=$((number_of_all + 1))
    display "$name"
    examine "$name"
    stage='' sent=' ' known=' ' died='' command_pid=''
    keep "$number_of_all"
    all="$all $number_of_all"
  done
}

# take_locks NAMES PURPOSE: in this order, which is everybody's; on failure none is held.
take_locks() {
  held_locks=''
  for name in $1; do
    if ! lock "$name" "$2" "helper-$$-$2-$name" 15000; then
      problem "Process '$name': $obstacle"
      release
      return 1
    fi
    held_locks="$held_locks $name"
  done
}

release() {
  set --
  for name in $held_locks; do
    set -- "$@" "$directory/e2e-$name-bg.lock" "$directory/.e2e-$name-bg.lock.$$."*.tmp
  done
  held_locks=''
  rm -f "$@"
}

# write FILE TEXT: puts the text there at once, over what is ours and nothing else.
write() {
  refused "$1" && return 1
  draft "$1" text "$2" || return 1
  if [ "$unwritten" != 0 ]; then
    rm -f "$drafted"
    reason="'$1' cannot be written"
    return 1
  fi
  mv -f "$drafted" "$1"
}

# choose_round NUMBERS: sets round to those on which no other of them depends; all, where they depend in a circle.
choose_round() {
  round='' needed=,
  for number in $1; do
    recall "$number"
    if [ -n "$knows" ]; then needed="$needed$s_depends,"; fi
  done
  for number in $1; do
    recall "$number"
    case $needed in *",$name,"*) ;; *) round="$round $number" ;; esac
  done
  [ -n "$round" ] || round=$1
}

# without NUMBERS OTHERS: sets remaining to those that are not among the others.
without() {
  remaining=''
  for number in $1; do
    case " $2 " in *" $number "*) ;; *) remaining="$remaining $number" ;; esac
  done
}

# stop_all: stops what look_at_all has found, those first on which no other depends; the locks are held.
stop_all() {
  left_to_stop=$all
  while [ -n "$left_to_stop" ]; do
    choose_round "$left_to_stop"
    waiting=''
    for number in $round; do
      recall "$number"
      begin_stop
      keep "$number"
      [ "$stage" = over ] || waiting="$waiting $number"
    done
    while [ -n "$waiting" ]; do
      sleep "$pause"
      ended_now=''
      for number in $waiting; do
        recall "$number"
        go_on_stopping
        keep "$number"
        [ "$stage" != over ] || ended_now="$ended_now $number"
      done
      without "$waiting" "$ended_now"
      waiting=$remaining
    done
    without "$left_to_stop" "$round"
    left_to_stop=$remaining
  done
}

# refuse_other_builds: fails where one belongs to a build elsewhere that is alive.
refuse_other_builds() {
  for number in $all; do
    recall "$number"
    if [ "$existing" = running ] && owner_lives; then
      unescape "$s_owner_directory"
      if [ "$plain" != "$project" ]; then
        problem "Process '$name' (PID $s_pid) belongs to the build in $plain (PID $s_owner), which is alive; wait for it, or stop it with 'mvn e2e:stop -De2e.processes=$name -De2e.force=true'"
        return 1
      fi
    fi
  done
}

# has_files NAME: whether anything of it is there.
has_files() {
  for suffix in lock pid state work; do
    if [ -e "$directory/e2e-$1-bg.$suffix" ] || [ -L "$directory/e2e-$1-bg.$suffix" ]; then return 0; fi
  done
  return 1
}

run_stop() {
  check_directory
  there=''
  for name in $stopped; do
    if has_files "$name"; then
      there="$there $name"
    elif case " $shown " in *" $name "*) true ;; *) false ;; esac; then
      display "$name"
      printf '⚪ %s not running\n' "$shown_as"
    fi
  done
  [ -n "$there" ] || return 0
  take_locks "$there" STOP || return 1
  trap 'release; exit 130' INT
  trap 'release; exit 143' TERM HUP
  trap : PIPE # whoever reads what is said may leave earlier, as head does
  sweep
  look_at_all "$there"
  if refuse_other_builds; then stop_all; fi
  release
}
