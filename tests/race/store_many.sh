#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Eight processes write eight accounts of one workspace that none of them has made yet, and git looks and packs
# meanwhile: no revision is lost, none is made twice.
# usage: store_many.sh BUILD [REVISIONS]
set -eu
BUILD=$1
each=${2:-25}
# shellcheck source=tests/race/shim/store_kit.sh
. "$(dirname "$0")/shim/store_kit.sh"
ws=$work/ws

pids=
for account in a b c d e f g h; do
    "$driver" writer "$ws" "accounts/$account/plan/goals.json" "$each" >"$work/$account.out" 2>&1 &
    pids="$pids $!"
done
while kill -0 $! 2>/dev/null; do
    git -C "$ws" status --porcelain >/dev/null 2>&1 || true
    git -C "$ws" update-index -q --refresh >/dev/null 2>&1 || true
    git -C "$ws" pack-refs --all --prune >/dev/null 2>&1 || true
    git -C "$ws" gc -q >/dev/null 2>&1 || true
done
for pid in $pids; do
    wait "$pid" || fault "a writer failed: $(cat "$work"/?.out)"
done

want=$((1 + 8 * each))
[ "$(revisions "$ws")" = "$want" ] || fault "$(revisions "$ws") revisions instead of $want"
[ "$(git -C "$ws" rev-list --min-parents=2 --count HEAD)" = 0 ] || fault "there are merges"
for account in a b c d e f g h; do
    file=accounts/$account/plan/goals.json
    [ "$(git -C "$ws" rev-list --count HEAD -- $file)" = "$each" ] || fault "$account lost revisions"
    git -C "$ws" show "HEAD:$file" | grep -q " $each\$" || fault "$account is not at its last value"
done
check_tidy "after $want revisions"
echo "$want revisions"
[ "$faults" = 0 ]
