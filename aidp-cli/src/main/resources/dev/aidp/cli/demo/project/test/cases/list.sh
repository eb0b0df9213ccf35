. test/expect.sh
expect "list begins with the first contact" \
  "Ada Lovelace <ada@example.org>, London" "$(sh contacts.sh list | head -n 1)"
expect "list shows everybody" 4 "$(sh contacts.sh list | wc -l | tr -d ' ')"
