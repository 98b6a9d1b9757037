#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The README lists the commands as the program does.
# usage: readme.sh README.md      (KAMPLAN_BIN is the program)
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
"$KAMPLAN_BIN" --lang en help | sed -n '/^Commands:/,/^$/p' | sed '1d; $d; s/^ *//' >"$work/program"
test -s "$work/program"
awk '/^The commands;/ { listed = 1; next } listed && /^[^ ]/ { exit } listed { sub(/^ +/, ""); if (length) print }' "$1" >"$work/readme"
diff "$work/readme" "$work/program"
