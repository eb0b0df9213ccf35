# What each unit's coder writes.

add_command() { # NAME: behind the command list, where others add theirs too
  awk -v name="$1" '{ print } /^  list\)/ { print "  " name ") . \"$here/lib/" name ".sh\" ;;" }' \
    contacts.sh > contacts.sh.new
  cat contacts.sh.new > contacts.sh
  rm contacts.sh.new
}

think "reading the task of $AIDP_UNIT_ID"
case $AIDP_UNIT_ID in

  fields)
    cat > lib/fields.sh <<'END'
# The columns of a contact, in their order.
columns="name mail city"

# column NAME: its number, from 1.
column() {
  number=0
  for each in $columns; do
    number=$((number + 1))
    [ "$each" != "$1" ] || { echo "$number"; return; }
  done
  return 1
}
END
    cat > test/cases/fields.sh <<'END'
. test/expect.sh
. lib/fields.sh
expect "the city is the third column" 3 "$(column city)"
expect "there is no column for the age" "" "$(column age || true)"
END
    echo "name mail city" > "$AIDP_ARTIFACTS/out/columns"
    echo "The columns have names now; their list is the artifact columns."
    ;;

  quoting)
    cat > test/cases/quoting.sh <<'END'
. test/expect.sh
. lib/csv.sh
expect "a plain value stays as it is" 'London' "$(quote 'London')"
expect "a value with a comma is quoted" '"London, SW1"' "$(quote 'London, SW1')"
expect "a quote inside a value must be doubled (RFC 4180, 2.7)" '"Joan ""Clarke"""' "$(quote 'Joan "Clarke"')"
END
    if [ "$AIDP_ITERATION" -eq 1 ]; then
      cat > lib/csv.sh <<'END'
# quote VALUE: the value as it stands in a CSV file.
quote() {
  case $1 in
    *[\",]*) printf '"%s"\n' "$1" ;;
    *) printf '%s\n' "$1" ;;
  esac
}
END
      echo "Values with a comma or a quote are put in quotes."
    else
      echo "The check said: $(printf '%s\n' "$prompt" | awk '/must be doubled/ { print; exit }')"
      cat > lib/csv.sh <<'END'
# quote VALUE: the value as it stands in a CSV file.
quote() {
  case $1 in
    *[\",]*) printf '"%s"\n' "$(printf '%s\n' "$1" | sed 's/"/""/g')" ;;
    *) printf '%s\n' "$1" ;;
  esac
}
END
      echo "Quotes inside a value are doubled now."
    fi
    ;;

  guide)
    think "describing the commands"
    cat > README.md <<'END'
# Contacts

A small address book in plain shell.

    sh contacts.sh list           everybody, one per line
    sh contacts.sh list London    who lives in London
    sh contacts.sh stats          how many live where
    sh contacts.sh export         everybody as CSV (RFC 4180)

Tests: `sh test/run.sh`
END
    echo "The README describes the new commands."
    ;;

  export)
    columns=$(cat "$AIDP_ARTIFACTS/in/fields/columns")
    think "writing the command export"
    cat > lib/export.sh <<END
# export: all contacts as CSV. The columns: $columns.
. "\$here/lib/csv.sh"
echo $(echo "$columns" | tr ' ' ',')
while IFS='|' read -r name mail city; do
  printf '%s,%s,%s\n' "\$(quote "\$name")" "\$(quote "\$mail")" "\$(quote "\$city")"
done < "\$book"
END
    cat > test/cases/export.sh <<'END'
. test/expect.sh
expect "export begins with a header" "name,mail,city" "$(sh contacts.sh export | head -n 1)"
expect "export quotes what must be quoted" '"Joan ""Clarke"" Murray",joan@example.org,London' \
  "$(sh contacts.sh export | tail -n 1)"
END
    add_command export
    echo "The command export writes CSV."
    ;;

  stats)
    think "counting"
    cat > lib/stats.sh <<'END'
# stats: how many live where.
. "$here/lib/fields.sh"
cut -d '|' -f "$(column city)" "$book" | sort | uniq -c | awk '{ n = $1; $1 = ""; print n $0 }'
END
    cat > test/cases/stats.sh <<'END'
. test/expect.sh
expect "stats counts by city" "2 London" "$(sh contacts.sh stats | head -n 1)"
END
    add_command stats
    echo "The command stats counts by city."
    ;;

  filter)
    cat > lib/list.sh <<'END'
# list [CITY]: everybody, or who lives there, one per line.
awk -F '|' -v city="${1:-}" 'city == "" || $3 == city { print $1 " <" $2 ">, " $3 }' "$book"
END
    cat > test/cases/filter.sh <<'END'
. test/expect.sh
expect "list takes a city" 2 "$(sh contacts.sh list London | wc -l | tr -d ' ')"
expect "a city may have a blank" "Grace Hopper <grace@example.org>, New York" \
  "$(sh contacts.sh list 'New York')"
END
    echo "list takes the name of a city."
    ;;

  acceptance)
    cat > test/acceptance.sh <<'END'
#!/bin/sh
# What was exported can be read again, and nobody is lost.
cd "$(dirname "$0")/.." || exit 2
. test/expect.sh
expect "a line for everybody, and the header" \
  "$(($(sh contacts.sh list | wc -l) + 1))" "$(sh contacts.sh export | wc -l | tr -d ' ')"
expect "every mail address comes back" "$(cut -d '|' -f 2 data/contacts.txt)" \
  "$(sh contacts.sh export | sed 1d | sed 's/.*,\([^,]*\),[^,]*$/\1/')"
END
    echo "The export is proved to be complete."
    ;;

  *)
    echo "nobody has told this agent what to do for $AIDP_UNIT_ID" >&2
    exit 1
    ;;
esac
echo 'STATUS: COMPLETE'
