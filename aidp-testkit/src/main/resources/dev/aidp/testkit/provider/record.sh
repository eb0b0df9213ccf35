#!/bin/sh
# Runs a program and keeps what it was given, what it wrote and what it changed: record.sh FOLDER PROMPT PROGRAM ARGUMENTS
tapes=$1 prompt=$2
shift 2
n=1
until mkdir "$tapes/$n" 2> /dev/null; do n=$((n + 1)); done
tape=$tapes/$n
for argument in "$@"; do printf '%s\n' "$argument"; done > "$tape/arguments"
git hash-object --stdin < "$prompt" > "$tape/prompt"
tree() {
  cp "$(git rev-parse --git-path index)" "$tape/index" 2> /dev/null
  GIT_INDEX_FILE=$tape/index git add -A
  GIT_INDEX_FILE=$tape/index git write-tree
  rm -f "$tape/index"
}
before=$(tree)
mkfifo "$tape/pipe"
tee "$tape/errors" < "$tape/pipe" >&2 &
{ "$@" 2> "$tape/pipe"; echo "$?" > "$tape/exit"; } | tee "$tape/output"
wait
rm -f "$tape/pipe"
git diff --binary "$before" "$(tree)" > "$tape/patch"
exit "$(cat "$tape/exit")"
