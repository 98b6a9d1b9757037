#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The README's table of methods names sessions that exist, names every built-in one, and gives sources
# that those sessions name themselves.
# usage: methods.sh README.md SESSIONS-DIRECTORY
set -eu
readme=$1 sessions=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
awk '/^\| method \| session \| source \|/ { table = 1; getline; next } table && !/^\|/ { exit } table' "$readme" >"$work/rows"
test -s "$work/rows"
status=0
while IFS='|' read -r _ method scripts sources _; do
    named=$(printf '%s' "$scripts" | grep -o '`[a-z0-9-]*`' | tr -d '`') || continue
    echo "$named" >>"$work/named"
    for source in $(printf '%s' "$sources" | tr ',' ' '); do
        found=
        for script in $named; do
            [ -f "$sessions/$script.json" ] || { echo "$method: no session $script"; status=1; continue; }
            jq -e --arg source "$source" '.source | index($source)' "$sessions/$script.json" >/dev/null && found=1
        done
        [ -n "$found" ] || { echo "$method: none of its sessions names source $source"; status=1; }
    done
done <"$work/rows"
for file in "$sessions"/*.json; do
    script=$(basename "$file" .json)
    case $script in model | *-90) continue ;; esac
    grep -qx "$script" "$work/named" || { echo "the table does not name $script"; status=1; }
done
exit $status
