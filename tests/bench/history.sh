#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Reading a plan's history, against git and others, in one run, whole processes, medians of ratios (see
# ratio.c), on large workspaces that are packed as well as git can (workspace.sh). What the commands
# print is checked before it is timed. BUILD is a release build with the target bench; needs git, jq, python3, and
# for Node's rivals npm. The workspaces are kept in DIR and used again.
#
#   cmake --preset release -DKAMPLAN_TESTS=ON && cmake --build build --target bench
#   tests/bench/history.sh build [DIR]
set -eu
build=$(realpath "${1:?the build directory}")
here=$(cd "$(dirname "$0")" && pwd)
ratio=$build/tests/bench_ratio
accounts=${BENCH_ACCOUNTS:-200} revisions=${BENCH_REVISIONS:-5000} runs=${BENCH_RUNS:-15}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null TERM=dumb LANG=C.UTF-8 TZ=UTC HOME="$work"
export KAMPLAN_NOW=2026-06-01T09:00:00Z GIT_PAGER=cat
PATH=$build:$PATH
mkdir -p "${2:-$work/workspaces}"
keep=$(cd "${2:-$work/workspaces}" && pwd)

workspace() { # ACCOUNTS REVISIONS OTHERS: sets $made, making it first where it is not there yet
    made=$keep/$1-$2-$3
    [ -e "$made/.git/packed-refs" ] || {
        rm -rf "$made"
        echo "(making a workspace of $1 accounts, $2 revisions, the others' times $3)" >&2
        sh "$here/workspace.sh" "$build" "$made" "$1" "$2" "$3"
    }
}
same() { # WHAT IS WANTED
    [ "$2" = "$3" ] || {
        echo "$1: $2, and not $3" >&2
        exit 1
    }
}
has() { kamplan help "$1" > /dev/null 2>&1; }
title() { printf '\n%s\n%-44s %11s %11s %7s\n' "$1" '  A : B (medians)' A B 'A/B'; }

workspace "$accounts" "$revisions" 1
cd "$made"
plan=accounts/acme/plan
file=$plan/opportunities.json
old=2025H2 new=2026H1
commit_of() { git log -1 --format=%H --grep="^Cycle: $1\$" -- "${2:-accounts/acme}"; }
was=$(commit_of $old) now=$(commit_of $new)

title "One plan of $accounts, $(git rev-list --count HEAD) revisions in all"
same "log's revisions" "$(kamplan log acme --json | jq '.revisions | length')" \
    "$(git rev-list --count HEAD -- accounts/acme)"
"$ratio" "$runs" 'log : git log -- plan' "kamplan log acme" "git log -- accounts/acme" '<= 1'
"$ratio" "$runs" 'log, first line : all of it' "kamplan log --no-pager | head -n 1" "kamplan log" '< 1'

if has history; then
    same "history's values" \
        "$(kamplan history acme opportunities --json | jq '.points | length')" \
        "$(git rev-list --count HEAD -- $file)"
    "$ratio" "$runs" 'history : git log -L' "kamplan history acme opportunities" \
        "git log -L '/\"value\"/,/^  ]/:$file'" '<= 0.33'
    "$ratio" "$runs" 'history : git log -p -- answer' "kamplan history acme opportunities" \
        "git log -p -- $file" '<= 0.33'
    "$ratio" "$runs" 'history : git log -p -- plan | grep' "kamplan history acme opportunities" \
        "git log -p -- accounts/acme | grep -A 60 '^diff .*opportunities'" '<= 0.33'
fi

if has blame; then
    same "blame's answers" \
        "$(kamplan blame acme --json | jq '[.answers[] | select(.calculated | not)] | length')" 120
    "$ratio" 5 'blame of 120 answers : git blame of each' "kamplan blame acme" \
        "for f in $plan/*; do git blame -- \$f; done" '< 1'
fi

if has diff; then
    # The rivals get the two plans ready made; ours finds and reads them.
    kamplan show acme@$old --json > "$work/old.json"
    kamplan show acme@$new --json > "$work/new.json"
    cat > "$work/diff.jq" <<'JQ'
# Rows are joined by their id, everything else by its name; leaves that differ, with both values.
def named: if type == "array" and length > 0 and (all(.[]; type == "object" and has("id")))
    then map({key: .id, value: .}) | from_entries else . end;
