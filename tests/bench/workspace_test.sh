#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The maker of large workspaces makes the same history each time, with plans of 120 answers that
# `doctor` has nothing to say about, and acme has its own number of revisions however many others have.
set -eu
build=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
export LANG=C.UTF-8 TZ=UTC HOME="$work"

check() { # WHAT IS WANTED
    [ "$2" = "$3" ] || {
        echo "$1: $2 instead of $3" >&2
        exit 1
    }
}
sh "$here/workspace.sh" "$build" "$work/one" 3 12 4
sh "$here/workspace.sh" "$build" "$work/two" 3 12 4
cd "$work/one"
check "the same history" "$(git -C ../two rev-parse HEAD)" "$(git rev-parse HEAD)"
check "revisions" "$(git rev-list --count HEAD)" $((1 + 3 + 4 + 2 * 4 * 4))
check "acme's revisions" "$(git rev-list --count HEAD -- accounts/acme)" $((1 + 4))
check "acme's answers" "$(git ls-tree --name-only HEAD:accounts/acme/plan | wc -l)" 120
check "cycles" "$(git log --format=%B -- accounts/kunde-0003 | sed -n 's/^Cycle: //p' | sort -u | wc -l)" 12
"$build/kamplan" doctor
git fsck --strict
