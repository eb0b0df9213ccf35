#!/bin/sh
# One turn of a scripted agent. Each line of the log is written at once, so lines of agents that run side by side stay whole.
home=@HOME@
role=$AIDP_ROLE unit=$AIDP_UNIT_ID attempt=$AIDP_ATTEMPT iteration=$AIDP_ITERATION
key="$role $unit $attempt $iteration"
status=0 fault=''

lives() {
  case $(ps -o stat= -p "$1" 2>/dev/null) in '' | Z*) return 1 ;; esac
}

prompt=$(mktemp "$home/prompts/$role.$unit.$attempt.$iteration.XXXXXX")
cat > "$prompt"
alive="$home/alive/$role.$unit"
if [ -s "$alive" ]; then
  read -r other < "$alive"
  if lives "$other"; then echo "overlap $key $$ $other" >> "$home/log"; fi
fi
echo $$ > "$alive"
call=$(($(grep -cF -- "start $key " "$home/log" 2>/dev/null) + 1))
echo "start $key $call $$ ${prompt##*/}" >> "$home/log"

@FAULTS@
if [ -z "$fault" ]; then
case "$role/$unit/$attempt/$iteration/$call" in
@RULES@
  coder/*)
    echo "work of $unit" > "$unit.txt"
    echo 'STATUS: COMPLETE'
    ;;
esac
fi

rm -f -- "$alive"
echo "end $key $call $$ $status" >> "$home/log"
exit $status
