#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Pages and exports onto a disk that is full, after some bytes or from some call on: the old file stays whole or the
# new one is, nothing else is left lying about, the exit status is 1 and one message says so.
# usage: pages_fail.sh BUILD
set -eu
build=$(realpath "$1")
kamplan=$build/kamplan
shim=$build/tests/libkill_at.so
work=$(realpath "$(mktemp -d)")
trap 'rm -rf "$work"' EXIT
export TZ=UTC LANG=C.UTF-8 TERM=dumb HOME="$work" KAMPLAN_NOW=2026-03-02T09:00:00Z KAMPLAN_ID_SEED=full
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export KAMPLAN_DATA="${KAMPLAN_SOURCE:-$(dirname "$0")/../..}/sessions"
KAMPLAN_DATA=$(realpath "$KAMPLAN_DATA")
ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0
export ASAN_OPTIONS
cd "$work"
faults=0 tried=0

fault() {
    echo "FAULT: $*" >&2
    faults=$((faults + 1))
}

kamplan() { "$kamplan" -C ws "$@"; }
"$kamplan" init ws --language en --currency DKK >/dev/null
cat >answers.json <<'END'
{"customer.goals": "Goals that are to be read again", "revenue": 1000000, "plan.objective": "Grow",
 "opportunities": [{"title": "Cold room", "value": 250000, "probability": 40}],
 "stakeholders": [{"person": "Jens Holm", "stance": 1}]}
END
kamplan account add acme --name "ACME A/S" --kam "Mette Holm" >/dev/null
kamplan run account-plan acme --batch --answers answers.json >/dev/null 2>&1

# What a run left: `want` is the directory after one that nothing disturbed, `before` the one it found.
# Every file is one of the two, and there is no other.
judge() { # WHERE STATUS
    tried=$((tried + 1))
    if [ "$2" = 0 ]; then
        diff -r want out >differs || fault "$1: said to be done: $(head -n 3 differs)"
        return
    fi
    [ "$2" = 1 ] || fault "$1: status $2: $(cat said)"
    [ "$(wc -l <said)" -eq 1 ] && grep -q '^kamplan: ' said || fault "$1: not one message: $(cat said)"
    find out -type f | while read -r file; do
        cmp -s "$file" "before/${file#out/}" || cmp -s "$file" "want/${file#out/}" ||
            echo "$file: neither the old one nor the new one"
    done >left
    find before -type f | while read -r file; do
        [ -e "out/${file#before/}" ] || echo "$file is gone"
    done >>left
    [ ! -s left ] || fault "$1: $(cat left)"
}

# Where no file may grow over so many blocks; a full disk says ENOSPC, and this EFBIG, in the same places.
narrow() { # BLOCKS COMMAND…: messages go through a pipe, which no limit stops
    limit=$1
    shift
    { (trap '' XFSZ && ulimit -f "$limit" && kamplan "$@") 2>&1 </dev/null && echo 0 || echo $?; } |
        cat >all
    status=$(tail -n 1 all)
    sed '$d' all >said
}

everywhere() { # COMMAND…, which writes below out/
    rm -rf out want && cp -a before out
    kamplan "$@" >said 2>&1 || fault "undisturbed: $*: $(cat said)"
    mv out want
    failed=0
    for blocks in 0 1 4 16; do
        rm -rf out && cp -a before out
        narrow $blocks "$@"
        judge "$blocks blocks: $*" "$status"
        [ "$status" = 0 ] || failed=$((failed + 1))
    done
    [ $failed -gt 0 ] || fault "$*: no limit was felt"
    [ -e "$shim" ] || return 0
    n=1 status=1
    while [ $status != 0 ] && [ $n -lt 60 ]; do
        for how in "FAIL_FROM=$n" "FAIL_AT=$n" "FAIL_AT=$n FAIL_SHORT=1"; do
            rm -rf out && cp -a before out
            status=0
            # shellcheck disable=SC2086 # the settings are words
            env $how LD_PRELOAD="$shim" KILL_UNDER="$work/out" KILL_PROGRAM=kamplan \
                "$kamplan" -C ws "$@" >said 2>&1 </dev/null || status=$?
            judge "$how: $*" $status
        done
        n=$((n + 1))
    done
    [ $n -gt 2 ] || fault "$*: no call was seen"
}

mkdir before
for name in page.html page.md plan.xlsx plan.json rows.csv; do echo "what stood here" >before/$name; done
# This test can fail: somebody who writes straight onto the old file is found out.
cat >careless <<'END'
#!/bin/sh
for last; do :; done
seq 20000 >"$last" 2>/dev/null || { echo "kamplan: no room" >&2; exit 1; }
END
chmod +x careless
if (kamplan=$work/careless shim=none && everywhere -o "$work/out/page.html" && [ "$faults" = 0 ]) 2>/dev/null; then
    fault "half a page was not seen"
fi
everywhere report acme -o "$work/out/page.html"
everywhere report acme --format md -o "$work/out/page.md"
everywhere export acme -o "$work/out/plan.xlsx"
everywhere export acme --format json -o "$work/out/plan.json"
everywhere export acme --field opportunities --format csv -o "$work/out/rows.csv"
everywhere export acme --format csv -o "$work/out/tables"
# A site that was made yesterday, when less was known.
rm -rf before
kamplan report --all -o "$work/before" >/dev/null 2>&1
export KAMPLAN_NOW=2026-03-03T09:00:00Z
echo '{"revenue": 1200000}' >answers.json
kamplan run account-plan acme --batch --answers answers.json >/dev/null 2>&1
everywhere report --all -o "$work/out"

# Standard output that is full.
if [ -e /dev/full ]; then
    for page in "diff acme --format html" "portfolio --format html" "report acme" "export acme --format json"; do
        status=0
        # shellcheck disable=SC2086
        kamplan $page >/dev/full 2>said || status=$?
        [ $status = 1 ] && [ "$(wc -l <said)" -eq 1 ] || fault "$page to a full device: $status: $(cat said)"
    done
fi
[ "$faults" = 0 ]
echo "$tried failing disks, and every file is whole"
