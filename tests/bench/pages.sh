#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Pages: a report against `show`; a site of all accounts, of 120 answers and two sessions a cycle each, against a second
# run with nothing changed, and against Eleventy making as many pages of the same Markdown. Whole processes,
# medians (see ratio.c). BUILD is a release build with the target bench. Needs git, node and npm.
# usage: pages.sh BUILD [ACCOUNTS [CYCLES]]
set -eu
build=$(realpath "${1:?the build directory}")
here=$(cd "$(dirname "$0")" && pwd)
kamplan=$build/kamplan ratio=$build/tests/bench_ratio
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null TERM=dumb LANG=C.UTF-8 TZ=UTC HOME="$work"
cd "$work"

"$kamplan" demo demo > /dev/null
printf '%-44s %11s %11s %7s\n' 'A : B (medians)' A B 'A/B'
"$ratio" 40 'report of the demo : show' "$kamplan -C demo report nordfjord" \
    "$kamplan -C demo show nordfjord" '<= 3'

accounts=${2:-200} cycles=${3:-10}
sh "$here/workspace.sh" "$build" ws "$accounts" $((accounts * cycles * 2)) 1 "$cycles" > /dev/null 2>&1
"$kamplan" -C ws report --all -o site 2> /dev/null
"$ratio" 3 'site, nothing changed : site from nothing' "$kamplan -C ws report --all -o site" \
    "rm -rf new; $kamplan -C ws report --all -o new" '<= 0.05'

# The same plans as Markdown, once; what is measured is the making of pages.
mkdir eleventy && cd eleventy
npm init -y > /dev/null 2>&1
npm install --silent --no-audit --no-fund @11ty/eleventy > /dev/null 2>&1
"$kamplan" -C ../ws report "$(ls ../ws/accounts | head -n 1)" --format md > page
pages=$(find ../site -name '*.html' | wc -l)
mkdir input
i=0
while [ "$i" -lt "$pages" ]; do
    cp page "input/page$i.md"
    i=$((i + 1))
done
cd ..
"$ratio" 3 "site of $pages pages : Eleventy, as many" "rm -rf new; $kamplan -C ws report --all -o new" \
    'cd eleventy && rm -rf _site && node_modules/.bin/eleventy --quiet --input=input' '<= 0.2'
