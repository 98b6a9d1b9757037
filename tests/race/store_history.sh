#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The index of plans' revisions while it is made and extended, killed before every call that changes a file,
# on a disk that fails, and by several processes at once: it always says what git says. And sign-offs killed
# everywhere: none is ever lost.
# usage: store_history.sh BUILD
set -eu
BUILD=$1
# shellcheck source=tests/race/shim/store_kit.sh
. "$(dirname "$0")/shim/store_kit.sh"
ws=$work/ws
base=$work/base

# check_history WHERE FILE: what the driver said in FILE is what git says from the same revision.
check_history() {
    from=$(head -n 1 "$2")
    git -C "$ws" log --format=%H "$from" -- accounts/acme >"$work/git"
    sed '1d; s/ .*//' "$2" >"$work/ours"
    cmp -s "$work/git" "$work/ours" || fault "$1: $(wc -l <"$work/ours") revisions: $(cat "$2")"
}

rm -rf "$base"
"$driver" init "$base"
for step in 1 2 3; do "$driver" record "$base" $step; done
after_kill() {
    "$driver" history "$ws" >"$work/out" 2>&1 || fault "$1: history: $(cat "$work/out")"
    check_history "$1" "$work/out"
    "$driver" record "$ws" 8
    "$driver" history "$ws" >"$work/out" 2>&1 || fault "$1: the next: $(cat "$work/out")"
    check_history "$1, then a record" "$work/out"
    check_tidy "$1"
}
kill_everywhere "making the index" history "$ws"
"$driver" history "$base" >/dev/null
"$driver" record "$base" 4
kill_everywhere "extending the index" history "$ws"

# An index that cannot be written costs time, not answers.
total=$(count_calls history "$ws")
n=1
while [ "$n" -le "$total" ]; do
    for how in "FAIL_AT=$n" "FAIL_FROM=$n" "FAIL_AT=$n FAIL_SHORT=1" "FAIL_FROM=$n FAIL_ERRNO=EROFS"; do
        fresh_copy
        shimmed "$how" history "$ws" || fault "history: $how: $(cat "$work/out")"
        check_history "$how" "$work/out"
        after_kill "$how"
    done
    n=$((n + 1))
done
echo "failed at $total calls"

# Which objects sign-offs name.
signed() {
    git -C "$ws" for-each-ref --format='%(objectname)' refs/tags/acme | sort -u
}
for times in 0 1 2; do
    [ $times = 0 ] || "$driver" sign "$base"
    fresh_copy
    signed >"$work/before"
    after_kill() {
        "$driver" open "$ws" >"$work/out" 2>&1 || fault "$1: open: $(cat "$work/out")"
        check_tidy "$1"
        signed >"$work/after"
        [ -z "$(comm -23 "$work/before" "$work/after")" ] || fault "$1: a sign-off is lost"
        "$driver" record "$ws" 9
        "$driver" sign "$ws" >"$work/out" 2>&1 || fault "$1: again: $(cat "$work/out")"
        signed >"$work/again"
        [ -z "$(comm -23 "$work/after" "$work/again")" ] || fault "$1: again: a sign-off is lost"
        [ "$(git -C "$ws" rev-parse refs/tags/acme/2026H1^0)" = "$(tip "$ws")" ] ||
            fault "$1: again: not the newest"
        check_tidy "$1, then again"
    }
    kill_everywhere "signing off after $times" sign "$ws"
    "$driver" record "$base" 5$times
done

# Several who read while two write.
rm -rf "$ws"
"$driver" init "$ws"
"$driver" writer "$ws" accounts/acme/plan/goals.json 40 >"$work/w1" 2>&1 &
writers=$!
"$driver" writer "$ws" accounts/other/plan/goals.json 40 >"$work/w2" 2>&1 &
writers="$writers $!"
readers=
for reader in 1 2 3; do
    (
        n=0
        while [ $n -lt 25 ]; do
            n=$((n + 1))
            "$driver" history "$ws" >"$work/read.$reader.$n" 2>&1 || echo "failed" >>"$work/read.$reader.$n"
        done
    ) &
    readers="$readers $!"
done
for pid in $writers $readers; do wait "$pid" || fault "a process failed: $(cat "$work"/w?)"; done
for file in "$work"/read.*; do check_history "while others write" "$file"; done
"$driver" history "$ws" >"$work/out"
check_history "at the end" "$work/out"
[ "$(wc -l <"$work/out")" = 41 ] || fault "at the end: $(wc -l <"$work/out") lines"

[ "$faults" = 0 ]
