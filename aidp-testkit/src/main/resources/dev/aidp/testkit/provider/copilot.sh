arity() {
  case $1 in
    --no-auto-update | --no-ask-user | --disable-builtin-mcps | --allow-all-tools | --yolo) n=0 ;;
    --output-format | --stream | -C | --model | --session-id | --deny-tool) n=1 ;;
  esac
}
option() {
  case $1 in
    --output-format) format=$2 ;;
    --allow-all-tools | --yolo) permission=${1#--} ;;
    --model) model=$2 ;;
    --session-id) session=$2 ;;
  esac
}
ready() {
  [ "$format" = json ] && [ -n "$permission" ] || { echo 'not an unattended call' >&2; exit 1; }
  is_uuid "$session" || { echo 'error: not a UUID' >&2; exit 1; }
  if [ -e "$(session_file "$session")" ]; then resumed=yes; fi
  big_open='{"id":"e4","timestamp":"t","parentId":null,"type":"tool.execution_complete","data":{"toolCallId":"c1","success":true,"result":"'
  big_close='"}}'
}
event() { printf '{"id":"e1","timestamp":"t","parentId":null,"type":"%s","data":{%s}}\n' "$1" "$2"; }
begin() { event session.start "\"sessionId\":\"$session\",\"copilotVersion\":\"1\",\"selectedModel\":\"${model:-default}\""; }
stumble() { event session.error "\"errorType\":\"query\",\"message\":\"$(json "$1")\""; }
say() { event assistant.message "\"messageId\":\"m1\",\"content\":\"$(json "$1")\",\"toolRequests\":[]"; }
tool_used() { event tool.execution_start "\"toolCallId\":\"c1\",\"toolName\":\"edit\",\"arguments\":{\"path\":\"$(json "$1")\"}"; }
result() {
  printf '{"type":"result","sessionId":"%s","exitCode":%d,"usage":{"premiumRequests":1}}\n' "$session" "$1"
}
finish() {
  say "$1"
  settle
  event assistant.usage "\"model\":\"m\",\"inputTokens\":$((u_in + u_read + u_write)),\"outputTokens\":$u_out,\"cacheReadTokens\":$u_read,\"cacheWriteTokens\":$u_write"
  result 0
}
fault() {
  event session.error "\"errorType\":\"$1\",\"message\":\"$(json "$2")\",\"statusCode\":$3"
  result 1
  code=1
}
trouble() {
  case $1 in
    rate_limited) fault rate_limit "${2:-Sorry, you've been rate-limited. Please wait 5 minutes.}" 429 ;;
    quota_exceeded) fault quota 'You have exceeded your premium request allowance.' 402 ;;
    auth_expired) echo 'Error: No authentication information found.' >&2; code=1 ;;
    transient) fault query 'Internal server error' 500 ;;
    permanent) fault context_limit 'The conversation is too long.' 400 ;;
    timeout) fault query 'The request timed out.' 0 ;;
  esac
}
