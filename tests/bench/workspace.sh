#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A large workspace, packed as well as git can. The same arguments always give the same history.
# OTHERS: how many times more revisions every account has than the first, acme. CYCLES: half-years they spread over.
# usage: workspace.sh BUILD DIR [ACCOUNTS [REVISIONS [OTHERS [CYCLES]]]]
set -eu
build=$(realpath "${1:?the build directory}")
dir=${2:?the directory to make}
sessions=$(cd "$(dirname "$0")/../../sessions" && pwd)
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null

git init -q -b main "$dir"
cd "$dir"
mkdir .git/kamplan
# A pipe would hide that the maker failed; a cut stream does not end in `done`.
"$build/tests/bench_workspace" "$sessions" "${3:-200}" "${4:-5000}" "${5:-1}" "${6:-12}" |
    git fast-import --quiet --done
git reset -q --hard
# The deltas that fast-import made are poor; git looks for better ones.
git repack -a -d -q -f
git gc -q
git commit-graph write --reachable --changed-paths --no-progress
