#!/bin/sh
cat >/dev/null
echo 'Welcome to the target! <b>{"status":'
