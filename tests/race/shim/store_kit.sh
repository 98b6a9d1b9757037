# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154,SC2034 # ws, base, was, had: of who sources this
# Shared by the store's race tests; sourced, not run. BUILD is set by then.
driver=$BUILD/tests/race_store_driver
shim=$BUILD/tests/libkill_at.so
# In memory where that can be had: thousands of syncs prove nothing here but patience.
if [ -z "${TMPDIR-}" ] && [ -w /dev/shm ]; then TMPDIR=/dev/shm; fi
work=$(mktemp -d "${TMPDIR:-/tmp}/store.XXXXXX")
work=$(cd "$work" && pwd -P)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
LC_ALL=C
GIT_CONFIG_NOSYSTEM=1
GIT_CONFIG_GLOBAL=/dev/null
ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0
export LC_ALL GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL ASAN_OPTIONS
# Not while the suite itself runs below a shim.
unset LD_PRELOAD KILL_AT FAIL_AT FAIL_FROM KILL_TORN FAIL_SHORT || true
faults=0

fault() {
    echo "FAULT: $*" >&2
    faults=$((faults + 1))
}

# shimmed "NAME=VALUE …" VERB ARGS…: the driver on $ws under the shim; counts calls below $ws only.
shimmed() {
    settings=$1
    shift
    # shellcheck disable=SC2086 # the settings are words
    env $settings KILL_UNDER="$ws" LD_PRELOAD="$shim" "$driver" "$@" >"$work/out" 2>&1
}

# How many calls the driver makes for VERB ARGS on a copy of the workspace $base.
count_calls() {
    fresh_copy
    rm -f "$work/calls"
    shimmed "KILL_COUNT=$work/count KILL_LOG=$work/calls" "$@" ||
        fault "$* failed undisturbed: $(cat "$work/out")"
    cat "$work/count"
}

# The number of the first call counted last that fits a pattern.
call_number() {
    grep -n -m 1 "$1" "$work/calls" | cut -d: -f1
}

# Whether the Nth call counted last is a write, which can be done by halves.
is_write() {
    sed -n "${1}p" "$work/calls" | grep -q '^[0-9]* p*write'
}

# $ws becomes a copy of $base, or is gone where there is no $base.
fresh_copy() {
    rm -rf "$ws"
    if [ -d "$base" ]; then cp -a "$base" "$ws"; fi
}

tip() {
    git -C "$1" rev-parse -q --verify HEAD 2>/dev/null || echo none
}

revisions() {
    git -C "$1" rev-list --count HEAD 2>/dev/null || echo 0
}

# Whole and tidy: nothing damaged, nothing changed, nothing left lying about.
check_tidy() {
    dirt=$(git -C "$ws" status --porcelain 2>&1) || fault "$1: git status: $dirt"
    case $dirt in "" | "?? _git2_"*) ;; *) fault "$1: git status is not clean: $dirt" ;; esac
    # A log of references may name a commit that never was: harmless, and git says so itself.
    git -C "$ws" fsck --strict --no-reflogs --no-dangling >"$work/fsck" 2>&1 ||
        fault "$1: fsck: $(cat "$work/fsck")"
    git -C "$ws" diff-files --quiet || fault "$1: the index does not know the files"
    left=$(find "$ws" \( -name '*.lock' -o -name writing \) | head -n 5)
    [ -z "$left" ] || fault "$1: left behind: $left"
    # Where not even a removal succeeds, a temporary file stays; `doctor` and git know what it is.
    case $1 in *EIO* | *EROFS*) return ;; esac
    left=$(find "$ws" \( -name '*tmp*' -o -name '_git2_*' -o -path '*/kamplan/new' \) | head -n 5)
    [ -z "$left" ] || fault "$1: left behind: $left"
}

# kill_everywhere NAME VERB ARGS…: afterwards `after_kill N` says what must hold.
kill_everywhere() {
    name=$1
    shift
    total=$(count_calls "$@")
    n=1
    while [ "$n" -le "$total" ]; do
        for torn in 0 1; do
            if [ $torn = 1 ] && ! is_write "$n"; then continue; fi
            fresh_copy
            was=$(tip "$ws")
            had=$(revisions "$ws")
            shimmed "KILL_AT=$n KILL_TORN=$torn" "$@" &&
                fault "$name: call $n of $total did not kill"
            after_kill "$name killed at $n of $total (torn $torn)"
        done
        n=$((n + 1))
    done
    echo "$name: killed at $total calls"
}
