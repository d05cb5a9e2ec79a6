# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the script that this is part of
# What the scripts ask of Linux: all of it is read from /proc, since a program costs more than what is left to do. macos.sh
# has the same functions. Start times are in ticks of the kernel, of which one is tick_length milliseconds.

tick_length=10

# find_boot: sets boot to the id of the machine's boot; empty, with the reason in obstacle, where that cannot be had.
find_boot() {
  boot=''
  { read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
  obstacle='it needs Linux with /proc mounted, or macOS'
}

# stat_of PID: sets state, parent, group, session and start; fails where there is no such process.
stat_of() {
  text=''
  # The braces, since not every shell redirects its own word on a file that is missing otherwise.
  {
    while IFS= read -r line || [ -n "$line" ]; do
      text="$text$line "
    done <"/proc/$1/stat"
  } 2>/dev/null || return 1
  [ -n "$text" ] || return 1
  # The command's name may hold anything, so the fields are counted from the last parenthesis.
  # shellcheck disable=SC2086 # the fields are to be split
  set -- ${text##*')' }
  state=$1 parent=$2 group=$3 session=$4
  shift 19
  start=$1
}

# find_carriers TOKEN: sets pids to those with that token in their environment, as files below /proc.
find_carriers() {
  pids=$(LC_ALL=C grep -slF "E2E_TOKEN=$1" /proc/[0-9]*/environ)
}

# find_kin PARENTS [LEADER]: the same of the children of those, which | separates, and the group and session of the leader.
find_kin() {
  pids=$(LC_ALL=C grep -slE "\\) [A-Za-z] (($1) ${2:+|[0-9]+ $2 |[0-9]+ [0-9]+ $2 })" /proc/[0-9]*/stat)
}

# look_at_token PID TOKEN: sets evidence to what its environment says: ours, another, hidden or none.
look_at_token() {
  if grep -qsF "E2E_TOKEN=$2" "/proc/$1/environ"; then
    evidence=ours
  elif grep -qsF E2E_TOKEN= "/proc/$1/environ"; then
    evidence=another
  else
    evidence=none
  fi
}

# prove_leader PID: takes what was launched where its token is hidden from everybody, as it never is here.
prove_leader() { :; }

# tick: sets now to milliseconds on the clock of the start times.
tick() {
  read -r up rest </proc/uptime
  now=${up%.*}${up#*.}0
}

# new_token: sets s_token to one that nobody can guess.
new_token() {
  read -r s_token </proc/sys/kernel/random/uuid
}

# find_session: sets session to the program that begins a session; fails with the reason.
find_session() {
  session=$(command -v setsid) && return 0
  reason="the command 'setsid' is not on the PATH; it comes with util-linux, install that"
  return 1
}

# exec_keeper WORDS: becomes a process that has begun them in a session of its own; they get a command that does so as well.
exec_keeper() {
  exec "$session" -f "$@" "$session"
}

# keeper_lives TOKEN: whether a keeper that has not told of its process yet may do so still.
keeper_lives() {
  members "$1" -
}

# print_environment PID: what env takes to give a command the environment of that process, as xargs reads it.
print_environment() {
  printf '%s\0' -i
  cat "/proc/$1/environ"
}

# is_listened_on PORT: whether somebody listens on that TCP port.
is_listened_on() {
  grep -qsE "$(printf ':%04X [0-9A-F]+:[0-9A-F]+ 0A ' "$1")" /proc/net/tcp /proc/net/tcp6
}
