#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A whole workshop, typed line by line; the program dies at every single call that changes a file. The session is taken
# up where the journal stands and closed: the plan is that of the undisturbed workshop, the record is sound, and exactly
# one revision was made.
# usage: workshop_kill.sh BUILD
set -eu
build=$(realpath "$1")
kamplan=$build/kamplan
shim=$build/tests/libkill_at.so
[ -e "$shim" ] || { echo "no $shim: this system has no such test"; exit 0; }
work=$(realpath "$(mktemp -d)")
trap 'rm -rf "$work"' EXIT
export TZ=UTC LANG=C.UTF-8 TERM=dumb HOME="$work" KAMPLAN_NOW=2026-03-02T09:00:00Z
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export KAMPLAN_DATA="${KAMPLAN_SOURCE:-$(dirname "$0")/../..}/sessions"
cd "$work"

fault() {
    echo "$*" >&2
    exit 1
}
hold() { "$kamplan" -C "$1" run account-development-workshop-90 acme >"$work/screen" 2>&1; }
# Lines of the journal that carry the session on.
progress() {
    cat "$1"/.git/kamplan/journal/*.jsonl 2>/dev/null |
        grep -cvE '"e":"(leave|resume|person|draft)"' || true
}

cat > lines <<'E2'


Send the offer
Lars Bo
14/9


/undo



/action Call Ida @Lars Bo 1 Oct
/goto 2
/fact
Double the export share by 2027
/park prices
/goto 2.1
Triple the export share
/goto 3
4 3
/close
no
/close
yes
E2
total_lines=$(wc -l < lines)

"$kamplan" init base --language en --currency DKK >/dev/null
"$kamplan" -C base account add acme --name "ACME A/S" >/dev/null
revisions=$(git -C base rev-list --count HEAD)

# How far the journal is after each line.
i=0
: > marks
while [ "$i" -lt "$total_lines" ]; do
    rm -rf ws && cp -a base ws
    head -n "$i" lines | hold ws || fault "line $i: $(cat screen)"
    progress ws >> marks
    i=$((i + 1))
done
rm -rf ws && cp -a base ws
hold ws < lines || fault "undisturbed: $(cat screen)"
"$kamplan" -C ws show acme > want
[ "$(git -C ws rev-list --count HEAD)" = $((revisions + 1)) ] || fault "undisturbed: no one revision"

shimmed() {
    env LD_PRELOAD="$shim" ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 \
        KILL_UNDER="$work/ws" KILL_PROGRAM=kamplan "$@" \
        "$kamplan" -C ws run account-development-workshop-90 acme < lines >screen 2>&1
}
rm -rf ws && cp -a base ws
shimmed KILL_COUNT="$work/count" || fault "counted: $(cat screen)"
calls=$(cat count)

# Goes on from where the journal stands, with the line that it does not have yet.
take_up() {
    if ! ls ws/.git/kamplan/journal/*.jsonl >/dev/null 2>&1; then
        [ "$(git -C ws rev-list --count HEAD)" = "$revisions" ] || return 0 # recorded before it died
        hold ws < lines
        return
    fi
    reached=$(progress ws)
    next=$(awk -v reached="$reached" '$1 <= reached { last = NR } END { print last }' marks)
    tail -n +"$next" lines | hold ws
}

for how in "KILL_AT" "KILL_TORN=1 KILL_AT"; do
    n=1
    while [ "$n" -le "$calls" ]; do
        rm -rf ws && cp -a base ws
        # shellcheck disable=SC2086
        shimmed $how=$n && fault "$how=$n: it did not die"
        take_up || fault "$how=$n: $(cat screen)"
        "$kamplan" -C ws show acme > got
        diff -u want got || fault "$how=$n: the plan is another"
        [ "$(git -C ws rev-list --count HEAD)" = $((revisions + 1)) ] ||
            fault "$how=$n: $(git -C ws rev-list --count HEAD) revisions"
        git -C ws fsck --strict >fsck 2>&1 || fault "$how=$n: $(cat fsck)"
        dirt=$(git -C ws status --porcelain)
        [ -z "$dirt" ] || fault "$how=$n: $dirt"
        ls ws/.git/kamplan/journal/*.jsonl >/dev/null 2>&1 && fault "$how=$n: the journal is still there"
        n=$((n + 1))
    done
done
echo "killed at each of $calls calls, whole and torn"
