#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the program writes is what its schemas say: the built-in model and scripts, every answer of
# the demo workspace, and `show --json` of each of its plans.
set -eu
validate=$(cd "$(dirname "$0")" && pwd)/validate.js
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"

for kind in model script answer plan; do
    "$KAMPLAN_BIN" schema "$kind" >"$kind.schema"
done
node "$validate" model.schema "$KAMPLAN_SOURCE/sessions/model.json"
for script in "$KAMPLAN_SOURCE"/sessions/*.json; do
    case $script in */model.json) ;; *) node "$validate" script.schema "$script" ;; esac
done

"$KAMPLAN_BIN" demo demo >/dev/null 2>&1
find demo -path '*/plan/*.json' >answers
test -s answers
xargs node "$validate" answer.schema <answers
"$KAMPLAN_BIN" -C demo account list --json | jq -r '.. | .slug? // empty' >accounts
test -s accounts
echo program >>accounts
while read -r account; do
    "$KAMPLAN_BIN" -C demo show "$account" --json </dev/null >"$account.json"
    node "$validate" plan.schema "$account.json"
done <accounts
