#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A whole workshop, typed line by line; the program dies at every single call that changes a file, or the disk is full from
# there on. The session is taken up where the journal stands and closed: the plan is that of the undisturbed workshop, the record is sound, and exactly
# one revision was made.
# usage: workshop_kill.sh BUILD
set -eu
build=$(realpath "$1")
kamplan=$build/kamplan
shim=$build/tests/libkill_at.so
[ -e "$shim" ] || { echo "no $shim: this system has no such test"; exit 0; }
# In memory where that can be had: hundreds of synced sessions prove nothing here but patience.
[ -n "${TMPDIR-}" ] || { [ -w /dev/shm ] && TMPDIR=/dev/shm && export TMPDIR; } || true
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
hold() { "$kamplan" -C "$1" run account-development-workshop acme >"$work/screen" 2>&1; }
# The plan as people see it, without the revision's id: ids of people and rows differ from run to run.
plan() { "$kamplan" -C ws show acme | sed 2d; }
# Lines of the journal that carry the session on.
progress() {
    cat "$1"/.git/kamplan/journal/*.jsonl > journal 2>/dev/null || true
    head -n "$(wc -l < journal)" journal | # without a torn last line
        grep -cvE '"e":"(leave|resume|person|draft)"' || true
}

cat > lines <<'E2'


New compressor
Struer
2026
9000
2

/undo

/goto 2.1
/fact
Double the export share by 2027
/park prices
/goto 2.1
Triple the export share
/goto 3
4 3
/action Call Ida @Lars Bo 1 Oct
/close
3
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
plan > want
[ "$(git -C ws rev-list --count HEAD)" = $((revisions + 1)) ] || fault "undisturbed: no one revision"

shimmed() {
    env LD_PRELOAD="$shim" ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 \
        KILL_UNDER="$work/ws" KILL_PROGRAM=kamplan KAMPLAN_ID_SEED=kill "$@" \
        "$kamplan" -C ws run account-development-workshop acme < lines >screen 2>&1
}
rm -rf ws && cp -a base ws
shimmed KILL_COUNT="$work/count" KILL_LOG="$work/log" || fault "counted: $(cat screen)"
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

# taken_up WHERE: what is left goes on from where the journal stands, and nothing is to be seen of what happened.
taken_up() {
    take_up || fault "$1: $(cat screen)"
    plan > got
    diff -u want got || fault "$1: the plan is another"
    made=$(git -C ws rev-list --count HEAD)
    [ "$made" = $((revisions + 1)) ] || fault "$1: $made revisions"
    git -C ws fsck --strict >fsck 2>&1 || fault "$1: $(cat fsck)"
    dirt=$(git -C ws status --porcelain)
    [ -z "$dirt" ] || fault "$1: $dirt"
    ls ws/.git/kamplan/journal/*.jsonl >/dev/null 2>&1 && fault "$1: the journal is still there"
    return 0
}

n=1
while [ "$n" -le "$calls" ]; do
    rm -rf ws && cp -a base ws
    shimmed KILL_AT="$n" && fault "killed at $n: it did not die"
    taken_up "killed at $n"
    n=$((n + 1))
done
# Writes may also stop half-way.
torn=0
for n in $(awk '$2 ~ /write/ { print $1 }' log); do
    rm -rf ws && cp -a base ws
    shimmed KILL_TORN=1 KILL_AT="$n" && fault "killed in $n: it did not die"
    taken_up "killed in $n"
    torn=$((torn + 1))
done
# A disk that is full stays full: the room is told, and what was safe is safe.
n=1
while [ "$n" -le "$calls" ]; do
    rm -rf ws && cp -a base ws
    shimmed FAIL_FROM="$n" FAIL_ERRNO=ENOSPC || true
    taken_up "full from $n"
    n=$((n + 5))
done
echo "killed at each of $calls calls, and within each of $torn writes"
