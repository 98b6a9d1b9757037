#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An installed tree works from anywhere, without the source tree, also after it was moved.
# usage: prefix.sh BUILD-DIR
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cmake --install "$1" --prefix "$work/first" >"$work/log"
mv "$work/first" "$work/moved"
cd "$work/moved"

for file in bin/kamplan share/man/man1/kamplan.1 share/kamplan/sessions/model.json \
    share/bash-completion/completions/kamplan share/zsh/site-functions/_kamplan \
    share/fish/vendor_completions.d/kamplan.fish share/locale/da/LC_MESSAGES/kamplan.mo \
    share/locale/sv/LC_MESSAGES/kamplan.mo share/doc/kamplan/LICENSE; do
    test -s "$file" || { echo "not installed: $file"; exit 1; }
done
bash -n share/bash-completion/completions/kamplan
for shell in zsh fish; do
    command -v $shell >/dev/null || continue
    find share -path "*/$shell/*" -type f -exec $shell -n {} \;
done
! command -v mandoc >/dev/null || mandoc -T lint -W error share/man/man1/kamplan.1

# As a new user has it: no variable of ours, no locale, the root directory.
kamplan() {
    (cd / && env -i HOME="$work" PATH=/usr/bin:/bin "$work/moved/bin/kamplan" "$@")
}
has() {
    "$@" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
    grep -q -- "$wanted" "$work/out" || { echo "no \"$wanted\" in: $*"; cat "$work/out"; exit 1; }
}
wanted=account-development-workshop
has kamplan scripts
wanted=demo
has kamplan demo "$work/demo" # its files are where its scripts are
wanted='Account development workshop'
has kamplan --lang en scripts

# Danish and Swedish messages are found where they were moved to.
for lang in da sv; do
    kamplan --lang en --help >"$work/en"
    kamplan --lang $lang --help >"$work/$lang"
    ! cmp -s "$work/en" "$work/$lang" || { echo "--lang $lang speaks English"; exit 1; }
done

# Without its own share/ it finds nothing: it has not been reading the source tree.
mv share elsewhere
if kamplan scripts >"$work/out" 2>&1; then
    echo "works without its scripts:"
    cat "$work/out"
    exit 1
fi
