#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Somebody else's locks, and signals at any moment: nobody waits for ever, nothing is left behind, and a lock
# that may be somebody's is not removed.
# usage: store_busy.sh BUILD [ROUNDS]
set -eu
BUILD=$1
rounds=${2:-60}
# shellcheck source=tests/race/shim/store_kit.sh
. "$(dirname "$0")/shim/store_kit.sh"
ws=$work/ws

"$driver" init "$ws"
"$driver" record "$ws" 1
was=$(tip "$ws")
for lock in index.lock refs/heads/main.lock; do
    : >"$ws/.git/$lock"
    status=0
    "$driver" record "$ws" 2 >"$work/out" 2>&1 || status=$?
    [ "$status" = 4 ] || fault "$lock: status $status: $(cat "$work/out")"
    grep -q 'another program is .*kamplan doctor --fix' "$work/out" ||
        fault "$lock: $(cat "$work/out")"
    [ -e "$ws/.git/$lock" ] || fault "$lock: somebody's lock was removed"
    [ "$(tip "$ws")" = "$was" ] || fault "$lock: recorded all the same"
    rm -f "$ws/.git/$lock"
    [ -z "$(git -C "$ws" status --porcelain)" ] || fault "$lock: $(git -C "$ws" status --porcelain)"
done
check_tidy "after locks of others"

# The time of a record, so that the signals fall into it.
i=0
while [ "$i" -lt "$rounds" ]; do
    i=$((i + 1))
    "$driver" writer "$ws" accounts/a/plan/goals.json 1000000 >"$work/out" 2>&1 &
    pid=$!
    # As many other forks as the round's number make a wait of any length.
    j=0
    while [ "$j" -lt "$i" ]; do
        j=$((j + 1))
        /bin/true
    done
    case $((i % 3)) in
    0) kill -INT "$pid" 2>/dev/null ;;
    1) kill -TERM "$pid" 2>/dev/null ;;
    *) kill -HUP "$pid" 2>/dev/null ;;
    esac
    [ $((i % 3)) = 0 ] && kill -TERM "$pid" 2>/dev/null # a background shell ignores INT
    wait "$pid" 2>/dev/null || true
    # Nothing to heal: signals wait until the record is whole.
    check_tidy "signal $i"
done
"$driver" record "$ws" 2
check_tidy "after $rounds signals"
[ "$faults" = 0 ]
