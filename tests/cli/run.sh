#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Golden tests of the command line.
#
#   run.sh [--update] FILE.test
#
# A test is a transcript: lines that begin with "$ " are commands (a line that begins with "$> " goes
# on with the one above), what stands below is what they print, standard error included, and "[N]"
# behind it the exit status when it is not 0. Lines that begin with "#" before the first command are
# the test's purpose. Every test runs in an empty directory under a clock and ids that repeat.
# Revisions' ids are shown as REVISION, those of snapshots as SNAPSHOT, the directory as DIR.
#
# A line "# needs: COMMAND" among them: where COMMAND fails, the test cannot be tried and is skipped.
#
# After every command that ends in a workspace its record is checked: "(git status: …)" is printed
# whenever that is not clean, or is clean again; what git fsck --strict finds, and locks that were
# left behind, are printed too.
#
# --update writes the file anew with what the commands print now: read the change.
set -u
update=
[ "${1-}" = --update ] && update=1 && shift
test=$(realpath "$1")
program=${KAMPLAN_BIN:?set it to the program that is tested}

needs=$(sed -n 's/^# needs: //p' "$test")
if [ -n "$needs" ] && ! sh -c "$needs" >/dev/null 2>&1; then
    echo "skipped: it needs $needs"
    exit 0
fi

work=$(mktemp -d)
work=$(realpath "$work")
trap 'rm -rf "$work"' EXIT
mkdir "$work/dir" "$work/bin"
ln -s "$program" "$work/bin/kamplan"

unset LC_ALL LC_MESSAGES LANGUAGE NO_COLOR COLUMNS PAGER KAMPLAN_WORKSPACE EDITOR VISUAL
export LANG=C.UTF-8 TZ=UTC TERM=dumb HOME="$work" PATH="$work/bin:$PATH"
export KAMPLAN_NOW=2026-03-02T09:00:00Z KAMPLAN_ID_SEED=test
export KAMPLAN_DATA="${KAMPLAN_DATA:-$KAMPLAN_SOURCE/sessions}"
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
# For what a test records with git itself, as a colleague without this program might.
export GIT_AUTHOR_NAME=colleague GIT_AUTHOR_EMAIL=colleague GIT_AUTHOR_DATE=2026-03-03T09:00:00Z
export GIT_COMMITTER_NAME=colleague GIT_COMMITTER_EMAIL=colleague
export GIT_COMMITTER_DATE=2026-03-03T09:00:00Z
export SOURCE="$KAMPLAN_SOURCE" TESTS="$KAMPLAN_SOURCE/tests/cli"

# The transcript becomes a program that prints itself with what its commands print.
awk '
    function flush() {
        if (command == "") return
        printf "cat <<\047END_OF_COMMAND\047\n%sEND_OF_COMMAND\n", shown
        printf "{ %s\n} </dev/null >\"$OUT\" 2>&1\nfinish $?\n", command
        command = ""; shown = ""
    }
    /^\$ / { flush(); command = substr($0, 3); shown = $0 "\n"; open = started = 1; next }
    /^\$> / && open { command = command "\n" substr($0, 4); shown = shown $0 "\n"; next }
    { open = 0 }
    !started { printf "cat <<\047END_OF_COMMAND\047\n%s\nEND_OF_COMMAND\n", $0 }
    END { flush() }
' "$test" > "$work/program"

# Output without a newline at its end gets one, so that the next command stands on a line of its own.
cat > "$work/run" <<'EOF'
# What git thinks of the workspace; a person's own files beside the plans are nobody's business.
look() {
    [ -d .git/kamplan ] || return 0
    status=$(git -c safe.directory='*' --no-optional-locks status --porcelain -- kamplan.json \
        .gitattributes accounts program sessions snapshots | tr '\n' ';')
    [ "$status" = "${status_before-}" ] || echo "(git status: ${status:-clean})"
    status_before=$status
    git -c safe.directory='*' fsck --strict --no-dangling --no-progress 2>&1
    find .git -name '*.lock' -o -path '.git/kamplan/new/*'
}

finish() {
    awk 1 "$OUT"
    [ "$1" -eq 0 ] || echo "[$1]"
    look
    commands=$((${commands-0} + 1))
    export KAMPLAN_ID_SEED=test-$commands # ids repeat, but no two commands make the same
}
EOF
cat "$work/program" >> "$work/run"
echo ': > "$OUT.ended"' >> "$work/run"

cd "$work/dir" || exit 1
OUT="$work/out" sh "$work/run" > "$work/printed" 2>&1
if [ ! -e "$work/out.ended" ]; then
    tail -n 3 "$work/printed"
    echo "$1: did not run to its end" >&2
    exit 1
fi
sed -E -e '/^\$>? /b' -e '/^ *"[^"]*": [0-9]+,?$/b' \
    -e 's/(unfinished session from )[^.]*\.?[^.]*20[0-9][0-9]\./\1WHEN./' \
    -e "s#$work/dir#DIR#g" -e "s#$KAMPLAN_DATA#DATA#g" -e "s#$KAMPLAN_SOURCE#SOURCE#g" \
    -e 's/-[0-9a-f]{12}\.json/-SNAPSHOT.json/g' -e 's/\b[0-9a-f]{40}\b/REVISION/g' -e 's/(^|[ "])[0-9a-f]{7}($|[ ",.)])/\1REVISION\2/g' \
    "$work/printed" > "$work/actual"

if [ -n "$update" ]; then
    cp "$work/actual" "$test"
elif ! diff -u "$test" "$work/actual"; then
    echo "$1: not as recorded; if it is right now, run: tests/cli/run.sh --update $1" >&2
    exit 1
fi
