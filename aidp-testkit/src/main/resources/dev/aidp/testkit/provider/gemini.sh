arity() {
  case $1 in
    --skip-trust) n=0 ;;
    -o | -m | --approval-mode | --session-id | --resume | -p) n=1 ;;
  esac
}
unknown() { echo "Unknown arguments: $1" >&2; exit 42; }
option() {
  case $1 in
    --skip-trust) trusted=yes ;;
    -o) format=$2 ;;
    -m) model=$2 ;;
    --approval-mode) permission=$2 ;;
    --session-id) session=$2 ;;
    --resume) session=$2 resumed=yes ;;
  esac
}
ready() {
  [ "$trusted" = yes ] || { echo 'the folder is not trusted' >&2; exit 55; }
  [ "$format" = stream-json ] || { echo 'not an unattended call' >&2; exit 42; }
  if [ "$resumed" = yes ] && ! knows_session "$session"; then
    echo "Invalid session identifier \"$session\". Use --list-sessions." >&2
    exit 42
  fi
  [ -n "$session" ] || session=$(new_uuid)
  big_open='{"type":"tool_result","timestamp":"t","tool_id":"r1","status":"success","output":"'
  big_close='"}'
}
begin() {
  printf '{"type":"init","timestamp":"t","session_id":"%s","model":"%s"}\n' "$session" "${model:-default}"
  printf '{"type":"message","timestamp":"t","role":"user","content":"STATUS: COMPLETE"}\n'
}
delta=true
stumble() { printf '{"type":"error","timestamp":"t","severity":"error","message":"%s"}\n' "$(json "$1")"; }
say() {
  printf '{"type":"message","timestamp":"t","role":"assistant","content":"%s","delta":%s}\n' "$(json "$1")" "$delta"
  delta=false
}
tool_used() {
  printf '{"type":"tool_use","timestamp":"t","tool_name":"replace","tool_id":"r1","parameters":{"file_path":"%s"}}\n' "$(json "$1")"
}
stats() {
  printf '"stats":{"total_tokens":1,"input_tokens":%d,"output_tokens":%d,"cached":%d,"input":%d,"duration_ms":1}}\n' \
    "$((u_in + u_read + u_write))" "$u_out" "$u_read" "$((u_in + u_write))"
}
finish() {
  say "$1"
  settle
  printf '{"type":"result","timestamp":"t","status":"success",'
  stats
}
fault() {
  u_in=0 u_read=0 u_write=0 u_out=0
  printf '{"type":"result","timestamp":"t","status":"error","error":{"type":"%s","message":"%s"},' "$1" "$(json "$2")"
  stats
}
trouble() {
  case $1 in
    rate_limited) fault RetryableQuotaError "${2:-Please retry in 34.07s}"; code=173 ;;
    quota_exceeded) fault TerminalQuotaError 'You exceeded your current quota, please check your plan and billing details.'; code=173 ;;
    auth_expired) echo 'Please set an Auth method in your settings.json' >&2; code=41 ;;
    transient) fault ApiError 'got status: 503 UNAVAILABLE. The model is overloaded.'; code=247 ;;
    permanent) fault FatalTurnLimitedError 'Reached max session turns'; code=53 ;;
    timeout) fault Error 'request timed out'; code=1 ;;
  esac
}
