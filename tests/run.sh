#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Everything that must hold: installs what the tests need, builds with warnings as errors (clang,
# then gcc with sanitizers), and runs every test. ctest's summary is the last thing printed.
# usage: run.sh [CTEST-OPTION…]      e.g. run.sh -L unit
set -eu
cd "$(dirname "$0")/.."
. cmd/packages.sh
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

say() { printf '== %s\n' "$*"; }

# quietly COMMAND…: its output is shown only if it fails, without addresses of downloads.
quietly() {
    out=$(mktemp)
    if ! "$@" >"$out" 2>&1 </dev/null; then
        sed 's|[a-z]*://[^ ]*|(address)|g' "$out"
        rm -f "$out"
        echo "failed: $*" >&2
        exit 1
    fi
    rm -f "$out"
}

say "what the tests need"
install_packages tests

say "what reads our documents and looks at our pages"
mkdir -p build-ci/npm
cp tests/schema/package.json tests/schema/package-lock.json build-ci/npm/
quietly npm ci --prefix build-ci/npm --no-audit --no-fund --loglevel=error

say "building with clang, warnings as errors"
quietly cmake --preset clang -DKAMPLAN_TESTS=ON
quietly cmake --build --preset clang --parallel "$jobs"

say "building with the system's compiler, warnings as errors, with sanitizers"
quietly cmake --preset ci
quietly cmake --build --preset ci --parallel "$jobs"

say "testing"
ctest --preset ci --parallel "$jobs" "$@"
