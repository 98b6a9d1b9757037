#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Collects the messages of the sources and brings each cmd/po/LANG.po up to them. New messages are
# left untranslated, changed ones marked fuzzy, so that the test `translations` names them.
# usage: update.sh SOURCE-DIR [--check]      (--check changes nothing, and fails if there is work)
set -eu
cd "$1"
check=${2-}
pot=$(mktemp)
trap 'rm -f "$pot"' EXIT INT TERM

find lib cmd -name '*.c' -o -name '*.h' | LC_ALL=C sort |
    xgettext --files-from=- --from-code=UTF-8 --language=C --output="$pot" --force-po \
        --keyword --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --keyword=gettext \
        --add-comments=TRANSLATORS --add-location=file --sort-by-file \
        --package-name=kamplan --copyright-holder='the kamplan authors'
# xgettext writes this placeholder as long as every message is ASCII; its date would differ in
# every change, and so put every two changes at odds.
sed -e 's/charset=CHARSET/charset=UTF-8/' \
    -e 's/^"POT-Creation-Date: .*/"POT-Creation-Date: 2026-01-01 00:00+0000\\n"/' "$pot" >"$pot.utf8"
mv "$pot.utf8" "$pot"

status=0
for po in cmd/po/*.po; do
    if [ "$check" = --check ]; then
        msgfmt --check --output-file=/dev/null "$po" || status=1
        # Missing, untranslated and fuzzy ones; those no longer used are fine until the next update.
        msgcmp "$po" "$pot" || status=1
    else
        msgmerge --quiet --update --backup=none --previous --add-location=file --sort-by-file \
            "$po" "$pot"
        msgattrib --no-obsolete --add-location=file --sort-by-file -o "$po" "$po"
        msgfmt --statistics --output-file=/dev/null "$po"
    fi
done
exit $status
