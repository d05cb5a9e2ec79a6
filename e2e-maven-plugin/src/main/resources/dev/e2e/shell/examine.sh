# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the other parts of e2e-helper.sh
# Part of e2e-helper.sh: what lies under a name, held against the process table.

# refused FILE: whether something is there that is not ours to read or to replace; then reason says what.
refused() {
  if [ -L "$1" ]; then
    reason="'$1' is a symbolic link, which we never follow; look at it and remove it"
  elif [ -e "$1" ] && [ ! -O "$1" ]; then
    reason="'$1' belongs to another user; leave it to them and use another directory with -De2e.directory=…"
  elif [ -e "$1" ] && [ ! -f "$1" ]; then
    reason="'$1' is no plain file; look at it and remove it"
  else
    return 1
  fi
}

# examine NAME: sets existing to nothing, running, stale, foreign, unverifiable or refused, found to the PID, reason to
# what there is to say, and knows where the state could be read, which the variables of load then tell.
examine() {
  files=$directory/e2e-$1-bg
  existing=nothing knows='' found='' reason='' told=''
  if refused "$files.pid" || refused "$files.state"; then
    existing=refused
    return
  fi
  # In this order: the state is there before the PID and goes after it, also while we look.
  pid_file='' state_file=''
  if [ -f "$files.pid" ]; then
    pid_file=1
    { read -r told <"$files.pid"; } 2>/dev/null
  fi
  if [ -f "$files.state" ]; then
    state_file=1
    if load "$1" 2>/dev/null; then knows=1; fi
  fi
  if [ -n "$knows" ]; then
    verify
  elif [ -z "$pid_file" ]; then
    [ -z "$state_file" ] || existing=stale reason='corrupt state file'
  else
    examine_pid_alone
  fi
}

# examine_pid_alone: what a PID file without a readable state is.
examine_pid_alone() {
  existing=stale
  case $told in
    '' | *[!0-9]* | 0 | 00* | 1 | ???????????*) reason='corrupt PID file' ;;
    *)
      if [ "$told" = $$ ] || ! stat_of "$told"; then
        reason='stale PID file'
      else
        case $state in
          Z | X | x) reason='stale PID file' ;;
          *)
            existing=unverifiable found=$told
            reason="a PID file without a state file"
            [ -z "$state_file" ] || reason="a PID file with a corrupt state file"
            ;;
        esac
      fi
      ;;
  esac
}

# verify: holds what the state tells against the process table.
verify() {
  found=$s_pid
  existing=stale
  reason='stale PID file'
  if [ -z "$s_pid" ]; then
    reason='a launch that was cut short'
    return
  fi
  case $s_pid in
    0* | 1 | "$$")
      existing=foreign reason="PID $s_pid can never be a process of ours"
      return
      ;;
  esac
  [ "$s_boot" = "$boot" ] && stat_of "$s_pid" || return
  if [ "$start" != "$s_start" ]; then
    existing=foreign reason="PID $s_pid was given to another process"
    return
  fi
  case $state in Z | X | x) return ;; esac
  keeper=$parent
  # Some programs write their title over their environment; their keeper, the parent, does not.
  look_at_token "$s_pid" "$s_token"
  case $evidence in
    ours | hidden) existing=running ;;
    another) existing=foreign reason="PID $s_pid carries the token of another launch" ;;
    none) look_at_keeper ;;
  esac
}

# look_at_keeper: whether that proves a process whose own environment tells nothing.
look_at_keeper() {
  look_at_token "$keeper" "$s_token"
  if [ "$evidence" = ours ]; then
    existing=running
  elif alive "$s_pid" "$s_start"; then
    existing=unverifiable reason="PID $s_pid has our start time but not our token"
  fi
}
