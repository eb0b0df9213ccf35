#!/bin/sh
# An address book. Each command is a file in lib/, which finds the data in $book.
here=$(dirname "$0")
book=${CONTACTS:-$here/data/contacts.txt}
command=${1:-list}
[ $# -eq 0 ] || shift
case $command in
  list) . "$here/lib/list.sh" ;;
  *)
    echo "contacts: unknown command '$command'" >&2
    exit 2
    ;;
esac
