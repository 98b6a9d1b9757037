#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The calendar of `due --ics`, read by another program: what stands in the plans comes out again, whatever
# characters it has, and what is the same event has the same uid the next time.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
KAMPLAN_NOW=2026-03-02T09:00:00Z KAMPLAN_ID_SEED=calendar TZ=UTC LANG=C.UTF-8
export KAMPLAN_NOW KAMPLAN_ID_SEED TZ LANG
kamplan() { "$KAMPLAN_BIN" -C ws "$@" </dev/null; }

has() { # FILE TEXT…
    file=$1
    shift
    for text; do
        grep -qF -- "$text" "$file" || {
            echo "$file lacks: $text"
            cat "$file"
            exit 1
        }
    done
}

"$KAMPLAN_BIN" init ws --company "Sø & Søn; \"A/S\"" --language en --currency DKK >/dev/null
kamplan account add acme --name "ACME, Ærø; \\ GmbH" --kam "Mette Holm" >/dev/null
cat >answers.json <<'END'
{
  "actions": [
    {"what": "Send; the offer, \\ by mail: \"now\"", "owner": "Lars Bo", "due": "2026-03-13"},
    {"what": "Åååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååååå 😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀 end", "due": "2026-12-31"},
    {"what": "Was due", "due": "2026-02-01"},
    {"what": "No day"},
    {"what": "Done", "due": "2026-03-20", "status": "done"}
  ],
  "meetings": [
    {"purpose": "Quarterly", "level": "tactical", "next": "2026-04-14"},
    {"purpose": "Past", "level": "tactical", "next": "2026-01-14"}
  ],
  "meetings.internal": [{"purpose": "Ours", "next": "2026-03-09"}]
}
END
kamplan run account-plan acme --batch --answers answers.json >/dev/null
kamplan due --ics - >one.ics
node "$here/calendar.js" one.ics >one
has one '2026-03-13 2026-03-14 -PT15H "Action: Send; the offer, \\ by mail: \"now\"" "ACME, Ærø; \\ GmbH\nLars Bo"' \
    '2026-12-31 2027-01-01' '😀😀 end"' '"Action: Was due"' \
    '2026-04-14 2026-04-15 -PT15H "ACME, Ærø; \\ GmbH: Quarterly"' '"ACME, Ærø; \\ GmbH: Ours"' \
    '"Revise the plan of ACME, Ærø; \\ GmbH (2026H2)"' '2027-02-28'
if grep -E 'No day|Done|Past' one; then exit 1; fi
test "$(wc -l <one)" = 7

# A day later, in Danish, with one action done: the other events are the same ones.
sed 's/"due": "2026-02-01"/"due": "2026-02-01", "status": "done"/' answers.json >done.json
KAMPLAN_ID_SEED=later kamplan run account-plan acme --batch --answers done.json >/dev/null
KAMPLAN_NOW=2026-03-03T09:00:00Z kamplan due --lang da --ics two.ics 2>said
has said '6 '
node "$here/calendar.js" two.ics >two
cut -d ' ' -f 1 one | sort >one.uids
cut -d ' ' -f 1 two | sort >two.uids
test "$(comm -23 one.uids two.uids | wc -l)" = 1
test "$(comm -13 one.uids two.uids | wc -l)" = 0

# The demo's accounts, all of them, and one.
"$KAMPLAN_BIN" demo demo >/dev/null
"$KAMPLAN_BIN" -C demo due --ics - >demo.ics
node "$here/calendar.js" demo.ics >demo.events
test "$(wc -l <demo.events)" -gt 20
"$KAMPLAN_BIN" -C demo due nordfjord --ics - >demo.ics
node "$here/calendar.js" demo.ics >demo.events
if grep -E 'corvane|lindakra' demo.events; then exit 1; fi
