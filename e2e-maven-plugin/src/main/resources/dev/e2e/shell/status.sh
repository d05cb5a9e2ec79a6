# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the other parts of e2e-helper.sh
# Part of e2e-helper.sh: the status.

# clean_up NAME: removes stale files, unless somebody is at work on them or something of the process lives; sets cleaned to
# what there is to say of it.
clean_up() {
  cleaned=''
  lock "$1" STATUS "helper-$$-status-$1" 0 || return 0
  examine "$1"
  case $existing in
    stale | foreign)
      known=' '
      if [ -n "$knows" ] && [ "$s_boot" = "$boot" ] && members_live; then
        cleaned="; of its children live on: PIDs$carriers, stop them with '$self stop'"
      else
        remove_files "$1"
        cleaned='; its files were removed'
      fi
      ;;
  esac
  rm -f "$directory/e2e-$1-bg.lock" "$litter"
}

# show NAME: the lines of a process; code becomes 3 where it does not run.
show() {
  display "$1"
  examine "$1"
  case $existing in
    nothing) printf '⚪ %s not running\n' "$shown_as" ;;
    running) show_running "$1" && return ;;
    refused) printf '❓ %s cannot be told: %s\n' "$shown_as" "$reason" ;;
    unverifiable)
      printf '❓ %s cannot be told: %s, and PID %s lives, whose it is nothing proves\n' "$shown_as" "$reason" "$found"
      ;;
    foreign)
      why=$reason
      clean_up "$1"
      printf '❌ %s not running (stale PID file: %s%s)\n' "$shown_as" "$why" "$cleaned"
      ;;
    stale) show_stale "$1" ;;
  esac
  code=3
}

# show_running NAME: fails where it is about to be ready, or to be gone.
show_running() {
  case $s_phase in
    running) printf '✅ %s running (PID: %s)\n' "$shown_as" "$s_pid" ;;
    *)
      why=''
      is_held "$1" || why=": nobody waits for that any more; end it with '$self stop'"
      printf '⏳ %s %s (PID: %s)%s\n' "$shown_as" "$s_phase" "$s_pid" "$why"
      ;;
  esac
  printf '   📁 Logs: tail -f %s\n' "$files.log"
  age
  if [ "$s_phase" = running ]; then
    printf '   🕒 Ready, up for %s\n' "$lasted"
  else
    printf '   🕒 Not ready, up for %s\n' "$lasted"
    return 1
  fi
}

show_stale() {
  if [ -n "$knows" ] && [ "$s_phase" = starting ] && is_held "$1"; then
    printf '⏳ %s starting\n' "$shown_as"
  elif [ -n "$knows" ] && [ "$s_phase" = running ] && [ "$s_boot" = "$boot" ] && { [ -z "$s_owner" ] || owner_lives; }; then
    how_it_ended
    printf "❌ %s not running (%s; PID %s %s; '%s stop' clears it away)\n" \
      "$shown_as" "$reason" "$s_pid" "$ended" "$self"
    printf '   📁 Logs: %s\n' "$files.log"
    last_lines
  else
    why=$reason
    clean_up "$1"
    printf '❌ %s not running (%s%s)\n' "$shown_as" "$why" "$cleaned"
  fi
}

# others: sets more to the names with files of ours that are not among those of this project.
others() {
  more=''
  for file in "$directory"/e2e-*-bg.state "$directory"/e2e-*-bg.pid; do
    name=${file##*/e2e-}
    name=${name%-bg.*}
    case " $shown $more " in *" $name "*) continue ;; esac
    case $name in *[!A-Za-z0-9._-]* | [!A-Za-z0-9]*) continue ;; esac
    if { [ -e "$file" ] || [ -L "$file" ]; } && [ -O "$file" ]; then more="$more $name"; fi
  done
}

run_status() {
  check_directory
  printf '📊 E2E Background Process Status:\n'
  for name in $shown; do
    show "$name"
  done
  others
  for name in $more; do
    show "$name"
  done
  printf '🔧 Commands: %s start-both | start-consumer | start-collector | stop | status | help\n' "$self"
}
