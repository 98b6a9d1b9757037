#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What `export` writes and another program (openpyxl) changes and saves, `import` reads again: of each table of the
# demo one cell is changed, and exactly that is what would change.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
KAMPLAN_NOW=2026-03-02T09:00:00Z KAMPLAN_ID_SEED=back TZ=UTC LANG=C.UTF-8
export KAMPLAN_NOW KAMPLAN_ID_SEED TZ LANG
python() { /usr/bin/python3 "$here/back.py" "$@"; }

fail() {
    echo "$*" >&2
    exit 1
}

# counts DOCUMENT: new changed gone bad
counts() { jq -r '[.new, .changed, .gone, .bad] | map(tostring) | join(" ")' "$1"; }

"$KAMPLAN_BIN" demo demo >/dev/null
cd demo
tables=0
for copy in nordfjord:da program:sv; do
    account=${copy%:*} language=${copy#*:}
    "$KAMPLAN_BIN" export "$account" --lang "$language" -o ../plan.xlsx 2>/dev/null
    python change ../plan.xlsx "$KAMPLAN_SOURCE/sessions/model.json" "$language" ../changed.xlsx >../tables
    while read -r field; do
        "$KAMPLAN_BIN" import "$field" ../plan.xlsx "$account" --lang "$language" --json \
            >../same.json 2>../err </dev/null || [ -s ../same.json ] || fail "$account $field: $(cat ../err)"
        [ "$(counts ../same.json)" = "0 0 0 0" ] ||
            fail "$account $field as it was exported: new changed gone bad $(counts ../same.json)"
        "$KAMPLAN_BIN" import "$field" ../changed.xlsx "$account" --lang "$language" --json \
            >../changed.json 2>../err </dev/null || :
        [ "$(counts ../changed.json)" = "0 1 0 0" ] ||
            fail "$account $field with one change: new changed gone bad $(counts ../changed.json)"
        tables=$((tables + 1))
    done <../tables
done
[ "$tables" -gt 20 ] || fail "only $tables tables were changed"

# Written by hand in every way that a spreadsheet has.
python strange ../strange.xlsx
"$KAMPLAN_BIN" init ../ws --language da --currency DKK >/dev/null
cd ../ws
"$KAMPLAN_BIN" import customers ../strange.xlsx --keep --yes >/dev/null 2>../err || fail "$(cat ../err)"
"$KAMPLAN_BIN" show program customers --json | jq -c '.answers.customers.value[] | del(.id, .contribution, .ratio)' >../rows
cat >../wanted <<'END'
{"number":"00123","name":"Bryggeriet Ø","revenue":1250000.5,"cost":0.3,"Siden":"1900-03-01","Fast":"yes","DG":"34.5%"}
{"number":"1002","name":"Nord Mejeri","revenue":1234.5,"cost":10000000,"Siden":"2026-03-02 14:30","Fast":"no"}
{"number":"9","name":"Last & <least>"}
END
diff ../wanted ../rows

# Nothing of these is taken, and each says why.
mkdir ../hostile
python hostile ../hostile
"$KAMPLAN_BIN" account add acme --name ACME >/dev/null
for file in good inside dots absent chart laughs bomb long shared far back error word open; do
    echo "$file: $("$KAMPLAN_BIN" import risks "../hostile/$file.xlsx" acme --lang en --json 2>&1 >../out.json </dev/null |
        sed 's/^kamplan: //'; [ ! -s ../out.json ] || jq -c '[.rows, (.faults[] | .cell, .message)]' ../out.json)"
    : >../out.json
done >../said
cat >../wanted <<'END'
good: nothing was recorded: nobody can be asked here; --yes records it
[1]
inside: nothing was recorded: nobody can be asked here; --yes records it
[1]
dots: ../hostile/dots.xlsx: a part of it lies outside of it
absent: ../hostile/absent.xlsx: the workbook has no sheet with cells
chart: ../hostile/chart.xlsx: the workbook has no sheet with cells
laughs: ../hostile/laughs.xlsx: sheet A: it has a document type, which no spreadsheet writes
bomb: ../hostile/bomb.xlsx: sheet A: the workbook is too large to be looked into
long: ../hostile/long.xlsx: sheet A: the workbook is too large to be looked into
shared: ../hostile/shared.xlsx: sheet A: the workbook is too large to be looked into
far: nothing was recorded: nobody can be asked here; --yes records it
[1]
back: ../hostile/back.xlsx: sheet A: row 5 is followed by row 2
error: no row of the file can be taken; nothing was recorded
[1,"B2","Owner: \"#REF!\" is an error of the spreadsheet"]
word: ../hostile/word.xlsx: this is a Word document; open it in the spreadsheet and save it as xlsx or CSV (UTF-8)
open: ../hostile/open.xlsx: this is an OpenDocument file (ods); open it in the spreadsheet and save it as xlsx or CSV (UTF-8)
END
diff ../wanted ../said