def leaves: [walk(named) | paths(scalars) as $p | {key: ($p | map(tostring) | join("/")), value: getpath($p)}] | from_entries;
($old[0].answers | leaves) as $a | ($new[0].answers | leaves) as $b
| [($a + $b | keys[]) | select($a[.] != $b[.]) | {field: ., was: $a[.], now: $b[.]}]
JQ
    changed=$(git diff --name-only "$was" "$now" -- $plan | wc -l)
    echo "  ($changed answers differ between $old and $new)"
    "$ratio" "$runs" 'diff : git diff A B -- plan' "kamplan diff acme $old..$new" \
        "git diff $was $now -- accounts/acme" '<= 1.5'
    "$ratio" "$runs" 'diff : jq' "kamplan diff acme $old..$new" \
        "jq -n --slurpfile old $work/old.json --slurpfile new $work/new.json -f $work/diff.jq" '<= 0.5'
    "$ratio" "$runs" 'diff : jq -S of both, diff' "kamplan diff acme $old..$new" \
        "jq -S . $work/old.json > $work/1; jq -S . $work/new.json > $work/2; diff $work/1 $work/2 || [ \$? = 1 ]"
    if command -v npm > /dev/null; then
        (cd "$work" && npm init -y && npm install --silent --no-audit --no-fund json-diff jsondiffpatch) > /dev/null 2>&1
        bin=$work/node_modules/.bin
        "$ratio" "$runs" 'diff : node json-diff' "kamplan diff acme $old..$new" \
            "$bin/json-diff $work/old.json $work/new.json || [ \$? = 1 ]" '<= 0.1'
        "$ratio" "$runs" 'diff : node jsondiffpatch' "kamplan diff acme $old..$new" \
            "$bin/jsondiffpatch $work/old.json $work/new.json || [ \$? = 1 ]" '<= 0.1'
    fi
fi

if has portfolio; then
    title "All $accounts accounts side by side"
    cat > "$work/portfolio.py" <<'PY'
import glob, json, os
def value(account, field, default=None):
    try:
        with open(f"{account}/plan/{field}.json") as file:
            return json.load(file)["value"]
    except FileNotFoundError:
        return default
for account in sorted(glob.glob("accounts/*")):
    with open(account + "/account.json") as file:
        name = json.load(file)["name"]
    open_ones = [o for o in value(account, "opportunities", []) if o.get("status", "open") == "open"]
    actions = [a for a in value(account, "actions", []) if a.get("status", "open") == "open"]
    revenue, contribution, wallet = (value(account, f, 0) for f in ("revenue", "contribution", "wallet"))
    print(os.path.basename(account), name, value(account, "account.phase"), value(account, "account.theme"),
          value(account, "position.relationship"), value(account, "position.partnership"), revenue,
          contribution * 100 / revenue if revenue else "", sum(o.get("value", 0) for o in open_ones),
          sum(o.get("value", 0) * o.get("probability", 0) / 100 for o in open_ones),
          revenue * 100 / wallet if wallet else "", value(account, "health"),
          sum(a.get("due", "9") < "2026-06-01" for a in actions), sep="\t")
PY
    fields='account.phase account.theme position.relationship position.partnership revenue contribution wallet health opportunities actions'
    files=
    for field in $fields; do files="$files accounts/*/plan/$field.json"; done
    cat > "$work/portfolio.jq" <<'JQ'
[.[].value] | (map(select(type == "array")[]) | map(select(has("probability") and .status == "open"))
| {open: length, value: (map(.value) | add), weighted: (map(.value * .probability / 100) | add)})
JQ
    same "portfolio's accounts" \
        "$(kamplan portfolio --json | jq '.accounts | length')" "$accounts"
    same "python's accounts" "$(python3 "$work/portfolio.py" | wc -l)" "$accounts"
    "$ratio" 7 'portfolio : python json' "kamplan portfolio" "python3 $work/portfolio.py" '< 1'
    "$ratio" 7 'portfolio : jq -s (totals only)' "kamplan portfolio" \
        "jq -s -f $work/portfolio.jq $files" '<= 0.25'

    git clone -q -s "$made" "$work/clone"
    cycles='2021H1 2021H2 2022H1 2022H2 2023H1 2023H2 2024H1 2024H2 2025H1 2025H2'
    commits=
    for cycle in $cycles; do commits="$commits $(commit_of "$cycle" .)"; done
    "$ratio" 1 'portfolio of ten cycles : git checkout' \
        "for cycle in $cycles; do kamplan portfolio --on \$cycle; done" \
        "cd $work/clone && for commit in $commits; do git checkout -q \$commit; done" '<= 0.2'
fi

# The same plan with the same number of revisions, while all other plans have ever more.
some=$((accounts / 4)) few=$((revisions / 4))
workspace $some $few 1
one=$made
for times in 4 16; do
    workspace $some $few $times
    title "Others' history times $times ($(git -C "$made" rev-list --count HEAD) revisions) : times 1 ($(git -C "$one" rev-list --count HEAD))"
    for line in 'log acme' 'history acme opportunities' 'blame acme' "diff acme $old..$new" \
        'show acme' "show acme@$old"; do
        has "${line%% *}" || continue
        "$ratio" "$runs" "$line" "kamplan -C $made $line" "kamplan -C $one $line" '~ 1'
    done
    "$ratio" "$runs" "(git log -- accounts/acme)" "git -C $made log -- accounts/acme" \
        "git -C $one log -- accounts/acme"
done

workspace 2000 "$revisions" 1
title "2,000 accounts, $revisions revisions : $accounts accounts, $revisions revisions"
for line in 'log acme' 'show acme'; do
    "$ratio" "$runs" "$line" "kamplan -C $made $line" \
        "kamplan -C $keep/$accounts-$revisions-1 $line"
done
"$ratio" "$runs" "(git log -- accounts/acme)" "git -C $made log -- accounts/acme" \
    "git -C $keep/$accounts-$revisions-1 log -- accounts/acme"
