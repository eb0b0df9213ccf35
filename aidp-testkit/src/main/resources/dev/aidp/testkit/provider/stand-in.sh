#!/bin/sh
# One call of a program that stands in for an agent's. What it says and takes is in the part of its own further down.
home=@HOME@
here=$(pwd)
model= permission= session= resumed=no positional= previous= format= message_file= code=0
u_in=1000 u_read=9000 u_write=200 u_out=300 u_micro=120000

unknown() { echo "error: unknown option '$1'" >&2; exit 1; }

# Reads the arguments by "arity", which sets n to how many values an option has, and "option", which takes one.
read_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      -?*)
        n=unknown
        arity "$1"
        case $n in
          0) option "$1" '' ;;
          1) [ $# -ge 2 ] || unknown "$1"; option "$1" "$2"; shift ;;
          *) unknown "$1" ;;
        esac
        ;;
      *) word "$1" ;;
    esac
    shift
  done
}
word() { positional="$positional$1"; }

# Notes the call with its prompt, taken from standard input or a file.
take_call() {
  call=1
  until mkdir "$home/calls/$call" 2>/dev/null; do call=$((call + 1)); done
  for argument in "$@"; do printf '%s\n' "$argument"; done > "$home/calls/$call/arguments"
  cat "${message_file:--}" > "$home/calls/$call/prompt"
  echo "$$" > "$home/calls/$call/pid"
  unit=$AIDP_UNIT_ID iteration=$AIDP_ITERATION attempt=$AIDP_ATTEMPT
}

is_uuid() {
  case $1 in *[!0-9a-fA-F-]*) return 1 ;; ????????-????-????-????-????????????) return 0 ;; *) return 1 ;; esac
}
new_uuid() {
  printf '00000000-0000-4000-8000-%012d' "$(($$ * 1000 + call))"
}

session_file() { printf '%s/sessions/%s' "$home" "$1"; }
knows_session() { grep -qxF "cwd $here" "$(session_file "$1")" 2>/dev/null; }
open_session() {
  [ "$resumed" = yes ] || echo "cwd $here" > "$(session_file "$session")"
  turn=$(($(grep -c '^begin ' "$(session_file "$session")") + 1))
  echo "begin $turn call $call" >> "$(session_file "$session")"
  echo "$session" > "$home/calls/$call/session"
  echo "$resumed" > "$home/calls/$call/resumed"
}

use() { u_in=$1 u_read=$2 u_write=$3 u_out=$4 u_micro=$5; }
# What the turn used goes on the bill when the turn has come to its end, and into the session's running total.
settle() {
  echo "$session $turn $u_in $u_read $u_write $u_out $u_micro" >> "$home/bill"
  echo "end $turn" >> "$(session_file "$session")"
  add_up
}
add_up() {
  [ -e "$home/bill" ] || : > "$home/bill"
  total_in=0 total_read=0 total_write=0 total_out=0 total_micro=0
  while read -r s t a b c d e; do
    [ "$s" = "$session" ] || continue
    total_in=$((total_in + a)) total_read=$((total_read + b)) total_write=$((total_write + c))
    total_out=$((total_out + d)) total_micro=$((total_micro + e))
  done < "$home/bill"
}
usd() { printf '%d.%06d' "$(($1 / 1000000))" "$(($1 % 1000000))"; }

# Prints a text as the inside of a JSON string.
json() {
  printf '%s' "$1" | sed 's/\\/\\\\/g; s/"/\\"/g' | awk '{ printf "%s%s", gap, $0; gap = "\\n" }'
}
raw() { printf '%s\n' "$1"; }
edit() {
  mkdir -p -- "$(dirname -- "./$1")"
  printf '%s' "$2" > "./$1"
  tool_used "$1"
}
# A tool's output of so many bytes on one line.
big() {
  printf '%s' "$big_open"
  head -c "$1" /dev/zero | tr '\0' x
  printf '%s\n' "$big_close"
}
# A tool's output that is no UTF-8.
garbled() { printf '%s\377\376\303%s\n' "$big_open" "$big_close"; }
at_gate() {
  : > "$1"
  until [ -e "$2" ]; do sleep 0.02; done
}
leave_child() { sleep 7200 > /dev/null 2>&1 & echo "$!" >> "$home/left"; }
crash() { kill -KILL "$$"; sleep 5; }

@DIALECT@

read_arguments "$@"
take_call "$@"
ready
open_session
begin
play() {
case $call in
@RULES@
esac
}
play
exit "$code"
