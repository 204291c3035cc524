#!/bin/sh
# Well-formed JSON that is 100,000 levels deep.
printf '{"status":"ok","state":'
head -c 100000 /dev/zero | tr '\0' '['
head -c 100000 /dev/zero | tr '\0' ']'
echo '}'
