# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the other parts of e2e-helper.sh
# Part of e2e-helper.sh: the launch of one process.

# look_for_publications: sets publications to what the processes have published that this one depends on, as DEPENDENCY.KEY=VALUE.
look_for_publications() {
  publications=''
  for dependency in $depends; do
    load "$dependency" 2>/dev/null || continue
    ahead=$s_published
    while [ -n "$ahead" ]; do
      publications="$publications$dependency.${ahead%%"$newline"*}$newline"
      ahead=${ahead#*"$newline"}
    done
  done
}

# resolve TEXT: sets resolved to it with what was published in place of the references to it.
resolve() {
  resolved=$1
  case $1 in *@\{*) ;; *) return 0 ;; esac
  behind=$publications
  while [ -n "$behind" ]; do
    publication=${behind%%"$newline"*}
    behind=${behind#*"$newline"}
    unescape "${publication#*=}"
    replace "@{${publication%%=*}}" "$plain"
  done
  for dependency in $depends; do
    case $resolved in *"@{$dependency."*)
      reason="it refers to what '$dependency' has not published"
      return 1
      ;;
    esac
  done
}

# give NAME VALUE: a variable of the environment, in the shell that becomes the keeper.
give() {
  resolve "$2" || exit 1
  export "$1=$resolved"
}

# give_file NAME TEXT: a file of the work directory, which is private.
give_file() {
  resolve "$2" && printf '%s' "$resolved" >"$files.work/$1" || given=''
}

# note_state PHASE READY_AT PUBLISHED: puts the state on disk as the plugin would.
note_state() {
  write "$files.state" "version=1
name=$name
phase=$1
token=$s_token
boot=$boot${s_pid:+
pid=$s_pid
start=$s_start}
$l_rules
startedAt=$started_at${2:+
readyAt=$2}${3:+
$3}
$l_words
end=1"
}

# prepare: the empty log and work directory of a launch; an earlier log with content is kept once.
prepare() {
  remove_files_but_state
  if refused "$files.log" || { [ -s "$files.log" ] && refused "$files.log.1"; }; then return 1; fi
  if [ -s "$files.log" ]; then mv -f "$files.log" "$files.log.1"; else rm -f "$files.log"; fi
  reason="'$files.log' or '$files.work' cannot be made"
  (set -C && : >"$files.log") 2>/dev/null && mkdir -m 700 "$files.work" 2>/dev/null
}

remove_files_but_state() {
  if [ -d "$files.work" ] && [ ! -L "$files.work" ] && [ -O "$files.work" ]; then rm -rf "$files.work"; fi
}

# launch: the process whose name is in name; sets s_pid and s_start.
launch() {
  describe "$name" || return 1
  look_for_publications
  new_token || return 1
  s_pid='' s_start='' seen='' files=$directory/e2e-$name-bg
  started_at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  tick
  began=$now deadline=$((now + l_patience))
  launched="$launched $name"
  if ! note_state starting || ! prepare || ! run_keeper || ! await_process; then
    problem "Process '$name' cannot be launched: ${reason:-see what was said above}"
    last_lines >&2
    return 1
  fi
  # The state is there before the PID.
  if ! note_state starting || ! write "$files.pid" "$s_pid"; then
    problem "Process '$name': $reason"
    return 1
  fi
}

# run_keeper: as the plugin does. Not in the background of this shell, which would have it ignore INT.
run_keeper() {
  reason=''
  find_session || return 1
  # No other process writes there: it might go on when this one is killed, and write into the next launch.
  given=1
  give_files
  [ -n "$given" ] || return 1
  printf '%s\n' "$s_token" >"$files.work/token" && printf '%s\n' "$l_command" >"$files.work/command" || return 1
  (
    give_environment
    cd "$l_directory" || exit 1
    umask "$user_umask"
    E2E_TOKEN=$s_token
    E2E_KEEPER_SCRIPT=$(cat "$launches/keeper.sh")
    export E2E_TOKEN E2E_KEEPER_SCRIPT
    # shellcheck disable=SC2016 # the inner shell expands it
    exec_keeper sh -c 'eval "$E2E_KEEPER_SCRIPT"' e2e-keeper "$files.work" "$l_limit" </dev/null >>"$files.log" 2>&1
  )
}

# await_process: waits for the keeper to tell the PID of the process; some milliseconds.
await_process() {
  looks=0
  while [ "$looks" -lt 3000 ]; do
    if { read -r s_pid <"$files.work/pid"; } 2>/dev/null; then
      s_start=-1 # it is gone already, which is seen next
      if stat_of "$s_pid"; then s_start=$start; fi
      return 0
    fi
    s_pid=''
    looks=$((looks + 1))
    known=' '
    if [ $((looks % 100)) = 0 ] && ! keeper_lives "$s_token"; then
      reason='its keeper, a shell, exited before it ran it'
      return 1
    fi
    sleep "$pause"
  done
  reason='its keeper, a shell, hangs before it ran it'
  return 1
}
