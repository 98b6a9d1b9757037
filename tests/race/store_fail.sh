#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every single call that changes a file fails once, or from then on: the store says so and has done nothing,
# or has done it all; afterwards everything works.
# usage: store_fail.sh BUILD
set -eu
BUILD=$1
# shellcheck source=tests/race/shim/store_kit.sh
. "$(dirname "$0")/shim/store_kit.sh"
ws=$work/ws
base=$work/base

# fail_everywhere NAME VERB ARGS…: afterwards `after_fail WHERE STATUS` says what must hold.
fail_everywhere() {
    name=$1
    shift
    total=$(count_calls "$@")
    n=1
    while [ "$n" -le "$total" ]; do
        for how in "FAIL_AT=$n FAIL_ERRNO=ENOSPC" "FAIL_AT=$n FAIL_SHORT=1" \
            "FAIL_FROM=$n FAIL_ERRNO=ENOSPC" "FAIL_AT=$n FAIL_ERRNO=EIO" \
            "FAIL_FROM=$n FAIL_ERRNO=EROFS"; do
            case $how in
            *SHORT*) is_write "$n" || continue ;;
            # A disk that stays so, in turns: as many calls again would be as many minutes.
            FAIL_FROM*ENOSPC) [ $((n % 2)) = 0 ] || continue ;;
            FAIL_FROM*EROFS) [ $((n % 2)) = 1 ] || continue ;;
            esac
            fresh_copy
            was=$(tip "$ws")
            had=$(revisions "$ws")
            status=0
            shimmed "$how" "$@" || status=$?
            # A sanitizer's finding or a signal is neither success nor an honest failure.
            [ "$status" -lt 20 ] || fault "$name: $how: status $status: $(cat "$work/out")"
            after_fail "$name: $how of $total" "$status"
        done
        n=$((n + 1))
    done
    echo "$name: failed at $total calls"
}

after_fail() {
    "$driver" init "$ws" >"$work/out" 2>&1 || fault "$1: init: $(cat "$work/out")"
    [ "$(revisions "$ws")" = 1 ] || fault "$1: $(revisions "$ws") first revisions"
    check_tidy "$1"
}
fail_everywhere init init "$ws"

"$driver" init "$base"
"$driver" record "$base" 1
after_fail() {
    now=$(tip "$ws")
    if [ "$2" = 0 ]; then
        [ "$(revisions "$ws")" = $((had + 1)) ] || fault "$1: said to be recorded, and is not"
    elif [ "$now" = "$was" ]; then
        # Nothing happened, and nothing is to be seen of it, without any healing.
        dirt=$(git -C "$ws" status --porcelain)
        [ -z "$dirt" ] || fault "$1: status $2, yet: $dirt"
    fi
    "$driver" record "$ws" 2 >"$work/out" 2>&1 || fault "$1: again: $(cat "$work/out")"
    [ "$(revisions "$ws")" = $((had + 1)) ] || fault "$1: $(revisions "$ws") revisions at the end"
    check_tidy "$1, then again"
}
fail_everywhere record record "$ws" 2

# Where the whole disk cannot be synced, each new object is, and its directory.
count_calls record "$ws" 2 >"$work/total"
whole=$(call_number ' syncfs ')
fresh_copy
rm -f "$work/calls"
shimmed "FAIL_AT=$whole FAIL_ERRNO=ENOSYS KILL_LOG=$work/calls" record "$ws" 2 ||
    fault "without syncfs: $(cat "$work/out")"
sed -n 's/^[0-9]* link //p' "$work/calls" | grep '/objects/' >"$work/objects"
[ -s "$work/objects" ] || fault "without syncfs: no objects in the log"
while read -r object; do
    grep -q " fsync $object\$" "$work/calls" || fault "without syncfs: $object is not synced"
    grep -q " fsync ${object%/*}\$" "$work/calls" || fault "without syncfs: ${object%/*} is not synced"
done <"$work/objects"
check_tidy "without syncfs"

after_fail() {
    "$driver" people "$ws" again >"$work/out" 2>&1 || fault "$1: again: $(cat "$work/out")"
    [ "$(git -C "$ws" show refs/kamplan/people:people.json)" = again ] || fault "$1: not replaced"
    check_tidy "$1"
}
fail_everywhere people people "$ws" after

after_fail() {
    file=$ws/.git/kamplan/journal/acme.2026-03-02-x.jsonl
    if [ -e "$file" ]; then
        # Whole lines only, without gaps, unless not even cutting back was possible.
        grep -c . "$file" >/dev/null || fault "$1: an empty journal"
    fi
    "$driver" journal "$ws" 2026-03-02-x 5 >"$work/out" 2>&1 || fault "$1: again: $(cat "$work/out")"
    printf '{"line":%s}\n' 0 1 2 3 4 >"$work/want"
    cmp -s "$work/want" "$file" || fault "$1: the journal is $(cat "$file")"
    "$driver" finish "$ws" 2026-03-02-x >"$work/out" 2>&1 || fault "$1: finish: $(cat "$work/out")"
    [ "$(revisions "$ws")" = $((had + 1)) ] || fault "$1: $(revisions "$ws") revisions"
    check_tidy "$1"
}
fail_everywhere journal journal "$ws" 2026-03-02-x 5

[ "$faults" = 0 ]
