#!/bin/sh
# Ignores a polite end, and starts a child that would live on.
trap '' TERM
sleep 600 &
echo $! >child.pid
echo started >&2
wait
sleep 600
