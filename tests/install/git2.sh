#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# KAMPLAN_STATIC_GIT2: what configuring said of libgit2 is how the program is linked, and a libgit2.a that
# cannot be used is left alone by AUTO and refused by ON.
# usage: git2.sh BUILD-DIR
set -eu
build=$1
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

linked() { ! ldd "$1" | grep -q libgit2; }
configure() { # MODE [OPTION…]: as the build was, with another answer to the question
    mode=$1
    shift
    rm -rf "$work/build"
    cmake -S "$source" -B "$work/build" -DKAMPLAN_TESTS=OFF "-DKAMPLAN_STATIC_GIT2=$mode" "$@" \
        >"$work/log" 2>&1
}
says() {
    grep -q "$1" "$work/log" || {
        echo "configuring did not say: $1"
        cat "$work/log"
        exit 1
    }
}

configure "$(sed -n 's/^KAMPLAN_STATIC_GIT2:[A-Z]*=//p' "$build/CMakeCache.txt")"
if linked "$build/kamplan"; then
    says 'linked without its network parts'
    ! ldd "$build/kamplan" | grep -q 'libssh2\|libmbedtls\|libcurl\|libssl' || {
        echo "its network parts are there all the same:"
        ldd "$build/kamplan"
        exit 1
    }
else
    says 'the shared library'
fi

ar rc "$work/libgit2.a"
configure AUTO "-DGIT2_ARCHIVE=$work/libgit2.a"
says 'the shared library'
if configure ON "-DGIT2_ARCHIVE=$work/libgit2.a"; then
    echo "ON took a libgit2.a that has nothing in it"
    exit 1
fi
says 'cannot be linked without its'
