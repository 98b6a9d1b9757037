#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Plays a whole session on plain lines, as a person would type them, and says what its record holds.
#
#   play.sh LANGUAGE SCRIPT ACCOUNT "PEOPLE" LINE…
#
# PEOPLE are two or more: one person alone is not asked to check in. Check-in, read-back, last words
# and the last yes are typed here; LINE… answers the questions. The session's own words go by unless
# it fails. Prints one line: how many questions the record says were asked, and which of them got no
# answer.
set -u
language=$1 script=$2 account=$3 people=$4
shift 4
count=$(printf '%s\n' "$people" | tr ',' '\n' | wc -l)
nobody_speaks() {
    i=0
    while [ "$i" -lt "$count" ]; do
        echo
        i=$((i + 1))
    done
}
{
    echo
    nobody_speaks
    printf '%s\n' "$@"
    echo
    nobody_speaks
    printf '\n\ny\n'
} >"$script.$language.lines"
if ! kamplan --lang "$language" run "$script" "$account" --attendees "$people" \
    <"$script.$language.lines" >"$script.$language.out" 2>&1; then
    cat "$script.$language.out"
    exit 1
fi
rm "$script.$language.lines" "$script.$language.out"
case $account in
program) sessions=program/sessions ;;
*) sessions=accounts/$account/sessions ;;
esac
record=$(find "$sessions" -name "*-$script.json" | sort | tail -1)
jq -r --arg who "$language $script" '
    [.sections[].asked[]] as $asked
    | [$asked[] | select(.state | IN("new", "changed", "confirmed") | not) | .number] as $silent
    | "\($who): \($asked | length) asked, without an answer: "
      + if $silent == [] then "none" else ($silent | join(" ")) end' "$record"
