#!/bin/sh
# A scripted agent: a real process, but what it writes is known in advance. It acts by its role and unit.
set -eu
scripts=$(dirname "$0")
prompt=$(cat)

think() { # a model would take longer
  echo "$1" >&2
  sleep "${DEMO_PAUSE:-1}"
}

case $AIDP_ROLE in
  coder) . "$scripts/coder.sh" ;;
  resolver) . "$scripts/resolver.sh" ;;
  planner)
    think "splitting the feature"
    echo 'Here is the plan.'
    echo
    echo '```yaml'
    cat "$scripts/plan.yaml"
    echo '```'
    ;;
  *)
    echo "this agent does not play the role $AIDP_ROLE" >&2
    exit 1
    ;;
esac
