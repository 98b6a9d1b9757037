#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The README lists the commands as the program does.
# usage: readme.sh README.md      (KAMPLAN_BIN is the program)
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
"$KAMPLAN_BIN" --lang en help | sed -n '/^Commands:/,/^$/p' | sed '1d; $d; s/^ *//' >"$work/program"
test -s "$work/program"
sed -n '/^The commands;/,/^Questions/p' "$1" | sed -n 's/^    *//p' >"$work/readme"
diff "$work/readme" "$work/program"
