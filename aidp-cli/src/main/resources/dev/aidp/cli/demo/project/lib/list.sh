# list: everybody, one per line.
awk -F '|' '{ print $1 " <" $2 ">, " $3 }' "$book"
