#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Ratios against rivals, in one run, whole processes, medians (see ratio.c). BUILD is a release
# build with the target bench. Needs git, jq, node and npm.
#
#   cmake --preset release -DKAMPLAN_TESTS=ON && cmake --build build --target bench
#   tests/bench/run.sh build
set -eu
build=$(realpath "${1:?the build directory}")
here=$(cd "$(dirname "$0")" && pwd)
kamplan=$build/kamplan ratio=$build/tests/bench_ratio
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null TERM=dumb LANG=C.UTF-8 TZ=UTC HOME="$work"
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
cd "$work"

# A plan of 120 answers: 60 fields of a session, 120 in all, in the workspace's own model.
awk 'BEGIN {
    t = "{\"en\": \"F\", \"da\": \"F\", \"sv\": \"F\"}"
    print "{\"format\": 1, \"fields\": ["
    for (i = 1; i <= 120; i++)
        printf "%s{\"id\": \"bench.f%d\", \"type\": \"note\", \"group\": \"customer\", \"label\": %s}\n", (i > 1 ? "," : ""), i, t
    print "]}"
}' > model.json
script() { # ID COUNT
    awk -v id="$1" -v count="$2" 'BEGIN {
        t = "{\"en\": \"B\", \"da\": \"B\", \"sv\": \"B\"}"
        printf "{\"format\": 1, \"id\": \"%s\", \"version\": 1, \"scope\": \"account\", \"title\": %s, \"about\": %s, \"sections\": [{\"id\": \"s\", \"title\": %s, \"minutes\": 9, \"steps\": [\n", id, t, t, t
        for (i = 1; i <= count; i++)
            printf "%s{\"type\": \"ask\", \"field\": \"bench.f%d\"}\n", (i > 1 ? "," : ""), i
        print "]}]}"
    }'
}
answers() { # COUNT TEXT
    awk -v count="$1" -v text="$2" 'BEGIN {
        for (i = 1; i <= count; i++)
            printf "%s\"bench.f%d\": \"%s: an answer of an ordinary length, as people give them in a workshop, number %d\"\n", (i > 1 ? "," : "{"), i, text, i
        print "}"
    }'
}
"$kamplan" init ws --language en > /dev/null
cd ws
mkdir -p sessions && cp ../model.json sessions/
script all 120 > sessions/all.json
script sixty 60 > sessions/sixty.json
"$kamplan" account add acme --name ACME > /dev/null
answers 120 start > ../all.json
"$kamplan" run all acme --batch --answers ../all.json > /dev/null
cd ..

printf '%-44s %11s %11s %7s\n' 'A : B (medians)' A B 'A/B'
"$ratio" 40 'first prompt : libraries as they are + open' "$kamplan -C ws run account-plan acme" "$build/tests/bench_libraries ws" '<= 1.5'
"$ratio" 40 'first prompt : libraries as built + open' "$kamplan -C ws run account-plan acme" "$build/tests/bench_bare ws"

if command -v npm > /dev/null; then
    mkdir -p node && cd node
    npm init -y > /dev/null 2>&1 && npm install --silent --no-audit --no-fund @inquirer/prompts > /dev/null 2>&1
    cat > ask.mjs <<'EOF'
import { input } from '@inquirer/prompts';
const question = input({ message: 'What does the customer want to have reached?' }, { clearPromptOnDone: false });
setImmediate(() => process.exit(0)); // the first prompt has been drawn
await question;
EOF
    cd ..
    "$ratio" 10 'first prompt : node + inquirer' "$kamplan -C ws run account-plan acme" "node node/ask.mjs" '<= 0.1'
fi
"$ratio" 40 'scripts : kamplan --version' "$kamplan scripts" "$kamplan --version"
"$ratio" 40 'eval : kamplan --version' "$kamplan eval 1+2" "$kamplan --version"
"$build/tests/bench_journal" ws

# Closing a session of 60 changed answers against writing the same files by hand, synced as well.
git clone -q ws rival
git -C rival config core.fsync all
cat > close.sh <<EOF
n=\$(cat n); echo \$((n + 1)) > n
sed "s/^\(.*\): an answer/\1: \$n an answer/" sixty.json > now.json
exec "$kamplan" -C ws run sixty acme --batch --answers now.json
EOF
cat > rival.sh <<'EOF'
n=$(cat n)
for i in $(seq 60); do
    echo "{\"value\": \"$n an answer of an ordinary length, as people give them in a workshop, number $i\"}" > rival/accounts/acme/plan/bench.f$i.json
done
cd rival && git add -A && git commit -q -m "session $n"
EOF
answers 60 change > sixty.json
echo 1 > n
"$ratio" 15 'close with 60 answers : git add, commit' "sh close.sh" "sh rival.sh"

"$ratio" 40 'show of 120 answers : libraries + open' "$kamplan -C ws show acme" "$build/tests/bench_libraries ws"
"$kamplan" -C ws show acme --json > plan.json
"$ratio" 40 'show --json : jq . on its output' "$kamplan -C ws show acme --json" "jq . plan.json"

# A key with 500 ideas on the screen, on a terminal, against a program that is nothing but readline.
cat > ws/sessions/ideas.json <<'EOF'
{"format": 1, "id": "ideas", "version": 1, "title": {"en": "I", "da": "I", "sv": "I"}, "sections": [
 {"id": "s", "title": {"en": "I", "da": "I", "sv": "I"}, "minutes": 60, "steps": [
  {"type": "ideas", "id": "round", "prompt": {"en": "W", "da": "H", "sv": "V"}}]}]}
EOF
{
    echo
    for i in $(seq 500); do echo "$i $((i * 7919)) an idea of an ordinary length"; done
    echo /leave
} | "$kamplan" -C ws run ideas acme > /dev/null 2>&1
"$build/tests/bench_keystroke" 600 'a key, 500 ideas on screen : bare readline' "$kamplan -C ws run ideas acme" "$build/tests/bench_line" '<= 2'

# The session machine by itself.
"$build/tests/bench_session" "$here/../../sessions"
