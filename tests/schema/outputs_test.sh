#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every --json document is what its schema says, in a workspace with a revision and without one.
set -eu
validate=$(cd "$(dirname "$0")" && pwd)/validate.js
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
KAMPLAN_NOW=2026-03-02T09:00:00Z
KAMPLAN_ID_SEED=outputs
export KAMPLAN_NOW KAMPLAN_ID_SEED
kamplan() { "$KAMPLAN_BIN" -C ws "$@" </dev/null; }

# checked SCHEMA COMMAND…: what the command prints is valid, and not only empty.
checked() {
    schema=$1
    shift
    test -e "$schema.schema" || kamplan schema "$schema" >"$schema.schema"
    kamplan "$@" --json >document
    test -s document
    node "$validate" "$schema.schema" document || {
        echo "$*: is not what the schema \"$schema\" says"
        exit 1
    }
}

"$KAMPLAN_BIN" init ws --company "Nordisk Komponent" --language da --currency DKK >/dev/null
checked account-list account list
checked plan show program
checked account account show program

kamplan account add acme --name "ACME A/S" --kam "Mette Holm" >/dev/null
checked plan show acme
checked account account show acme
cat >answers.json <<'END'
{
  "customer.goals": {"value": "Double the export share", "said_by": "Lars Bo", "basis": "fact"},
  "opportunities": [
    {"title": "Service contract", "value": 1800000, "probability": 40, "owner": "Lars Bo"}
  ]
}
END
checked run run account-plan acme --batch --answers answers.json
checked plan show acme
checked plan show acme opportunities
checked plan show acme contacts
checked account account show acme
checked account-list account list
checked log log
checked log log acme
checked diff diff acme
checked diff-accounts diff --all-accounts
checked history history acme customer.goals
checked history history acme opportunities
checked history history acme opportunities/Service
checked history history acme opportunities/Service/value
checked history history acme pipeline.weighted
checked blame blame acme
checked blame blame acme --rows --stale
checked blame blame program
checked sign sign acme --by "Jens Berg" --role sponsor --comment "Well done"
checked sign sign acme --by "Jens Berg" --again
checked plan show acme
checked account account show acme
checked blame blame acme
checked log log acme
echo '{"opportunities": [{"title": "Trucks", "value": 1}]}' >answers.json
KAMPLAN_ID_SEED=again # another session, not the same one once more
kamplan run account-plan acme --batch --answers "$PWD/answers.json" >/dev/null
KAMPLAN_ID_SEED=restore
checked history history acme opportunities
checked history history acme opportunities/Service
checked run restore acme opportunities/Service "~1" --yes
checked log log acme
checked scripts scripts
checked scripts scripts account-plan
checked check check
checked doctor doctor
checked eval eval "1 + 1"
checked eval eval "customer.goals" acme
checked eval eval "wallet" acme

checked due due
checked due due acme
checked portfolio portfolio
checked portfolio portfolio --columns account,kam,revenue --sort name
checked forecast forecast acme --from 2026H1

# The demo has figures, signatures of people, and a past.
"$KAMPLAN_BIN" demo demo >/dev/null
kamplan() { "$KAMPLAN_BIN" -C demo "$@" </dev/null; }
checked due due
checked due due nordfjord --on 2025-10-01
checked portfolio portfolio
checked portfolio portfolio --on 2025H1
checked portfolio portfolio --on 2024-09-01
checked forecast forecast
checked forecast forecast nordfjord --from 2024H2
checked diff diff nordfjord 2024H2..2026H1
checked plan show program customers
checked plan show program@2025H2 customers
checked import import customers "$KAMPLAN_SOURCE/sessions/demo/customers-2025H2.csv" --yes --map "By=name,Navn=" --keep
# Copies of plans: the document of several, and each of them as the plan it is; a customer's copy is one too.
kamplan schema plans >plans.schema
kamplan schema plan >plan.schema
for audience in team company customer; do
    kamplan export --audience $audience --format json >document 2>/dev/null
    node "$validate" plans.schema document
    for account in nordfjord lindakra corvane; do
        jq --arg a $account '.accounts[] | select(.account == $a)' document >one
        test -s one
        node "$validate" plan.schema one
        kamplan export $account --audience $audience --format json 2>/dev/null | jq -S . >alone
        jq -S . one | cmp - alone
    done
done
kamplan() { "$KAMPLAN_BIN" -C ws "$@" </dev/null; }

# Half a year later: rows changed, added, removed and moved, a basis, a person; and one account more.
cat >answers.json <<'END'
{
  "customer.goals": {"value": "Double the export share by 2027", "said_by": "Lars Bo", "basis": "customer"},
  "revenue": 12400000,
  "opportunities": [
    {"title": "Portal", "value": 300000, "probability": 10, "owner": "Ida Friis"},
    {"title": "Service contract", "value": 2000000, "probability": 60, "decision_date": "2026-11-30"}
  ]
}
END
KAMPLAN_NOW=2026-09-02T09:00:00Z
KAMPLAN_ID_SEED=later
kamplan account add nord --name "Nord" >/dev/null
kamplan run account-plan acme --batch --answers answers.json >/dev/null
checked diff diff acme
checked diff diff acme 2026-03-03..2026H2
checked diff-accounts diff --all-accounts 2026H1..2026H2

kamplan schema workspace >workspace.schema
node "$validate" workspace.schema ws/kamplan.json

# What is wrong is a document, too; the exit status tells.
echo '{"format": 1, "id": "bad"}' >bad.json
kamplan schema check >check.schema
if kamplan check bad.json --json >document; then exit 1; fi
node "$validate" check.schema document
