#!/bin/sh
# Its arguments, environment and working directory, as an answer.
printf '{"status":"ok","state":{"args":"%s","environment":"%s","folder":"%s"}}\n' "$*" "$(env | sort | cut -d= -f1 | tr '\n' ' ')" "$PWD"
