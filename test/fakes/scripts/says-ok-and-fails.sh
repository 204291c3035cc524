#!/bin/sh
echo '{"status":"ok"}'
exit 1
