arity() {
  case $1 in
    -p | --trust | --force) n=0 ;;
    --output-format | --model | --resume) n=1 ;;
  esac
}
option() {
  case $1 in
    --trust | --force) permission=${1#--} ;;
    --output-format) format=$2 ;;
    --model) model=$2 ;;
    --resume) session=$2 resumed=yes ;;
  esac
}
ready() {
  [ -n "$permission" ] || { echo 'Workspace Trust Required' >&2; exit 1; }
  [ "$format" = stream-json ] || { echo 'not an unattended call' >&2; exit 1; }
  if [ "$resumed" = yes ] && ! knows_session "$session"; then
    echo "Error: chat $session not found" >&2
    exit 1
  fi
  [ -n "$session" ] || session=$(new_uuid)
  big_open='{"type":"tool_call","subtype":"completed","call_id":"c1","tool_call":{"readToolCall":{"args":{},"result":{"success":{"content":"'
  big_close='"}}}},"session_id":"'$session'"}'
}
begin() {
  printf '{"type":"system","subtype":"init","session_id":"%s","model":"%s","cwd":"%s","permissionMode":"default"}\n' \
    "$session" "${model:-default}" "$(json "$here")"
}
stumble() { echo "$1" >&2; }
say() {
  printf '{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"%s"}]},"session_id":"%s"}\n' "$(json "$1")" "$session"
}
tool_used() {
  printf '{"type":"tool_call","subtype":"started","call_id":"c1","tool_call":{"editToolCall":{"args":{"path":"%s"}}},"session_id":"%s"}\n' "$(json "$1")" "$session"
}
finish() {
  settle
  printf '{"type":"result","subtype":"success","is_error":false,"duration_ms":1,"result":"%s","session_id":"%s","request_id":"q1",' "$(json "$1")" "$session"
  printf '"usage":{"inputTokens":%d,"outputTokens":%d,"cacheReadTokens":%d,"cacheWriteTokens":%d}}\n' "$u_in" "$u_out" "$u_read" "$u_write"
}
fault() { echo "$1" >&2; code=1; }
trouble() {
  case $1 in
    rate_limited) fault "${2:-Error: [resource_exhausted] Error}" ;;
    quota_exceeded) fault 'Error: 402 Payment Required' ;;
    auth_expired) fault "Error: Authentication required. Please run 'cursor-agent login' first, or set CURSOR_API_KEY environment variable." ;;
    transient) fault 'Error: [unavailable] read ECONNRESET' ;;
    permanent) fault 'Cannot use this model: nowhere' ;;
    timeout) fault 'Error: deadline exceeded' ;;
  esac
}
