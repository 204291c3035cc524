#!/bin/sh
# The child keeps stdout and stderr open after the script itself has ended.
sleep 600 &
printf '{"status":"ok","state":{"child":%s}}\n' $!
