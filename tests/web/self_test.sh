#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# pages.js can fail: each thing that it must see is in one of these pages.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work"
top='<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title><meta name="viewport" content="width=device-width"></head><body><main><h1>T</h1>'
end='</main></body></html>'
echo "$top<p>good</p>$end" >good.html
echo "$top<p><b>not closed</p>$end" >markup.html
echo "$top<p>x</p><script>var a = 1;</script>$end" >script.html
echo "$top<p>x</p><img alt='' src='http://127.0.0.1:1/x.png'>$end" >request.html
echo "$top<p style='width:900px'>wide</p>$end" >wide.html
echo "$top<p style='color:#999;background:#fff'>pale</p>$end" >pale.html
echo "$top<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>$end" >axe.html
echo "$top<svg role='img' aria-label='x'><path d='M NaN 0'></path></svg>$end" >drawing.html
echo "$top<svg role='img' aria-label='x'><g></svg>$end" >formed.html
i=0
while [ $i -lt 60 ]; do echo '<div style="break-after:page">x</div>'; i=$((i + 1)); done >many
echo "$top$(cat many)$end" >pages.html

node "$here/pages.js" "$chromium" good.html
node "$here/pages.js" "$chromium" markup.html script.html request.html wide.html pale.html axe.html \
    drawing.html formed.html pages.html >found && exit 1
for page in 'markup.html: .*close' 'script.html: ran a script' 'request.html: asks for' \
    'wide.html: 320 px' 'pale.html: light: contrast' 'axe.html: .*image-alt' \
    'drawing.html: a drawing: a number' 'formed.html: a drawing as XML' 'pages.html: prints on'; do
    grep -q "^$page" found || {
        echo "not seen: $page"
        cat found
        exit 1
    }
done
