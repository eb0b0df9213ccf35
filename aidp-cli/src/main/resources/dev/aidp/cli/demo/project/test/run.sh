#!/bin/sh
# Runs every case in test/cases.
cd "$(dirname "$0")/.." || exit 2
failed=0
for case in test/cases/*.sh; do
  name=$(basename "$case" .sh)
  if said=$(sh "$case" 2>&1); then
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name"
    printf '%s\n' "$said" | sed 's/^/        /'
  fi
done
[ "$failed" -eq 0 ] || { echo "$failed failed"; exit 1; }
