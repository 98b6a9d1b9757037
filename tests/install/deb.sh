#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The .deb says what it depends on, and what it holds runs.
# usage: deb.sh BUILD-DIR
set -eu
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
cpack --config "$build/CPackConfig.cmake" -B "$work" >log 2>&1 || { cat log; exit 1; }
set -- *.deb
deb=$1

depends=$(dpkg-deb --field "$deb" Depends)
git2=$(ldd "$build/kamplan" | grep -o libgit2 || true) # not where it is linked into the program
for library in libc6 libcjson $git2 libexpat1 libxlsxwriter libzip libmd0 libreadline libutf8proc; do
    case $depends in
    *"$library"*) ;;
    *) echo "no $library in Depends: $depends"; exit 1 ;;
    esac
done
dpkg-deb --extract "$deb" root
test -s root/usr/share/man/man1/kamplan.1
(cd / && env -i HOME="$work" PATH=/usr/bin:/bin "$work/root/usr/bin/kamplan" scripts) >scripts
grep -q account-development-workshop scripts
