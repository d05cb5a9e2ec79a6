# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the other parts of e2e-helper.sh
# Part of e2e-helper.sh: the start, from launch files that the plugin wrote.

newline='
'
record="$record s_start s_specification depends started_at seen"

# describe NAME: reads the launch file into variables that begin with l_, and the functions give_environment and give_files.
describe() {
  l_depends='' l_ports='' l_patience=0 l_limit=0 l_directory='' l_specification='' l_ready='' l_keys='' l_rules=''
  l_words='' l_command=''
  if ! ours "$launches/$1.sh" || ! ours "$launches/keeper.sh"; then
    problem "Process '$1' cannot be started from here: there is no '$launches/$1.sh'; write it with 'mvn e2e:helper' in $project, where the POM has that process"
    return 1
  fi
  # shellcheck disable=SC1090 # written with this script
  . "$launches/$1.sh"
}

# gather NAMES...: sets wanted to these and all that they depend on, in the order in which locks are taken.
gather() {
  wanted=''
  while [ $# -gt 0 ]; do
    case " $wanted " in *" $1 "*) ;; *)
      describe "$1" || return 1
      wanted="$wanted $1"
      # shellcheck disable=SC2086 # names are to be split
      set -- "$@" $l_depends
      ;;
    esac
    shift
  done
  # shellcheck disable=SC2086 # names are to be split
  wanted=$(printf '%s\n' $wanted | LC_ALL=C sort)
}

# sweep: removes what writers that are gone have left half written.
sweep() {
  for left in "$directory"/.e2e-*.tmp; do
    writer=${left%.*.tmp}
    writer=${writer##*.}
    case $writer in '' | *[!0-9]*) continue ;; esac
    if ours "$left" && ! stat_of "$writer"; then rm -f "$left"; fi
  done
}

# find_ready_line: sets ready_line to the first whole line of the log that says so; fails where there is none.
find_ready_line() {
  LC_ALL=C grep -qsE -e "$l_ready" "$files.log" || return 1
  while IFS= read -r ready_line; do
    case $ready_line in *READY*) ;; *) continue ;; esac
    printf '%s\n' "$ready_line" | LC_ALL=C grep -qE -e "$l_ready" && return 0
  done <"$files.log"
  return 1
}

# published_by_line: sets published to the lines of the state for what the ready line tells.
published_by_line() {
  published='' published_shown=''
  set -f
  for word in ${ready_line##* READY}; do
    case " $l_keys " in *" ${word%%=*} "*)
      resolved=${word#*=}
      replace \\ \\\\
      published="$published${published:+
}published.${word%%=*}=$resolved"
      published_shown="$published_shown${published_shown:+, }$word"
      ;;
    esac
  done
  set +f
}

# look_whether_ready: one look. Sets seen to ready, or failed to the exit code.
look_whether_ready() {
  describe "$name" || return
  lives=''
  if alive "$s_pid" "$s_start"; then lives=1; fi
  # Ready counts only while it lives, and one that dies with the word on its lips still does for a moment.
  if [ -n "$lives" ] && [ -n "$seen" ]; then
    become_ready
  elif [ -z "$lives" ]; then
    failed=1
    say_how_it_ended
  elif find_ready_line; then
    seen=word
  else
    tick
    if [ "$now" -ge "$deadline" ]; then
      failed=124
      duration "$l_patience"
      problem "Process '$name' was not ready within $lasted (waiting for a log line that matches '$l_ready'); log: $files.log"
      last_lines >&2
    fi
  fi
}

become_ready() {
  find_ready_line
  published_by_line
  if ! note_state running "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$published"; then
    failed=1
    problem "Process '$name': $reason"
    return
  fi
  seen=ready
  tick
  duration $((now - began))
  printf '✅ %s ready after %s (PID: %s)%s\n' "$shown_as" "$lasted" "$s_pid" "${published_shown:+: $published_shown}"
  printf '   📁 Logs: tail -f %s\n' "$files.log"
}

say_how_it_ended() {
  looks=0
  while [ "$looks" -lt 400 ] && [ ! -s "$files.work/exit" ]; do
    looks=$((looks + 1))
    sleep "$pause"
  done
  how_it_ended
  problem "Process '$name' $ended before it was ready (waiting for a log line that matches '$l_ready'); log: $files.log"
  last_lines >&2
}

# launch_all: each when those it depends on are ready; all are ready in the end, or none is left.
launch_all() {
  failed='' launched='' under_way=''
  while [ -n "$to_launch$under_way" ]; do
    unready=' '
    for number in $to_launch $under_way; do
      eval "unready=\"\$unready\$name_$number \""
    done
    for number in $to_launch; do
      recall "$number"
      describe "$name" || failed=1
      depends=$l_depends
      for dependency in $depends; do
        case $unready in *" $dependency "*) continue 2 ;; esac
      done
      launch || failed=1
      keep "$number"
      under_way="$under_way $number"
      [ -z "$failed" ] || break 2
    done
    without "$to_launch" "$under_way"
    to_launch=$remaining
    sleep 0.03 # each look runs some programs, and what is booting needs the processor
    ready_now=''
    for number in $under_way; do
      recall "$number"
      look_whether_ready
      keep "$number"
      [ -z "$failed" ] || break 2
      if [ "$seen" = ready ]; then ready_now="$ready_now $number"; fi
    done
    without "$under_way" "$ready_now"
    under_way=$remaining
  done
  [ -n "$failed" ] || return 0
  roll_back
  code=$failed
}

# roll_back: stops what was launched; the logs stay.
roll_back() {
  look_at_all "$launched"
  stop_all
}

# give_up CODE: a Ctrl-C during the start leaves nothing.
give_up() {
  trap '' INT TERM HUP
  roll_back
  release
  exit "$1"
}

run_start() {
  check_directory
  gather "$@" || return
  [ -d "$directory" ] || mkdir -p "$directory"
  launched=''
  take_locks "$wanted" START || return
  trap 'give_up 130' INT
  trap 'give_up 143' TERM HUP
  trap : PIPE # whoever reads what is said may leave earlier, as head does
  sweep
  look_at_all "$wanted"
  if refuse_conflicts "$*"; then
    all=$to_clear
    stop_all
    if [ "$code" = 0 ] && refuse_taken_ports; then launch_all; fi
  fi
  release
}
