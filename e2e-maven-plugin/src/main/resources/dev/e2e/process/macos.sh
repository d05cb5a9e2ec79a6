# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # variables are shared with the script that this is part of
# What the scripts ask of macOS, in place of linux.sh; what each function is for stands there. The programs are named by the
# paths that they have on every macOS, since others of the same name may be on the PATH. The unit of start times is the
# millisecond since the epoch, as the plugin has it; ps tells seconds only, so perl asks the kernel as ps does.

tick_length=1

# The first bytes of the kernel's struct kinfo_proc, which is 648 bytes long: the start time at 0, the state at 36, the PID at
# 40, parent and group at 560. 202 is sysctl(3), and the name is CTL_KERN, KERN_PROC, KERN_PROC_PID and the PID.
# shellcheck disable=SC2016 # perl expands it
ask_kernel='my $name = pack "i4", 1, 14, 1, $ARGV[0];
my $table = "\0" x 648;
my $length = pack "Q", 648;
syscall(202, $name, 4, $table, $length, 0, 0) == 0 && unpack("Q", $length) == 648 or exit 1;
my ($seconds, $micros, $state, $pid, $parent, $group) = unpack q(q l x24 C x3 l x516 l l), $table;
$pid == $ARGV[0] && $seconds > 0 or exit 1;
printf "%s %d %d %d", $state == 5 ? "Z" : "S", $parent, $group, 1000 * $seconds + int($micros / 1000);'

# shellcheck disable=SC2016 # perl expands it
begin_session='POSIX::setsid() > 0 or die qq(setsid: $!\n); exec {$ARGV[0]} @ARGV or die qq($ARGV[0]: $!\n)'

find_boot() {
  boot=$(/usr/sbin/sysctl -n kern.bootsessionuuid 2>/dev/null)
  obstacle="'/usr/sbin/sysctl -n kern.bootsessionuuid' says nothing here"
  if [ -n "$boot" ] && ! stat_of $$; then
    boot='' obstacle='/usr/bin/perl does not get from the kernel when a process was started'
  fi
}

stat_of() {
  text=$(/usr/bin/perl -e "$ask_kernel" "$1" 2>/dev/null) || return 1
  # shellcheck disable=SC2086 # the fields are to be split
  set -- $text
  [ $# = 4 ] || return 1
  state=$1 parent=$2 group=$3 start=$4
  session=0 # which macOS shows to nobody
}

# Environments are shown behind the command lines, but not those of programs that come with the system.
find_carriers() {
  pids=$(/bin/ps -axE -ww -o pid= -o command= |
    LC_ALL=C awk -v "token=$1" 'index($0 " ", " E2E_TOKEN=" token " ") { print $1 }')
}

find_kin() {
  pids=$(/bin/ps -ax -o pid= -o ppid= -o pgid= |
    awk -v "parents=|$1|" -v "leader=${2:-none}" 'index(parents, "|" $2 "|") || $3 == leader { print $1 }')
}

look_at_token() {
  evidence=none
  environ=$(/bin/ps -E -ww -o command= -p "$1")
  case $environ in
    *' E2E_TOKEN='*)
      environ=${environ##*" E2E_TOKEN="}
      evidence=another
      if [ "${environ%%[[:space:]]*}" = "$2" ]; then evidence=ours; fi
      ;;
    *[![:space:]]*) [ "$environ" != "$(/bin/ps -ww -o command= -p "$1")" ] || evidence=hidden ;;
  esac
}

prove_leader() {
  case $1 in '' | *[!0-9]*) return ;; esac
  alive "$1" "$s_start" || return
  look_at_token "$1" ''
  [ "$evidence" != hidden ] || take "$1"
}

tick() {
  now=$(/usr/bin/perl -MTime::HiRes=time -e 'printf "%.0f", 1000 * time')
}

new_token() {
  s_token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  [ ${#s_token} = 32 ]
}

find_session() { :; }

exec_keeper() {
  exec /usr/bin/perl -MPOSIX -e "fork and exit; $begin_session" "$@" /usr/bin/perl -MPOSIX -e "$begin_session"
}

# A keeper is a shell, and shows its token to nobody.
keeper_lives() { :; }

# The plugin, too, runs stop commands in its own environment here.
print_environment() { :; }

is_listened_on() {
  /usr/sbin/netstat -an -p tcp | grep -qE "^tcp[^ ]* +[0-9]+ +[0-9]+ +[^ ]*[.]$1 +[^ ]+ +LISTEN"
}
