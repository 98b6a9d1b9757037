#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# From a bare machine to an open workshop: installs what is missing, builds into build/, makes the
# demo workspace if there is none, and opens the workshop on it. Without a terminal it plays the
# workshop from prepared answers instead, and prints the account's log and its plan.
# KAMPLAN_DEMO: the demo workspace's directory, ~/kamplan-demo unless set.
set -eu
script='account-development-workshop'
account='nordfjord'
cd "$(dirname "$0")/.."
source=$PWD
. cmd/packages.sh

say() { printf '\n== %s\n' "$*" >&2; }

say "1/3 what kamplan needs"
install_packages ""

say "2/3 building into build/"
log=$(mktemp)
trap 'rm -f "$log"' EXIT INT TERM
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
if ! { cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DKAMPLAN_TESTS=OFF &&
    cmake --build build --parallel "$jobs"; } >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "the build did not work; its last lines are above" >&2
    exit 1
fi
kamplan=$source/build/kamplan

if [ -t 0 ]; then
    demo=${KAMPLAN_DEMO:-$HOME/kamplan-demo}
    if [ ! -e "$demo/kamplan.json" ]; then
        say "3/3 the demo workspace, in $demo"
        "$kamplan" demo "$demo"
    else
        say "3/3 the demo workspace that is in $demo"
    fi
    say "the workshop opens; /leave keeps what you typed. Later: build/kamplan -C $demo run $script $account"
    rm -f "$log"
    exec "$kamplan" -C "$demo" run "$script" "$account"
fi

# Always a fresh one, on the day the answers were written for, so that the same is printed each time.
work=$(mktemp -d)
trap 'rm -rf "$log" "$work"' EXIT INT TERM
demo=$work/kamplan-demo
say "3/3 no terminal: the workshop is played from prepared answers, in a demo of its own"
"$kamplan" demo "$demo" >/dev/null
cd "$demo"
KAMPLAN_NOW=2026-03-02T09:00:00Z "$kamplan" run "$script" "$account" --batch \
    --answers "$source/sessions/demo/next-workshop.json" \
    --facilitator 'Mette Holm' --attendees 'Lars Bo, Ida Friis, Nanna Krogh'
say "kamplan log $account"
"$kamplan" log "$account"
say "kamplan show $account"
"$kamplan" show "$account"
