#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A whole workshop, typed line by line; the program dies at every single call that changes a file, or
# the disk is full from there on. The session is taken up where the journal stands and closed: the
# plan is that of the undisturbed workshop, the record is sound, and exactly one revision was made.
# usage: workshop_kill.sh BUILD
set -eu
session="run account-development-workshop acme"
# shellcheck source=tests/race/shim/kill_kit.sh
. "$(dirname "$0")/shim/kill_kit.sh"

cat > lines <<'E2'


New compressor
Struer
2026
9000
2

/undo

/goto 2.1
/fact
Double the export share by 2027
/park prices
/goto 2.1
Triple the export share
/goto 3
4 3
/action Call Ida @Lars Bo 1 Oct
/close
3
no
/close
yes
E2

"$kamplan" init base --language en --currency DKK >/dev/null
"$kamplan" -C base account add acme --name "ACME A/S" >/dev/null
undisturbed
count_calls

n=1
while [ "$n" -le "$calls" ]; do
    killed "$n"
    n=$((n + 1))
done
# Writes may also stop half-way.
torn=0
for n in $(awk '$2 ~ /write/ { print $1 }' log); do
    killed "$n" KILL_TORN=1
    torn=$((torn + 1))
done
# A disk that is full stays full: the room is told, and what was safe is safe.
n=1
while [ "$n" -le "$calls" ]; do
    rm -rf ws && cp -a base ws
    shimmed FAIL_FROM="$n" FAIL_ERRNO=ENOSPC || true
    taken_up "full from $n"
    n=$((n + 5))
done
echo "killed at each of $calls calls, and within each of $torn writes"
