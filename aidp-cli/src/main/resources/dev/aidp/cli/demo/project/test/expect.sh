# expect WHAT EXPECTED GOT: ends the test if they differ, and says how.
expect() {
  if [ "$2" != "$3" ]; then
    printf '%s\n  expected: %s\n  but got:  %s\n' "$1" "$2" "$3"
    exit 1
  fi
}
