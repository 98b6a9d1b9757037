#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The store killed before every single call that changes a file, and in the middle of every write: the next
# process finds the state before or the state after, mends what was left behind, and goes on.
# usage: store_kill.sh BUILD
set -eu
BUILD=$1
# shellcheck source=tests/race/shim/store_kit.sh
. "$(dirname "$0")/shim/store_kit.sh"
ws=$work/ws
base=$work/base

rm -rf "$base"
after_kill() {
    "$driver" init "$ws" >"$work/out" 2>&1 || fault "$1: init: $(cat "$work/out")"
    [ "$(revisions "$ws")" = 1 ] || fault "$1: $(revisions "$ws") first revisions"
    check_tidy "$1"
    "$driver" record "$ws" 1 >"$work/out" 2>&1 || fault "$1: record: $(cat "$work/out")"
    check_tidy "$1, then a record"
}
kill_everywhere init init "$ws"

"$driver" init "$base"
"$driver" record "$base" 1
after_kill() {
    "$driver" open "$ws" >"$work/out" 2>&1 || fault "$1: open: $(cat "$work/out")"
    check_tidy "$1"
    if [ "$(tip "$ws")" != "$was" ]; then
        [ "$(revisions "$ws")" = $((had + 1)) ] || fault "$1: $(revisions "$ws") revisions"
        [ "$(git -C "$ws" log -1 --format=%s)" = "acme: step 2" ] || fault "$1: not what was recorded"
    fi
    "$driver" record "$ws" 2 >"$work/out" 2>&1 || fault "$1: again: $(cat "$work/out")"
    "$driver" record "$ws" 3 >"$work/out" 2>&1 || fault "$1: the next: $(cat "$work/out")"
    [ "$(revisions "$ws")" = $((had + 2)) ] || fault "$1: $(revisions "$ws") revisions at the end"
    check_tidy "$1, then two records"
}
kill_everywhere record record "$ws" 2

# What promises that a power cut is no worse: all objects, then the sync, then the reference, then the files.
awk '/ syncfs /            { synced = NR }
    /\/objects\/.*/ && !/ syncfs / && synced { print "written behind the sync: " $0; bad = 1 }
    / (rename|link) .*\/refs\/heads\/main$/ { moved = NR; if (!synced) { print "not synced"; bad = 1 } }
    / renameat /           { if (!moved) { print "a file before the reference: " $0; bad = 1 } }
    END                    { exit bad || !moved }' "$work/calls" >"$work/order" ||
    fault "$(cat "$work/order")"

# The mending is killed as well.
after_kill() {
    "$driver" open "$ws" >"$work/out" 2>&1 || fault "$1: open: $(cat "$work/out")"
    [ "$(revisions "$ws")" = 3 ] || fault "$1: $(revisions "$ws") revisions"
    check_tidy "$1"
}
for place in ' renameat .*team.json' ' unlinkat ' ' rename .*/.git/index$'; do
    rm -rf "$base"
    "$driver" init "$base"
    "$driver" record "$base" 1
    count_calls record "$ws" 2 >"$work/total"
    fresh_copy
    shimmed "KILL_AT=$(call_number "$place")" record "$ws" 2 && fault "$place did not kill"
    rm -rf "$base"
    mv "$ws" "$base"
    kill_everywhere "mending what was killed at$place" open "$ws"
done

rm -rf "$base"
"$driver" init "$base"
"$driver" record "$base" 1
"$driver" people "$base" before
after_kill() {
    "$driver" open "$ws" >"$work/out" 2>&1 || fault "$1: open: $(cat "$work/out")"
    check_tidy "$1"
    who=$(git -C "$ws" show refs/kamplan/people:people.json)
    case $who in
    before | after) ;;
    *) fault "$1: the directory is $who" ;;
    esac
    "$driver" people "$ws" again >"$work/out" 2>&1 || fault "$1: again: $(cat "$work/out")"
    [ "$(git -C "$ws" rev-list --count refs/kamplan/people)" = 1 ] || fault "$1: it has parents"
    check_tidy "$1, then again"
}
kill_everywhere people people "$ws" after

after_kill() {
    "$driver" journal "$ws" 2026-03-02-x 5 >"$work/out" 2>&1 || fault "$1: again: $(cat "$work/out")"
    file=$ws/.git/kamplan/journal/acme.2026-03-02-x.jsonl
    printf '{"line":%s}\n' 0 1 2 3 4 >"$work/want"
    cmp -s "$work/want" "$file" || fault "$1: the journal is $(cat "$file")"
    "$driver" finish "$ws" 2026-03-02-x >"$work/out" 2>&1 || fault "$1: finish: $(cat "$work/out")"
    cmp -s "$work/want" "$ws/accounts/acme/plan/journal.json" || fault "$1: recorded otherwise"
    [ ! -e "$file" ] || fault "$1: the journal is still there"
}
kill_everywhere journal journal "$ws" 2026-03-02-x 5

"$driver" journal "$base" 2026-03-02-x 5
after_kill() {
    "$driver" finish "$ws" 2026-03-02-x >"$work/out" 2>&1 || fault "$1: again: $(cat "$work/out")"
    [ "$(revisions "$ws")" = $((had + 1)) ] || fault "$1: $(revisions "$ws") revisions"
    cmp -s "$base/.git/kamplan/journal/acme.2026-03-02-x.jsonl" \
        "$ws/accounts/acme/plan/journal.json" || fault "$1: recorded otherwise"
    check_tidy "$1"
}
kill_everywhere finish finish "$ws" 2026-03-02-x

[ "$faults" = 0 ]
