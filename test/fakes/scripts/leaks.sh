#!/bin/sh
# Tells its config's password, and the credential's, everywhere.
cat >&2
echo 'new password: made-up-token-1' >&2
cat <<'J'
{"status":"ok","state":{"p":"hunter2-hunter2"},"evidence":{"p":"made-up-token-1"},"instructions":"use hunter2-hunter2",
 "credential":{"fields":[{"name":"token","label":"Token","value":"made-up-token-1","secret":true}]}}
J
