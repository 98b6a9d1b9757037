#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# rules.sh can fail: each breach, made in a small good tree, is found, and the good tree passes.
# usage: rules_test.sh RULES.SH
set -eu
rules=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
failed=0
spdx='// SPDX-License-Identifier: GPL-3.0-or-later'

good_tree() {
    rm -rf "$work/tree"
    mkdir -p "$work/tree/lib/base" "$work/tree/lib/json" "$work/tree/lib/store" \
        "$work/tree/lib/model" "$work/tree/cmd" "$work/tree/tests" "$work/tree/build"
    cd "$work/tree"
    touch CMakeLists.txt README.md LICENSE .gitignore
    put lib/base/buf.h ''
    put lib/base/buf.c '#include "base/buf.h"' '#include <utf8proc.h>' '#include <sha256.h>'
    put lib/json/json.h '#include "base/buf.h"'
    put lib/json/json.c '#include <cjson/cJSON.h>' '// printf( in a comment' 'f("exit(1)");'
    put lib/store/store.c '#include <git2.h>' '#include "json/json.h"' 'snprintf(a, 1, "b");'
    put cmd/main.c '#include <readline/readline.h>' '#include "store/store.h"' 'printf("a");'
    put tests/test.c '#include <vterm.h>' '#include <cmocka.h>'
}

put() {
    file=$1
    shift
    { echo "$spdx"; printf '%s\n' "$@"; } >"$file"
}

# expect TEXT: the rules fail on the tree and say TEXT.
expect() {
    if said=$(sh "$rules" "$work/tree"); then
        echo "not found: $1"
        failed=1
    elif ! printf '%s\n' "$said" | grep -q -- "$1"; then
        printf 'expected: %s\nsaid: %s\n' "$1" "$said"
        failed=1
    fi
    good_tree
}

good_tree
sh "$rules" "$work/tree" || { echo "the good tree does not pass"; failed=1; }

mkdir "$work/tree/src"; expect 'src: not among what may stand'
put cmd/a.c '#include <git2.h>'; expect 'cmd/a.c: includes <git2.h>, whose only home is lib/store/'
put lib/run.c '  #  include <git2/oid.h>'; expect 'lib/run.c: includes <git2/oid.h>'
put lib/store/a.c '#include <cjson/cJSON.h>'; expect 'whose only home is lib/json/'
put lib/json/a.c '#include <utf8proc.h>'; expect 'whose only home is lib/base/'
put lib/json/a.c '#include <sha256.h>'; expect 'whose only home is lib/base/'
put lib/base/a.c '#include <readline/history.h>'; expect 'whose only home is cmd/'
put cmd/a.c '#include <vterm.h>'; expect 'whose only home is tests/'
put lib/base/a.c '#include "json/json.h"'; expect 'base does not stand above json'
put lib/model/a.c '#include "store/store.h"'; expect 'model does not stand above store'
put lib/store/a.c '#include "model/field.h"'; expect 'store does not stand above model'
put lib/base/a.c '#include "../cmd/out.h"'; expect 'which is outside lib/'
put lib/base/buf.h '#include "json/json.h"'; expect 'circle of includes: .*json.h'
put lib/base/a.c 'int f(void) { exit(1); }'; expect 'lib/base/a.c:2: lib/ does not print'
put lib/base/a.c 'x = getenv("A");'; expect 'lib/base/a.c:2: lib/ does not print'
put cmd/a.c 'strcpy(a, b);'; expect 'cmd/a.c:2: uses a banned function'
echo 'int a;' >cmd/a.c; expect 'cmd/a.c:1: no SPDX line'
echo 'echo' >tests/a.sh; expect 'tests/a.sh: no SPDX line'
put cmd/a.c "$(yes 'int a;' | head -n 600)"; expect 'cmd/a.c: 601 lines'
exit "$failed"
