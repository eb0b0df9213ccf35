#!/bin/sh
# Every script can be parsed.
cd "$(dirname "$0")/.." || exit 2
for script in *.sh lib/*.sh test/*.sh test/cases/*.sh; do
  sh -n "$script" || exit 1
done
