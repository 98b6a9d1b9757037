#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every page that kamplan writes, of the demo and of plans that mean harm, in a browser. SCREENSHOTS=DIR
# keeps pictures, PAGES=DIR the pages, VERBOSE=1 tells what each page took.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
KAMPLAN_NOW=2026-03-02T09:00:00Z KAMPLAN_ID_SEED=web TZ=UTC LANG=C.UTF-8
export KAMPLAN_NOW KAMPLAN_ID_SEED TZ LANG
mkdir pages

# page NAME COMMAND…: standard output is a page; a plan with faults in it is a page all the same.
page() {
    name=$1
    shift
    "$KAMPLAN_BIN" -C "$ws" "$@" </dev/null >"pages/$name.html" 2>"$name.said" || test $? = 1
    test -s "pages/$name.html" || {
        echo "no page: $*"
        cat "$name.said"
        exit 1
    }
}

ws=demo
"$KAMPLAN_BIN" demo demo >/dev/null
page nordfjord report nordfjord
page nordfjord-customer report nordfjord --audience customer
page lindakra-company report lindakra@2025H1 --audience company --lang sv
page corvane report corvane
page diff diff nordfjord 2024H2..2026H1 --format html
page diff-all diff --all-accounts --format html
page portfolio portfolio --format html
page program report program --lang sv
"$KAMPLAN_BIN" -C demo report --all -o site 2>/dev/null
cp site/index.html pages/site-index.html
cp site/corvane/2025H1.html pages/site-half-year.html

# Harm by way of the program's own doors, then by files that were edited by hand.
ws=ws
"$KAMPLAN_BIN" init ws --company '<script>alert("company")</script>' --language en --currency DKK >/dev/null
kamplan() { "$KAMPLAN_BIN" -C ws "$@" </dev/null; }
kamplan account add evil --name '"><img src=x onerror=alert(1)>' --kam "Mette '<i>' Holm" >/dev/null
kamplan account add empty --name "Empty & Co" >/dev/null
kamplan account add one --name "One cycle" >/dev/null
kamplan account add long --name "Long" >/dev/null
cat >ws/sessions-model.json <<'END'
{"format": 1, "fields": [
  {"id": "own.radar", "type": "table", "view": "radar", "group": "customer", "visibility": "customer",
   "label": {"en": "<u>Radar</u>", "da": "Radar", "sv": "Radar"}, "columns": [
    {"id": "what", "type": "text", "label": {"en": "What", "da": "Hvad", "sv": "Vad"}},
    {"id": "score", "type": "number", "label": {"en": "Score", "da": "Score", "sv": "Poäng"}}]},
  {"id": "own.matrix", "type": "table", "view": "matrix", "group": "customer", "visibility": "customer",
   "label": {"en": "Matrix", "da": "Matrix", "sv": "Matris"}, "columns": [
    {"id": "only", "type": "text", "label": {"en": "Only", "da": "Kun", "sv": "Bara"}}]},
  {"id": "own.contacts", "type": "table", "view": "contacts", "group": "customer",
   "label": {"en": "Own contacts", "da": "Egne kontakter", "sv": "Egna kontakter"}, "columns": [
    {"id": "note", "type": "note", "label": {"en": "Note", "da": "Note", "sv": "Not"}}]}
]}
END
mkdir -p ws/sessions
mv ws/sessions-model.json ws/sessions/model.json
kamplan check >checked || { cat checked; exit 1; }
echo '{"stakeholders": [' >people.json
i=0
while [ $i -lt 299 ]; do
    echo "{\"person\": \"Person$i <b>Nr$i</b>\", \"stance\": -2}," >>people.json
    i=$((i + 1))
done
echo '{"person": "Zacharias Lastman"}], "customer.goals": "One cycle only"}' >>people.json
kamplan run account-plan one --batch --answers people.json >/dev/null
# As long as an answer may be, in a first cycle and in one after it.
node "$here/hostile.js" long 1 >long.json
kamplan run account-plan long --batch --answers long.json >/dev/null
node "$here/hostile.js" long 2 >long.json
KAMPLAN_NOW=2026-08-30T09:00:00Z kamplan run account-plan long --batch --answers long.json >/dev/null
PEOPLE=$(kamplan show one --json | jq -r '.people | keys | join(" ")')
export PEOPLE
hand() { # TURN DAY: as somebody with an editor and git would
    node "$here/hostile.js" "$KAMPLAN_SOURCE/sessions/model.json" ws evil "$1"
    git -C ws add -A
    GIT_AUTHOR_DATE="$2T12:00:00Z" GIT_COMMITTER_DATE="$2T12:00:00Z" git -C ws \
        -c user.name=x -c user.email=x@example.invalid commit -qm "by hand" >/dev/null
}
hand 1 2026-03-02
hand 2 2026-09-02
KAMPLAN_NOW=2026-09-03T09:00:00Z
page evil report evil
page evil-customer report evil --audience customer --lang sv
page evil-first report evil@2026-03-03 --audience company --lang da
page evil-portfolio portfolio --format html
page evil-diff diff evil 2026-03-03..2026-09-02 --format html
page one report one
page long report long@2026-03-03
page one-customer report one --audience customer
if kamplan report empty >pages/empty.html 2>/dev/null; then :; else rm -f pages/empty.html; fi

# The other writers take it as well, and the customer's copies tell nothing.
for account in evil one empty; do
    for wanted in "report $account --format md" "diff $account --format md" "diff $account --all" "diff $account --json" \
        "diff $account --format html" "report $account" "minutes $account" "export $account --format json" "show $account"; do
        # shellcheck disable=SC2086
        kamplan $wanted >written 2>said || test $? = 1
        test -s written || grep -q '^kamplan: ' said || { echo "nothing said: $wanted"; exit 1; }
        if grep -q Sanitizer said; then cat said; exit 1; fi
    done
    kamplan export $account --format csv -o csv-$account 2>/dev/null || test $? = 1
done
kamplan export evil one long empty -o all.xlsx 2>/dev/null || test $? = 1
kamplan report --all -o evil-site 2>/dev/null || test $? = 1
test "$(find evil-site -name '*.html' | wc -l)" -ge 6
for format in md html; do
    kamplan report evil --audience customer --format $format >evil.$format 2>/dev/null || test $? = 1
    kamplan report --check-leak evil.$format evil >leaks || { cat leaks; exit 1; }
done
kamplan export evil --audience customer -o evil.xlsx 2>/dev/null || test $? = 1
kamplan report --check-leak evil.xlsx evil >leaks || { cat leaks; exit 1; }
kamplan export evil one long --format csv -o csv 2>/dev/null || test $? = 1
node "$here/cells.js" csv/*.csv csv-*/*.csv

[ -z "${PAGES-}" ] || cp -r pages "$PAGES"
node "$here/pages.js" "$chromium" pages/*.html
