#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Eight people at once on one new workspace: each makes an account, holds a session on it and changes an answer. Nothing
# is lost, from the very first revision on.
# usage: accounts_many.sh BUILD
set -eu
kamplan=$(realpath "$1")/kamplan
work=$(realpath "$(mktemp -d)")
trap 'rm -rf "$work"' EXIT
export TZ=UTC LANG=C.UTF-8 TERM=dumb HOME="$work"
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export KAMPLAN_DATA="${KAMPLAN_SOURCE:-$(dirname "$0")/../..}/sessions"
cd "$work"

"$kamplan" init ws --language en --currency DKK >/dev/null
one() {
    echo "{\"customer.goals\": \"goals of $1\", \"revenue\": $1000}" > "$1.json"
    "$kamplan" -C ws account add "a$1" --name "Account $1" --kam "Person Number$1" &&
        "$kamplan" -C ws run account-plan "a$1" --batch --answers "$1.json" &&
        echo "new goals of $1" | "$kamplan" -C ws edit "a$1" customer.goals
}
pids=
for i in 1 2 3 4 5 6 7 8; do
    one "$i" > "$i.out" 2>&1 &
    pids="$pids $!"
done
for pid in $pids; do
    wait "$pid" || { cat ./*.out; exit 1; }
done

fault() {
    echo "$*" >&2
    exit 1
}
made=$(git -C ws rev-list --count HEAD)
[ "$made" = 25 ] || fault "$made revisions instead of 25"
for i in 1 2 3 4 5 6 7 8; do
    "$kamplan" -C ws show "a$i" > plan
    grep -q "new goals of $i" plan || fault "a$i lost its goals: $(cat plan)"
    grep -q "DKK.$i,000" plan || fault "a$i lost its revenue: $(cat plan)"
    "$kamplan" -C ws account show "a$i" | grep -q "Person Number$i" || fault "a$i lost its KAM"
done
git -C ws fsck --strict > fsck 2>&1 || fault "$(cat fsck)"
dirt=$(git -C ws status --porcelain)
[ -z "$dirt" ] || fault "$dirt"
echo "eight people, 25 revisions, nothing lost"
