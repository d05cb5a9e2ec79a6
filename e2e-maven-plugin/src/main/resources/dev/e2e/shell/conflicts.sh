# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the other parts of e2e-helper.sh
# Part of e2e-helper.sh: what stands in the way of a start.

# refuse_conflicts ASKED: says who runs and how to stop it; what runs already of what is only needed stays.
refuse_conflicts() {
  conflicts='' to_launch='' to_clear='' kept=''
  for number in $all; do
    recall "$number"
    case $existing in
      refused | unverifiable)
        if [ "$existing" = unverifiable ]; then
          reason="there is $reason, and PID $found lives, whose it is nothing proves; look at it with 'ps -fp $found', then end it and remove $files.*"
        fi
        problem "Process '$name' cannot be started: $reason"
        conflicts=1
        continue
        ;;
      running)
        describe "$name" || return 1
        case " $1 " in *" $name "*) ;; *)
          if [ "$s_phase$s_owner$s_specification" = "running$l_specification" ]; then
            kept="$kept$shown_as is there (PID: $s_pid)$newline"
            continue
          fi
          ;;
        esac
        conflicts=1
        say_who_runs
        ;;
      nothing) ;;
      *) to_clear="$to_clear $number" ;;
    esac
    to_launch="$to_launch $number"
  done
  if [ -n "$conflicts" ]; then
    code=1
    return 1
  fi
  [ -z "$kept" ] || printf '%s' "$kept" | sed 's/^/✅ /'
}

say_who_runs() {
  printf '⚠️  %s already running (PID: %s)\n' "$shown_as" "$s_pid"
  age
  of='it belongs to no build'
  if [ -n "$s_owner" ]; then
    unescape "$s_owner_directory"
    of="it belongs to the build in $plain (PID $s_owner)"
  fi
  printf '   for %s; %s; 📁 Logs: tail -f %s\n' "$lasted" "$of" "$files.log"
  printf "   Stop it with: '%s' stop\n" "$self"
}

# refuse_taken_ports: those that are fixed have to be free.
refuse_taken_ports() {
  for number in $to_launch; do
    recall "$number"
    describe "$name" || return 1
    for port in $l_ports; do
      if is_listened_on "$port"; then
        problem "Process '$name' cannot be started: something listens on port $port already; end that, or give it another port"
        return 1
      fi
    done
  done
}

# replace FROM TO: in resolved.
replace() {
  ahead=$resolved
  resolved=''
  while :; do
    case $ahead in *"$1"*) ;; *) break ;; esac
    resolved=$resolved${ahead%%"$1"*}$2
    ahead=${ahead#*"$1"}
  done
  resolved=$resolved$ahead
}
