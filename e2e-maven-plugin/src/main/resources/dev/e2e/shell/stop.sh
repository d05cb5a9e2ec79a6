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

# begin_stop: the first step; what the record tells is in the variables. Sets stage to over where there is nothing to wait for.
begin_stop() {
  tick
  began=$now
  stage=over
  case $existing in
    nothing)
      remove_files "$name"
      printf '⚪ %s not running\n' "$shown_as"
      return
      ;;
    unverifiable)
      printf '❌ %s left alone: %s, PID %s; nothing proves that it is ours\n' "$shown_as" "$reason" "$found"
      problem "Process '$name' was not stopped; look at it with 'ps -fp $found', then end it and remove $files.*"
      return
      ;;
    refused)
      problem "Process '$name' was not stopped: $reason"
      return
      ;;
  esac
  if [ -z "$knows" ] || [ "$s_boot" != "$boot" ]; then
    remove_files "$name"
    printf '⚪ %s not running (%s; its files were removed)\n' "$shown_as" "$reason"
    return
  fi
  if [ "$s_phase" = running ] && [ "$existing" != running ]; then
    how_it_ended
    died="PID $s_pid $ended"
  fi
  begin_to_end
}

# begin_to_end: notes that it is being stopped, and asks it to.
begin_to_end() {
  if ! members_live; then
    ended nothing
    return
  fi
  write "$files.state" "${s_text%?}" # what was there before proves the process as well
  deadline=$((now + s_grace))
  if [ "$s_words" -gt 0 ]; then
    stage=commanded
    run_stop_command
  else
    stage=signalled
    ask
  fi
}

# members_live: finds what of it lives, by token and group; fails where nothing does.
members_live() {
  case $s_pid in
    '' | 0* | 1 | *[!0-9]*) members "$s_token" - ;;
    *) members "$s_token" "$s_pid" ;;
  esac
}

# ask: signals each target once: the group what it wants, what is outside of it TERM; all go on from a suspension.
ask() {
  for target in $targets; do
    case $sent in *" $target "*) continue ;; esac
    sent="$sent$target "
    if [ "$stage" = killed ]; then
      kill -s KILL -- "$target" 2>/dev/null
    else
      case $target in -*) kill -s "$s_signal" -- "$target" ;; *) kill -s TERM -- "$target" ;; esac 2>/dev/null
      kill -s CONT -- "$target" 2>/dev/null
    fi
  done
}

# run_stop_command: in the directory and with the environment of the process, its token apart.
run_stop_command() {
  sink=/dev/null
  if ours "$files.log"; then sink=$files.log; fi
  unescape "$s_directory"
  (
    cd "$plain" || exit 1
    umask "$user_umask"
    {
      cat "/proc/$s_pid/environ"
      printf 'E2E_TOKEN=\0'
      while IFS= read -r line; do
        case $line in stopCommand.*=*) unescape "${line#*=}" && printf '%s\0' "$plain" ;; esac
      done <"$files.state"
    } | xargs -0 -s 1000000 env -i >>"$sink" 2>&1
  ) &
  command_pid=$!
}

# end_stop_command: what is left of it goes.
end_stop_command() {
  [ -n "$command_pid" ] || return 0
  family=$command_pid
  young=$command_pid
  while [ -n "$young" ]; do
    born=''
    for process in $young; do
      born="$born $(ps -o pid= --ppid "$process" 2>/dev/null)"
    done
    # shellcheck disable=SC2086 # numbers are to be split
    set -- $born
    young=$*
    family="$family $young" # the eldest first, so that none says what became of its child
  done
  for process in $family; do
    kill -s KILL "$process" 2>/dev/null
  done
  command_pid=''
}

# go_on_stopping: one step.
go_on_stopping() {
  tick
  if [ "$stage" != commanded ] && lives_on; then
    [ "$now" -ge "$deadline" ] || return 0
  elif ! members_live; then
    ended "$stage"
    return
  fi
  case $stage in
    commanded)
      if [ "$now" -ge "$deadline" ]; then
        end_stop_command
        stage=killed deadline=$((now + 5000))
        ask
      elif [ -n "$command_pid" ] && ! kill -0 "$command_pid" 2>/dev/null; then
        # While it has not failed, its effect is waited for.
        wait "$command_pid" || stage=signalled
        command_pid=''
        [ "$stage" = commanded ] || ask
      fi
      ;;
    signalled)
      if [ "$now" -ge "$deadline" ]; then stage=killed sent=' ' deadline=$((now + 5000)); fi
      ask
      ;;
    killed)
      if [ "$now" -ge "$deadline" ]; then
        stage=over
        problem "Process '$name' survived KILL: PIDs$carriers; look at them with 'ps -fp'"
      else
        ask
      fi
      ;;
  esac
}

# ended STAGE: nothing of it lives any more.
ended() {
  stage=over
  end_stop_command
  remove_files "$name"
  tick
  duration $((now - began))
  if [ -n "$died" ]; then
    printf '❌ %s not running (%s; its files were removed)\n' "$shown_as" "$died"
  elif [ "$1" = nothing ]; then
    printf '⚪ %s not running (%s; its files were removed)\n' "$shown_as" "$reason"
  elif [ "$1" = killed ]; then
    printf '✅ %s killed (PID: %s), it had not ended within %s\n' "$shown_as" "$found" "$lasted"
  else
    printf '✅ %s stopped (PID: %s) in %s\n' "$shown_as" "$found" "$lasted"
  fi
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
