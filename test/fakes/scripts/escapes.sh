#!/bin/sh
printf '\033]0;owned\007\033[2J\033[31mred\033[0m plain \342\200\256evil\007\n' >&2
echo '{"status":"ok","instructions":"\u001b[31mred\u001b[0m\u202etext"}'
