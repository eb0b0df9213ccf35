#!/bin/sh
# Plays what record.sh has kept for the same prompt: replay.sh FOLDER PROMPT
asked=$(git hash-object --stdin < "$2")
for tape in "$1"/*/; do
  [ "$(cat "$tape/prompt")" = "$asked" ] || continue
  [ ! -s "$tape/patch" ] || git apply --binary --whitespace=nowarn "$tape/patch" || exit 1
  cat "$tape/errors" >&2
  cat "$tape/output"
  exit "$(cat "$tape/exit")"
done
echo "The cassette $1 holds no turn for this prompt: record it again." >&2
exit 1
