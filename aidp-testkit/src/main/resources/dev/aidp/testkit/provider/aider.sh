arity() {
  case $1 in
    --yes-always | --no-auto-commits | --no-pretty | --no-stream | --no-fancy-input | --no-check-update) n=0 ;;
    --analytics-disable | --no-show-model-warnings | --no-detect-urls | --no-suggest-shell-commands) n=0 ;;
    --no-gitignore | --restore-chat-history | --dry-run) n=0 ;;
    --message-file | --model | --chat-history-file | --input-history-file) n=1 ;;
  esac
}
unknown() { echo "aider: error: unrecognized arguments: $1" >&2; exit 2; }
option() {
  case $1 in
    --message-file) message_file=$2 ;;
    --model) model=$2 ;;
    --chat-history-file) history=$2 ;;
    --restore-chat-history) restores=yes ;;
  esac
}
ready() {
  [ -n "$message_file" ] || { echo 'aider: not an unattended call' >&2; exit 1; }
  session=$(basename "$(dirname "$history")")
  if [ "$restores" = yes ] && [ -s "$history" ]; then resumed=yes; fi
  big_open='> '
  big_close=' <'
}
begin() {
  echo "# aider chat started" >> "$history"
  echo "Aider v0.86"
}
stumble() { echo "litellm.APIConnectionError: $1"; }
say() { raw "$1"; }
tool_used() { echo "Applied edit to $1"; }
finish() {
  raw "$1"
  settle
  echo
  echo "Tokens: $u_in sent, $u_write cache write, $u_read cache hit, $u_out received."
  echo "Cost: \$$(usd "$u_micro") message, \$$(usd "$total_micro") session."
}
fault() { echo "litellm.$1: $2"; echo "$3"; }
trouble() {
  case $1 in
    rate_limited) fault RateLimitError "slow down${2:+: $2}" 'The API provider has rate limited you. Try again later or check your quotas.' ;;
    quota_exceeded) fault APIError 'no money' 'Insufficient credits with the API provider.' ;;
    auth_expired) fault AuthenticationError 'bad key' 'The API provider is not able to authenticate you. Check your API key.' ;;
    transient) fault ServiceUnavailableError 'busy' "The API provider's servers are down or overloaded." ;;
    permanent) fault ContextWindowExceededError 'too long' 'Model m has hit a token limit!' ;;
    timeout) fault Timeout 'no answer' 'The API provider timed out without returning a response.' ;;
  esac
}
