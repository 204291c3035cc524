#!/bin/sh
echo 'cannot reach the target' >&2
exit 3
