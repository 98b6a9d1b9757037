#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A Danish and a Swedish plan for English readers: a screen reader is told of each text what it has to be read as.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
KAMPLAN_NOW=2026-03-02T09:00:00Z KAMPLAN_ID_SEED=typed TZ=UTC LANG=C.UTF-8
export KAMPLAN_NOW KAMPLAN_ID_SEED TZ LANG
"$KAMPLAN_BIN" demo demo >/dev/null
kamplan() { "$KAMPLAN_BIN" -C demo "$@" --lang en </dev/null; }
kamplan diff --all-accounts --format html >all.html
kamplan portfolio --format html >portfolio.html
for account in nordfjord:da lindakra:sv; do
    name=${account%:*} language=${account#*:}
    kamplan show "$name" --json >plan.json
    kamplan report "$name" >report.html
    kamplan report "$name" --audience customer >customer.html 2>/dev/null
    kamplan diff "$name" 2024H2..2026H1 --format html >diff.html
    node "$here/typed.js" "$language" plan.json report.html customer.html diff.html all.html portfolio.html
done
# The check can fail.
sed 's/ lang="sv"//' report.html >silent.html
if node "$here/typed.js" sv plan.json silent.html >/dev/null; then
    echo "a page that does not tell its languages went through"
    exit 1
fi
