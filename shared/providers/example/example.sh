#!/bin/sh
# example.sh VERB: one JSON document in on stdin, one out on stdout. POSIX sh and coreutils, nothing else.
set -eu
umask 077

verb=$1
call=$(cat)

# The value of a text field whose characters are all allowed. Safe without a JSON parser: the document is compact, a
# quote inside of a text is always \" in JSON, so no name or reason can look like "grantId":"…" at the start of a piece;
# and if a key comes twice, the newline between the two values is refused below.
field() { # field NAME ALLOWED_CHARACTERS
  printf '%s' "$call" | tr '{},' '\n\n\n' | sed -n "s|^\"$1\":\"\([$2]*\)\"\$|\1|p"
}
fail() { # fail CLASS MESSAGE
  printf '{"status":"error","error":{"class":"%s","message":"%s"}}\n' "$1" "$2"
  exit 0
}

id=$(field grantId 'a-z0-9-')
folder=$(field folder 'A-Za-z0-9._/ -')
case $id in '' | *[!a-z0-9-]*) fail permanent 'The call has no usable grantId.' ;; esac
case $folder in '' | *[!A-Za-z0-9._/\ -]*) fail permanent 'The config has no usable folder.' ;; esac
case $folder in /*) ;; *) folder=$PWD/$folder ;; esac
case $folder in *[\'\"\\]*) fail permanent 'The path of the folder has a quote or a backslash in it.' ;; esac
file=$folder/latchkey_$id

case $verb in
describe) echo '{"status":"ok","instructions":"Gives out a token in a file."}' ;;
check)
  mkdir -p -- "$folder" 2>/dev/null && [ -w "$folder" ] || fail permanent 'The folder cannot be written to.'
  echo '{"status":"ok"}'
  ;;
plan) printf '{"status":"ok","changes":["write the file latchkey_%s"]}\n' "$id" ;;
grant)
  # Written beside and moved into place: whoever finds the file finds a whole token. A second grant keeps the first token.
  if [ ! -e "$file" ]; then
    mkdir -p -- "$folder"
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$folder/.new_$id"
    mv -- "$folder/.new_$id" "$file"
  fi
  printf '{"status":"ok","evidence":{"file":"latchkey_%s"},"credential":{"command":"cat '"'%s'"'","fields":[' "$id" "$file"
  printf '{"name":"token","label":"Token","value":"%s","secret":true}]}}\n' "$(cat -- "$file")"
  ;;
revoke)
  rm -f -- "$file" "$folder/.new_$id"
  echo '{"status":"ok"}'
  ;;
verify) if [ -e "$file" ]; then echo '{"status":"ok","exists":true}'; else echo '{"status":"ok","exists":false}'; fi ;;
list)
  printf '{"status":"ok","items":['
  comma=
  for each in "$folder"/latchkey_*; do
    [ -e "$each" ] || continue
    printf '%s{"grantId":"%s"}' "$comma" "${each##*/latchkey_}"
    comma=,
  done
  echo ']}'
  ;;
*) fail permanent 'This verb is not known here.' ;;
esac
