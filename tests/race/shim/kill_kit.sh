# SPDX-License-Identifier: GPL-3.0-or-later
# Sessions that are typed line by line and die: what their tests share. Sourced, with $1 the build
# directory and $session the words that hold the session ("run SCRIPT acme …").
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
KAMPLAN_DATA=$(realpath "$KAMPLAN_DATA")
cd "$work"

fault() {
    echo "$*" >&2
    exit 1
}
# shellcheck disable=SC2086
hold() { "$kamplan" -C "$1" $session >"$work/screen" 2>&1; }
# The plan as people see it, without the revision's id: ids of people and rows differ from run to run.
plan() { "$kamplan" -C ws show acme | sed 2d; }
# Lines of the journal that carry the session on.
progress() {
    cat "$1"/.git/kamplan/journal/*.jsonl > journal 2>/dev/null || true
    head -n "$(wc -l < journal)" journal | # without a torn last line
        grep -cvE '"e":"(leave|resume|person|draft)"' || true
}

# From the workspace `base` and the file `lines`: how far the journal is after each line (`marks`),
# and the plan of the undisturbed session (`want`).
undisturbed() {
    revisions=$(git -C base rev-list --count HEAD)
    i=0
    : > marks
    while [ "$i" -lt "$(wc -l < lines)" ]; do
        rm -rf ws && cp -a base ws
        head -n "$i" lines | hold ws || fault "line $i: $(cat screen)"
        progress ws >> marks
        i=$((i + 1))
    done
    rm -rf ws && cp -a base ws
    hold ws < lines || fault "undisturbed: $(cat screen)"
    plan > want
    [ "$(git -C ws rev-list --count HEAD)" = $((revisions + 1)) ] || fault "undisturbed: no one revision"
}

# The whole session with the library that kills it, or lets calls fail (race/shim).
# shellcheck disable=SC2086
shimmed() {
    env LD_PRELOAD="$shim" ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 \
        KILL_UNDER="$work/ws" KILL_PROGRAM=kamplan KAMPLAN_ID_SEED=kill "$@" \
        "$kamplan" -C ws $session < lines >screen 2>&1
}

# How many calls there are ($calls), and each of them (`log`).
count_calls() {
    rm -rf ws && cp -a base ws
    shimmed KILL_COUNT="$work/count" KILL_LOG="$work/log" || fault "counted: $(cat screen)"
    calls=$(cat count)
}

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

# taken_up WHERE: what is left goes on from where the journal stands, and nothing is to be seen of
# what happened.
taken_up() {
    take_up || fault "$1: $(cat screen)"
    plan > got
    diff -u want got || fault "$1: the plan is another"
    made=$(git -C ws rev-list --count HEAD)
    [ "$made" = $((revisions + 1)) ] || fault "$1: $made revisions"
    git -C ws fsck --strict >fsck 2>&1 || fault "$1: $(cat fsck)"
    dirt=$(git -C ws status --porcelain -- accounts program snapshots)
    [ -z "$dirt" ] || fault "$1: $dirt"
    ls ws/.git/kamplan/journal/*.jsonl >/dev/null 2>&1 && fault "$1: the journal is still there"
    return 0
}

# Dies at a call; KILL_TORN=1: half-way through it.
killed() { # CALL [NAME=VALUE]
    rm -rf ws && cp -a base ws
    shimmed KILL_AT="$@" && fault "killed at $*: it did not die"
    taken_up "killed at $*"
}
