# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the other parts of e2e-helper.sh
# Part of e2e-helper.sh: the end of one process, step by step.

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
      print_environment "$s_pid"
      printf 'E2E_TOKEN=\0'
      while IFS= read -r line; do
        case $line in stopCommand.*=*) unescape "${line#*=}" && printf '%s\0' "$plain" ;; esac
      done <"$files.state"
    } | xargs -0 -s 1000000 env >>"$sink" 2>&1
  ) &
  command_pid=$!
}

# end_stop_command: what is left of it goes.
end_stop_command() {
  [ -n "$command_pid" ] || return 0
  family=$command_pid
  young=$command_pid
  while [ -n "$young" ]; do
    parents=none
    for process in $young; do
      parents="$parents|$process"
    done
    find_kin "$parents"
    young=''
    for pid in $pids; do
      pid=${pid#/proc/}
      young="$young ${pid%/*}"
    done
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
