#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A meeting with everything in it (open actions, ideas with groups, a vote, rows of the best, a
# rating, the parking lot, the round at the end), typed line by line; the program dies within every
# single line of its journal. It is taken up where that stands, and comes to the same plan.
# usage: rounds_kill.sh BUILD
set -eu
session="run all acme --attendees Mette,Lars"
# shellcheck source=tests/race/shim/kill_kit.sh
. "$(dirname "$0")/shim/kill_kit.sh"

cat > lines <<'E2'

Curious
/skip
1 They signed
2 2026-04-01

Double the export share by 2027
Lars: A night shift
Courses
A course
/merge 2 3
One list / one number
/split 4
/group 1 2 as Night
/park Who pays?
/park The canteen
/decision We bid @Lars

1 A A
/undo
1 1 A
A 4 4

1 A
250000
Lars
100000
Mette

/named
5 2
3
Two complaints
Lars: too kind
/action Call @Mette 2026-03-20
/close
1 @Lars 2026-04-01
3
Well spent

5 4
2026-09-01
yes
E2

"$kamplan" init base --language en --currency DKK >/dev/null
"$kamplan" -C base account add acme --name "ACME A/S" >/dev/null
mkdir base/sessions
cat > base/sessions/all.json <<'J'
{"format": 1, "id": "all", "version": 1, "title": {"en": "All", "da": "Alt", "sv": "Allt"}, "sections": [
 {"id": "back", "title": {"en": "Back", "da": "B", "sv": "B"}, "minutes": 10, "steps": [
  {"type": "review", "field": "actions", "open": "status == 'open'"},
  {"type": "ask", "field": "customer.goals"}]},
 {"id": "on", "title": {"en": "On", "da": "F", "sv": "F"}, "minutes": 30, "steps": [
  {"type": "ideas", "id": "round", "prompt": {"en": "What?", "da": "Hvad?", "sv": "Vad?"}},
  {"type": "vote", "on": "round", "dots": 3, "each": 2},
  {"type": "promote", "from": "round", "into": "opportunities", "as": "title", "most": 2, "ask": ["value", "owner"]},
  {"type": "rate", "field": "health"}]}]}
J
echo '{"actions": [{"what": "Send", "status": "open"}, {"what": "Visit", "status": "open"}, {"what": "Ask", "status": "open"}]}' > answers.json
"$kamplan" -C base run account-plan acme --batch --answers answers.json >/dev/null
undisturbed
count_calls

torn=0
for n in $(awk '$2 ~ /write/ && $3 ~ /journal/ { print $1 }' log); do
    killed "$n" KILL_TORN=1
    torn=$((torn + 1))
done
[ "$torn" -gt 40 ] || fault "only $torn lines of the journal"
echo "killed within each of $torn lines of the journal"
