# shellcheck shell=sh
# A leader of some name with a child of its own; ready after so many seconds.
# It notes its PID at once, and whether another leader of its name is alive at that moment.
name=$1
echo $$ >>"$name.pids"
while read -r other; do
  if [ "$other" != $$ ] && [ -e "/proc/$other" ] && [ "$(readlink "/proc/$other/cwd")" = "$PWD" ]; then
    case $(tr '\0' ' ' <"/proc/$other/cmdline") in
      "sh child.sh $name "*) echo "$$ beside $other" >>"$name.twice" ;;
    esac
  fi 2>/dev/null
done <"$name.pids"
sleep 600 &
sleep "$2"
echo ready
wait
