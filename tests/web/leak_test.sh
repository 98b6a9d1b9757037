#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A secret in every field and column, in names, sessions, sign-offs; none of them is in a copy for those who may not
# read it, whatever writes the copy. What they may read is there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
KAMPLAN_NOW=2026-03-02T09:00:00Z KAMPLAN_ID_SEED=leak TZ=UTC LANG=C.UTF-8
export KAMPLAN_NOW KAMPLAN_ID_SEED TZ LANG
kamplan() { "$KAMPLAN_BIN" -C ws "$@" </dev/null; }
model=$KAMPLAN_SOURCE/sessions/model.json

"$KAMPLAN_BIN" init ws --company "Nordisk Komponent" --language en --currency DKK >/dev/null
kamplan account add acme --name "ACME" >/dev/null
kamplan account add crowd --name "Crowd" >/dev/null
# People are made by the program, in another account; the plan then refers to them.
i=100
{
    echo '{"stakeholders": ['
    while [ $i -lt 220 ]; do
        n=$(echo $i | tr 0123456789 bcdfghjklm)
        echo "{\"person\": \"Qa${n}va Zo${n}vo\"},"
        i=$((i + 1))
    done
    echo '{"person": "Qalastva Zolastvo"}]}'
} >crowd.json
kamplan run account-plan crowd --batch --answers crowd.json --facilitator "Qafacilva Zofacilvo" \
    --attendees "Qafacilva Zofacilvo, Qaguestva Zoguestvo" >/dev/null
kamplan show crowd --json | jq -r '.people | to_entries[] | [.key, .value.name] | @tsv' >people
SPEAKER=$(head -1 people | cut -f 1)
export SPEAKER
plant() { # TURN DAY
    PEOPLE=$(sed -n "$1~2p" people | tail -n +2)
    export PEOPLE
    node "$here/plant.js" plant "$model" ws acme "$1" secrets.json
    git -C ws add -A
    GIT_AUTHOR_DATE="$2T12:00:00Z" GIT_COMMITTER_DATE="$2T12:00:00Z" git -C ws \
        -c user.name=x -c user.email=x@example.invalid commit -qm "by hand" >/dev/null
}
plant 1 2026-03-02
plant 2 2026-09-02
KAMPLAN_NOW=2026-09-03T09:00:00Z KAMPLAN_ID_SEED=leak2
printf '/goto 2.3\n/decision zqdecision\n/note! zqnote\n/park zqparked\n/close\n' >typed
(cat typed; printf '/skip\n\n\n\n\nyes\n') | "$KAMPLAN_BIN" -C ws run account-plan acme \
    --facilitator "Qafacilva Zofacilvo" --attendees "Qaguestva Zoguestvo" >/dev/null 2>&1 || :
kamplan sign acme --by "Qasignerva Zosignervo" --comment "zqcomment" >/dev/null
for token in zqdecision zqnote zqparked; do
    jq --arg t $token '.secrets += [{field: "session", level: 0, token: $t, turn: 3}]' secrets.json >s && mv s secrets.json
done
for token in zqcomment zqsession Qafacilva Zofacilvo Qaguestva Zoguestvo Qasignerva Zosignervo \
    "$(head -1 people | cut -f 2 | cut -d ' ' -f 1)"; do
    jq --arg t "$token" '.secrets += [{field: "session", level: 1, token: $t, turn: 3}]' secrets.json >s && mv s secrets.json
done

kamplan minutes acme | grep -q zqdecision

status=0
for audience in company customer; do
    mkdir $audience
    for format in html md; do
        kamplan report acme --audience $audience --format $format >$audience/report.$format 2>/dev/null || test $? = 1
    done
    for format in text md; do
        kamplan minutes acme --audience $audience --format $format >$audience/minutes.$format 2>/dev/null || test $? = 1
    done
    kamplan export acme --audience $audience --format json >$audience/plan.json 2>/dev/null || test $? = 1
    kamplan export acme --audience $audience --format csv -o $audience/csv 2>/dev/null || test $? = 1
    kamplan export acme --audience $audience -o $audience/plan.xlsx 2>/dev/null || test $? = 1
    if [ $audience = company ]; then # a site of all accounts is refused for a customer
        kamplan report --all --audience company -o company/site >/dev/null 2>&1 || test $? = 1
    fi
    mkdir $audience/xlsx
    (cd $audience/xlsx && unzip -q ../plan.xlsx 2>/dev/null || python3 -m zipfile -e ../plan.xlsx .)
    find $audience -type f ! -name '*.xlsx' >files
    test "$(wc -l <files)" -gt 20
    xargs node "$here/plant.js" look secrets.json $audience <files || status=1
    node "$here/plant.js" whole secrets.json $audience $audience/plan.json || status=1
done
# The search can fail: the team's copy has what the customer may not read.
kamplan export acme --format json >team.json 2>/dev/null || test $? = 1
if node "$here/plant.js" look secrets.json customer team.json >found; then
    echo "nothing was found in the team's copy"
    status=1
fi
node "$here/plant.js" whole secrets.json team team.json || status=1
# And so does the program's own search.
kamplan report --check-leak customer/report.html acme >/dev/null || status=1
if kamplan report --check-leak company/report.html acme >/dev/null 2>&1; then status=1; fi
exit $status
