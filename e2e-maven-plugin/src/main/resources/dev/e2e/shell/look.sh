# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the other parts of e2e-helper.sh
# Part of e2e-helper.sh: what every command needs, and what the files of a name tell.

code=0
find_boot

usage() {
  printf '%s\n' \
    'Usage: e2e-helper.sh COMMAND' \
    '  start-both       start consumer and collector, and what they need' \
    '  start-consumer   start only the consumer' \
    '  start-collector  start only the collector' \
    '  stop             stop all processes of this project; a success also where none runs' \
    '  start NAME       start only that process, such as port-forward' \
    '  stop NAME        stop only that process' \
    '  status           show what runs' \
    '  help             show this' \
    "Exit codes: 0 done or running; 1 conflict or failure; 2 usage; 3 status: something does not run; 124 not ready in time" \
    "Sourced (. '$self') it brings start_background_consumer, start_background_collector, stop_e2e_background and" \
    "show_e2e_background_status. Files are in $directory; 'mvn e2e:helper' writes this script anew."
}

# problem TEXT: says what is wrong.
problem() {
  printf '❌ %s\n' "$1" >&2
  code=1
}

# check_directory: refuses one in which anybody can replace what is ours, and a system that shows no processes.
check_directory() {
  if [ -z "$boot" ]; then
    problem "e2e-helper.sh cannot work here: $obstacle; use 'mvn e2e:status' and 'mvn e2e:stop'"
    exit 1
  fi
  [ -d "$directory" ] || return 0
  # The sticky bit keeps others from that.
  [ ! -k "$directory" ] || return 0
  if [ -n "$(find "$directory" -prune -perm -0002 ! -perm -1000)" ]; then
    problem "e2e.directory: every user can replace files in '$directory'; run 'chmod o-w $directory'"
    exit 1
  fi
}

# display NAME: sets shown_as to the name as it stands in a sentence.
display() {
  case $1 in
    consumer) shown_as=Consumer ;;
    collector) shown_as=Collector ;;
    infra) shown_as=Infra ;;
    [a-z]*) shown_as=$(printf '%s' "$1" | cut -c 1 | tr '[:lower:]' '[:upper:]')${1#?} ;;
    *) shown_as=$1 ;;
  esac
}

# duration MILLISECONDS: sets lasted to it as people read it.
duration() {
  seconds=$(($1 / 1000))
  if [ "$1" -lt 1000 ]; then
    lasted="$1 ms"
  elif [ "$seconds" -lt 60 ]; then
    lasted="$seconds s"
  elif [ "$seconds" -lt 3600 ]; then
    lasted="$((seconds / 60)) min $((seconds % 60)) s"
  else
    lasted="$((seconds / 3600)) h $((seconds % 3600 / 60)) min"
  fi
}

# age: sets lasted to how long the process has run whose start time is in s_start.
age() {
  tick
  elapsed=$((now - s_start * tick_length))
  if [ "$elapsed" -lt 0 ]; then elapsed=0; fi
  duration "$elapsed"
}

# unescape TEXT: sets plain to a value as the state file has it, without the backslashes.
unescape() {
  plain=''
  left=$1
  while :; do
    case $left in *\\?*) ;; *) break ;; esac
    plain=$plain${left%%\\*}
    left=${left#*\\}
    case $left in
      n*) plain="$plain
" ;;
      r*) plain=$plain$(printf '\r.') && plain=${plain%.} ;;
      \\*) plain=$plain\\ ;;
      *) plain=$plain${left%"${left#?}"} ;;
    esac
    left=${left#?}
  done
  plain=$plain$left
}

# load NAME: reads the state file into variables that begin with s_; fails where it is not a whole and valid one.
load() {
  s_version='' s_name='' s_phase='' s_token='' s_boot='' s_pid='' s_start='' s_specification='' s_depends='' s_grace=''
  s_signal='' s_directory='' s_early='' s_published='' s_words=0 s_end='' s_text=''
  s_owner='' s_owner_start='' s_owner_boot='' s_owner_directory=''
  while IFS= read -r line; do
    s_end=''
    value=${line#*=}
    case $line in
      version=*) s_version=$value ;;
      name=*) s_name=$value ;;
      phase=*) s_phase=$value line=phase=stopping ;;
      token=*) s_token=$value ;;
      boot=*) s_boot=$value ;;
      pid=*) s_pid=$value ;;
      start=*) s_start=$value ;;
      specification=*) s_specification=$value ;;
      dependsOn=*) s_depends=$value ;;
      shutdownTimeoutMillis=*) s_grace=$value ;;
      stopSignal=*) s_signal=$value ;;
      directory=*) s_directory=$value ;;
      earlyExit=*) s_early=$value ;;
      owner.pid=*) s_owner=$value ;;
      owner.start=*) s_owner_start=$value ;;
      owner.boot=*) s_owner_boot=$value ;;
      owner.directory=*) s_owner_directory=$value ;;
      published.*=*) s_published="$s_published${line#published.}
" ;;
      stopCommand.*=*) s_words=$((s_words + 1)) ;;
      end=1) s_end=1 ;;
    esac
    s_text="$s_text$line
"
  done <"$directory/e2e-$1-bg.state"
  [ "$s_end$s_version" = 11 ] && [ "$s_name" = "$1" ] && [ -n "$s_token" ] && [ -n "$s_boot" ] || return 1
  case $s_phase in starting | running | stopping) ;; *) return 1 ;; esac
  case $s_signal in TERM | INT | QUIT | HUP | USR1 | USR2 | WINCH | KILL) ;; *) return 1 ;; esac
  case $s_early in fails | is_fine) ;; *) return 1 ;; esac
  case ${s_grace:-x} in *[!0-9]*) return 1 ;; esac
  case $s_pid${s_start#-} in *[!0-9]*) return 1 ;; esac
  [ -z "$s_pid" ] || [ -n "$s_start" ]
}

# owner_lives: whether the process belongs to a build that still runs.
owner_lives() {
  [ -n "$s_owner" ] && [ "$s_owner_boot" = "$boot" ] && alive "$s_owner" "$s_owner_start"
}

# how_it_ended: sets ended to how a process ended that nobody stopped, where its keeper has seen it.
how_it_ended() {
  ended='ended, with an exit code that nobody saw'
  if [ -d "$files.work" ] && [ ! -L "$files.work" ] && ours "$files.work/exit"; then
    { read -r exit_code <"$files.work/exit"; } 2>/dev/null
    case ${exit_code:-x} in *[!0-9]*) ;; *) ended="exited with $exit_code" ;; esac
  fi
}

# last_lines: shows the end of the log.
last_lines() {
  ours "$files.log" && [ -s "$files.log" ] && tail -n 20 "$files.log" | sed 's/^/   | /'
}

# remove_files NAME: removes all but the log.
remove_files() {
  set -- "$directory/e2e-$1-bg"
  # With -f and without a slash at the end, rm takes a link for what it is.
  if [ -d "$1.work" ] && [ ! -L "$1.work" ] && [ -O "$1.work" ]; then
    rm -rf "$1.work" "$1.pid" "$1.state"
  else
    rm -f "$1.pid" "$1.state"
  fi
}

# is_held NAME: whether somebody who lives holds its lock.
is_held() {
  look_at_holder "$directory/e2e-$1-bg.lock" && [ "$holder_boot" = "$boot" ] && alive "$holder" "$holder_start"
}
