#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The workbook of `export`, opened by another program: every cell is what `show --json` says. By openpyxl, which
# is there in a second, where an office suite takes minutes and gigabytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
KAMPLAN_NOW=2026-03-02T09:00:00Z KAMPLAN_ID_SEED=xlsx TZ=UTC LANG=C.UTF-8
export KAMPLAN_NOW KAMPLAN_ID_SEED TZ LANG
"$KAMPLAN_BIN" demo demo >/dev/null
for copy in nordfjord:da lindakra:sv corvane:en corvane:da; do
    account=${copy%:*} language=${copy#*:}
    "$KAMPLAN_BIN" -C demo export "$account" --lang "$language" -o plan.xlsx 2>/dev/null
    "$KAMPLAN_BIN" -C demo show "$account" --json </dev/null >plan.json
    /usr/bin/python3 "$here/xlsx.py" plan.xlsx plan.json "$KAMPLAN_SOURCE/sessions/model.json" "$language"
done
