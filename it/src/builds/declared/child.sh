# A leader with a child of its own; ready after so many seconds.
sleep 600 &
sleep "$1"
echo ready
wait
