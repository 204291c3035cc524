#!/bin/sh
# 100 MB.
head -c 104857600 /dev/zero | tr '\0' 'x'
