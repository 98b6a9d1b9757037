#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The validator can fail: on a wrong document, and on a schema that is none.
set -eu
validate=$(cd "$(dirname "$0")" && pwd)/validate.js
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"

cat >schema <<'END'
{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
 "properties": {"a": {"type": "string", "format": "date"}}, "unevaluatedProperties": false}
END
echo '{"type":"strnig"}' >no-schema
echo '{"a":"2026-03-02"}' >good
echo '{"a":"2026-02-31"}' >no-date
echo '{"a":"2026-03-02","b":1}' >one-too-many

node "$validate" schema good
if node "$validate" schema no-date; then exit 1; fi
if node "$validate" schema good one-too-many; then exit 1; fi
if node "$validate" no-schema 2>/dev/null; then exit 1; fi
