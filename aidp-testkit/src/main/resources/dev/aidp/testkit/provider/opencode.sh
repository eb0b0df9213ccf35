arity() {
  case $1 in
    --auto | --print-logs) n=0 ;;
    --format | -m | --agent | --session | --dir | --log-level) n=1 ;;
  esac
}
option() {
  case $1 in
    --format) format=$2 ;;
    -m) model=$2 ;;
    --agent) permission=$2 ;;
    --session) session=$2 resumed=yes ;;
  esac
}
ready() {
  [ "$positional" = run ] && [ "$format" = json ] || { echo 'not an unattended call' >&2; exit 1; }
  if [ "$resumed" = yes ] && [ ! -e "$(session_file "$session")" ]; then
    printf '\033[91m\033[1mError: \033[0mSession not found\n' >&2
    exit 1
  fi
  [ -n "$session" ] || session="ses_$$$call"
  big_open='{"type":"tool_use","timestamp":1,"sessionID":"'$session'","part":{"type":"tool","tool":"bash","state":{"status":"completed","input":{},"output":"'
  big_close='"}}}'
}
event() { printf '{"type":"%s","timestamp":1,"sessionID":"%s",%s}\n' "$1" "$session" "$2"; }
begin() { event step_start '"part":{"type":"step-start"}'; }
stumble() {
  event error "\"error\":{\"name\":\"APIError\",\"data\":{\"message\":\"$(json "$1")\"}}"
  code=1
}
say() { event text "\"part\":{\"type\":\"text\",\"text\":\"$(json "$1")\",\"time\":{\"start\":1,\"end\":2}}"; }
tool_used() { event tool_use "\"part\":{\"type\":\"tool\",\"tool\":\"edit\",\"callID\":\"c1\",\"state\":{\"status\":\"completed\",\"input\":{\"filePath\":\"$(json "$1")\"},\"output\":\"ok\"}}"; }
step() {
  event step_finish "\"part\":{\"type\":\"step-finish\",\"reason\":\"$1\",\"cost\":$(usd "$6"),\"tokens\":{\"input\":$2,\"output\":$5,\"reasoning\":0,\"cache\":{\"read\":$3,\"write\":$4}}}"
}
finish() {
  step tool-calls 0 0 0 0 0
  begin
  say "$1"
  settle
  step stop "$u_in" "$u_read" "$u_write" "$u_out" "$u_micro"
}
fault() {
  event error "\"error\":{\"name\":\"$1\",\"data\":{\"message\":\"$(json "$2")\"$3}}"
  code=1
}
trouble() {
  case $1 in
    rate_limited) fault APIError "${2:-Too Many Requests}" ',"statusCode":429,"isRetryable":true' ;;
    quota_exceeded) fault APIError 'Insufficient balance' '' ;;
    auth_expired) fault ProviderAuthError 'key missing' '' ;;
    transient) fault APIError 'Overloaded' ',"statusCode":529' ;;
    permanent) fault ContextOverflowError 'too much' '' ;;
    timeout) fault UnknownError 'The request timed out.' '' ;;
  esac
}
