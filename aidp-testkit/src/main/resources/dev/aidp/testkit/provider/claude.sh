arity() {
  case $1 in
    -p | --print | --verbose | --dangerously-skip-permissions) n=0 ;;
    --output-format | --model | --permission-mode | --session-id | --resume | --max-budget-usd) n=1 ;;
  esac
}
option() {
  case $1 in
    -p | --print) print=yes ;;
    --verbose) verbose=yes ;;
    --output-format) format=$2 ;;
    --model) model=$2 ;;
    --permission-mode) permission=$2 ;;
    --session-id) session=$2 named=yes ;;
    --resume) session=$2 resumed=yes ;;
  esac
}
ready() {
  [ "$print" = yes ] && [ "$format" = stream-json ] || { echo 'not an unattended call' >&2; exit 1; }
  if [ "$verbose" != yes ]; then
    echo 'Error: When using --print, --output-format=stream-json requires --verbose' >&2
    exit 1
  fi
  if [ "$resumed" = yes ] && ! knows_session "$session"; then
    echo "No conversation found with session ID: $session" >&2
    exit 1
  elif [ "$named" = yes ] && ! is_uuid "$session"; then
    echo 'Error: Invalid session ID. Must be a valid UUID.' >&2
    exit 1
  elif [ "$named" = yes ] && [ -e "$(session_file "$session")" ]; then
    echo "Error: Session ID $session is already in use." >&2
    exit 1
  fi
  [ -n "$session" ] || session=$(new_uuid)
  big_open='{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"'
  big_close='","is_error":false}]},"session_id":"'$session'"}'
}
begin() {
  printf '{"type":"system","subtype":"init","session_id":"%s","model":"%s","cwd":"%s","tools":["Bash"],"permissionMode":"%s"}\n' \
    "$session" "${model:-default}" "$(json "$here")" "$permission"
}
stumble() {
  printf '{"type":"system","subtype":"api_retry","attempt":1,"error":"%s","session_id":"%s"}\n' "$(json "$1")" "$session"
}
say() {
  printf '{"type":"assistant","message":{"id":"m1","content":[{"type":"text","text":"%s"}]},"parent_tool_use_id":null,"session_id":"%s"}\n' \
    "$(json "$1")" "$session"
}
tool_used() {
  printf '{"type":"assistant","message":{"id":"m2","content":[{"type":"tool_use","id":"t1","name":"Edit","input":{"file_path":"%s"}}]},"session_id":"%s"}\n' \
    "$(json "$1")" "$session"
}
result() {
  printf '{"type":"result","subtype":"%s","is_error":%s,"result":"%s","num_turns":1,"total_cost_usd":%s,"usage":{"input_tokens":1,"output_tokens":1},' \
    "$1" "$2" "$(json "$3")" "$(usd "$total_micro")"
  printf '"modelUsage":{"m":{"inputTokens":%d,"outputTokens":%d,"cacheReadInputTokens":%d,"cacheCreationInputTokens":%d}},"permission_denials":[],"session_id":"%s"%s}\n' \
    "$total_in" "$total_out" "$total_read" "$total_write" "$session" "$4"
}
finish() { settle; result success false "$1"; }
fault() {
  add_up
  printf '{"type":"assistant","error":"%s","message":{"model":"<synthetic>","content":[{"type":"text","text":"%s"}]},"session_id":"%s"}\n' \
    "$1" "$(json "$2")" "$session"
  result success true "$2" ',"terminal_reason":"api_error"'
  code=1
}
trouble() {
  case $1 in
    rate_limited) fault rate_limit "${2:-API Error: 429 rate limit, retry after 40}" ;;
    rejected)
      printf '{"type":"rate_limit_event","rate_limit_info":{"status":"rejected","resetsAt":%s,"rateLimitType":"five_hour"},"session_id":"%s"}\n' \
        "$2" "$session"
      fault rate_limit "You've hit your session limit · resets 4pm (Europe/Berlin)"
      ;;
    quota_exceeded) fault billing_error 'Credit balance is too low' ;;
    auth_expired) fault authentication_failed 'Not logged in · Please run /login' ;;
    transient) fault overloaded 'API Error: Repeated 529 Overloaded errors' ;;
    permanent) fault invalid_request 'Prompt is too long' ;;
    timeout) fault unknown 'API Error: request timed out' ;;
  esac
}
