arity() {
  case $1 in
    --json | --skip-git-repo-check | --dangerously-bypass-approvals-and-sandbox) n=0 ;;
    --color | -C | -m | -s | -c) n=1 ;;
  esac
}
unknown() { echo "error: unexpected argument '$1' found" >&2; exit 2; }
option() {
  case $1 in
    --json) format=json ;;
    -m) model=$2 ;;
    -s) permission=$2 ;;
  esac
  case "$resumed $1" in 'yes -s' | 'yes -C') unknown "$1" ;; esac
}
word() {
  case "$previous/$1" in
    /exec | resume/*) ;;
    */resume) resumed=yes ;;
    */-) from_input=yes ;;
    *) unknown "$1" ;;
  esac
  [ "$previous" != resume ] || session=$1
  previous=$1
}
ready() {
  [ "$format" = json ] && [ "$from_input" = yes ] || { echo 'not an unattended call' >&2; exit 1; }
  echo 'Reading additional input from stdin...' >&2
  if [ "$resumed" = yes ] && ! grep -q '^cwd ' "$(session_file "$session")" 2> /dev/null; then
    echo "Error: thread/resume: thread/resume failed: no rollout found for thread id $session (code -32600)" >&2
    exit 1
  fi
  [ -n "$session" ] || session=$(new_uuid)
  big_open='{"type":"item.completed","item":{"id":"i1","type":"command_execution","command":"ls","aggregated_output":"'
  big_close='","exit_code":0,"status":"completed"}}'
}
begin() {
  printf '{"type":"thread.started","thread_id":"%s"}\n{"type":"turn.started"}\n' "$session"
}
stumble() { printf '{"type":"error","message":"%s"}\n' "$(json "$1")"; }
say() {
  printf '{"type":"item.completed","item":{"id":"i2","type":"agent_message","text":"%s"}}\n' "$(json "$1")"
}
tool_used() {
  printf '{"type":"item.completed","item":{"id":"i3","type":"file_change","changes":[{"path":"%s","kind":"update"}],"status":"completed"}}\n' "$(json "$1")"
}
finish() {
  say "$1"
  settle
  printf '{"type":"turn.completed","usage":{"input_tokens":%d,"cached_input_tokens":%d,"cache_write_input_tokens":%d,"output_tokens":%d}}\n' \
    "$((total_in + total_read + total_write))" "$total_read" "$total_write" "$total_out"
}
fault() {
  printf '{"type":"error","message":"Reconnecting... 1/5"}\n{"type":"turn.failed","error":{"message":"%s"}}\n' "$(json "$1")"
  code=1
}
trouble() {
  case $1 in
    rate_limited) fault "${2:-exceeded retry limit, last status: 429 Too Many Requests, request id: r1}" ;;
    quota_exceeded) fault 'Quota exceeded. Check your plan and billing details.' ;;
    auth_expired) fault 'unexpected status 401 Unauthorized: expired, url: https://example.org' ;;
    transient) fault 'Selected model is at capacity. Please try a different model.' ;;
    permanent) fault "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying." ;;
    timeout) fault 'request timed out' ;;
  esac
}
