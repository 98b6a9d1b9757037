#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The walls of this repository, as CONTRIBUTING.md draws them, checked on the tree ROOT.
# Prints one line for each breach; exits 1 if there is any.
# usage: rules.sh [ROOT]
set -eu
LC_ALL=C
export LC_ALL
cd "${1:-.}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# Nothing else stands at the top level; build directories and dotfiles are nobody's business.
for entry in *; do
    case $entry in
    cmd | lib | sessions | tests | CMakeLists.txt | CMakePresets.json) ;;
    README.md | CONTRIBUTING.md | LICENSE | build | build-*) ;;
    *) echo "$entry: not among what may stand at the top level" ;;
    esac
done >"$work/breaches"

find cmd lib tests -name '*.[ch]' -type f | sort >"$work/sources"
find cmd lib tests \( -name '*.sh' -o -name '*.cmake' -o -name CMakeLists.txt \) -type f \
    ! -path '*/node_modules/*' | sort >"$work/scripts"

# Every include, as "file<TAB>header".
while read -r file; do
    sed -n 's/^[ \t]*#[ \t]*include[ \t]*[<"]\([^>"]*\)[>"].*/\1/p' "$file" |
        while read -r header; do printf '%s\t%s\n' "$file" "$header"; done
done <"$work/sources" >"$work/includes"

awk -F '\t' '
    BEGIN {
        home["git2"] = "lib/store"; home["cjson"] = "lib/json"; home["utf8proc"] = "lib/base"
        home["sha2"] = "lib/base"; home["md"] = "lib/base"; home["libintl"] = "lib/base"
        home["cmark"] = "lib/view"; home["readline"] = "cmd"; home["vterm"] = "tests"; home["cmocka"] = "tests"
        home["csv"] = "lib/base"; home["zip"] = "lib/base"; home["expat"] = "lib/base"
        home["xlsxwriter"] = "lib/view"
        below["base"] = " base "
        below["json"] = " base json "
        below["store"] = " base json store "
        below["model"] = " base json model "
        below["compare"] = " base json model compare "
        below["run"] = " base json model compare run "
        below["view"] = " base json model compare run view "
    }
    function breach(text) { print $1 ": " text }
    {
        library = tolower($2)
        if (library ~ /^git2(\.h|\/)/) library = "git2"
        else if (library ~ /cjson/) library = "cjson"
        else if (library ~ /^utf8proc/) library = "utf8proc"
        else if (library ~ /^sha(1|2|256|512)\.h$/) library = "sha2"
        else if (library ~ /^md[245]\.h$/) library = "md"
        else if (library ~ /^libintl/) library = "libintl"
        else if (library ~ /^cmark/) library = "cmark"
        else if (library ~ /^(csv|expat|xlsxwriter|zip)\.h$/) sub(/\.h$/, "", library)
        else if (library ~ /^readline(\/|\.h)/) library = "readline"
        else if (library ~ /^vterm/) library = "vterm"
        else if (library ~ /^cmocka/) library = "cmocka"
        else library = ""
        # Benchmarks measure the bare libraries: they may include what they compare with.
        if (library != "" && index($1, home[library] "/") != 1 && $1 !~ /^tests\/(bench|race)\//)
            breach("includes <" $2 ">, whose only home is " home[library] "/")

        split($1, from, "/"); split($2, to, "/")
        if (from[1] == "lib") {
            if ((to[1] in below) && index(below[from[2]], " " to[1] " ") == 0)
                breach("includes \"" $2 "\": " from[2] " does not stand above " to[1])
            if ($2 ~ /^(cmd|tests)\// || $2 ~ /\.\.\// || $2 == "config.h")
                breach("includes \"" $2 "\", which is outside lib/")
        }
        if (from[1] == "cmd" && $2 ~ /^tests\//) breach("includes \"" $2 "\": tests are not for cmd")
    }' "$work/includes" >>"$work/breaches"

# Headers of lib/ in a circle: tsort names the members of each on its standard error.
awk -F '\t' '$1 ~ /^lib\/.*\.h$/ && $2 ~ /\.h$/ { sub(/^lib\//, "", $1); print $1, $2 }' \
    "$work/includes" >"$work/edges"
tsort <"$work/edges" 2>"$work/circles" >/dev/null || true
sed 's/^tsort: //; s/^/lib: circle of includes: /' "$work/circles" >>"$work/breaches"

# What a line may not say. lib/ has no terminal and no environment, and one place that reads a clock
# (which only cmd/ asks); the other words are functions that overflow, guess or are unsafe everywhere.
while read -r file; do
    awk -v file="$file" '
        FNR == 1 && $0 !~ /SPDX-License-Identifier: GPL-3.0-or-later/ {
            print file ":1: no SPDX line" }
        /^[ \t]*(\/\/|\/?\*)/ { next }
        { gsub(/"([^"\\]|\\.)*"/, "\"\"") }
        file !~ /^tests\// && /(^|[^a-zA-Z0-9_])(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|system|popen|tmpnam|mktemp)\(/ {
            print file ":" FNR ": uses a banned function" }
        file ~ /^lib\// && file != "lib/base/clock.c" && /(^|[^a-zA-Z0-9_])(printf|puts|putchar|perror|exit|_exit|getenv|setenv|time|clock_gettime|gettimeofday|isatty)\(/ {
            print file ":" FNR ": lib/ does not print, exit, or ask the environment or the clock" }
        END {
            # Tables of cases may be longer than code.
            most = file ~ /^tests\// ? 1000 : 600
            if (FNR >= most) print file ": " FNR " lines; a file stays under " most }' "$file"
done <"$work/sources" >>"$work/breaches"
while read -r file; do
    head -n 2 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
        echo "$file: no SPDX line"
done <"$work/scripts" >>"$work/breaches"

cat "$work/breaches"
test ! -s "$work/breaches"
