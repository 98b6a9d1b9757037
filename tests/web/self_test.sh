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
svg="<svg role='img' aria-labelledby='t' aria-describedby='d' viewBox='0 0 100 20'><title id='t'>T</title><desc id='d'>What is seen on it</desc>"
words="<text x='5' y='15'>words</text>"
echo "$top$svg<rect width='100' height='20' fill='#fff'/><text x='5' y='15' fill='#bbb'>pale</text></svg>$end" >ground.html
echo "$top$svg<rect width='100' height='20' fill='#fff'/>$words<rect width='60' height='20' fill='#eee'/></svg>$end" >over.html
echo "$top$svg<rect width='100' height='20' fill='#fff'/><text x='5' y='15' fill='CanvasText'>words</text></svg>$end" >forced.html
echo "$top<div style='width:45rem;max-width:85vw'><p style='width:44rem'>x</p></div>$end" >zoom.html
echo "$top<p style='white-space:nowrap'>as many words as fit on it yet no more</p>$end" >spaced.html
echo "$top<p style='overflow:hidden;height:2rem;width:6rem;white-space:nowrap'>more than the box can hold of it</p>$end" >cut.html
echo "$top<style>div{overflow:auto}@media print{div{overflow:visible}}</style><div tabindex='0'><p style='width:1000px'>x</p></div>$end" >paper.html
echo "$top<svg role='img' aria-labelledby='t' aria-describedby='d' width='20' height='1200'><title id='t'>T</title><desc id='d'>What is seen on it</desc></svg>$end" >tall.html
echo "$top<style>p{transition:color 1s}</style><h3>three</h3><table><tr><th>no scope</th></tr></table><svg role='img' aria-label='x'></svg><p>moves</p><div role='region'>x</div>$end" >structure.html
i=0
while [ $i -lt 60 ]; do echo '<div style="break-after:page">x</div>'; i=$((i + 1)); done >many
echo "$top$(cat many)$end" >pages.html

node "$here/pages.js" "$chromium" good.html
FAULTS=1000 node "$here/pages.js" "$chromium" markup.html script.html request.html wide.html pale.html axe.html \
    drawing.html formed.html pages.html ground.html over.html forced.html zoom.html spaced.html cut.html paper.html \
    tall.html structure.html >found && exit 1
for page in 'markup.html: .*close' 'script.html: ran a script' 'request.html: asks for' \
    'wide.html: 320 px' 'pale.html: light: contrast: ' 'pale.html: light: color-contrast' 'axe.html: .*image-alt' \
    'drawing.html: a drawing: a number' 'formed.html: a drawing as XML' 'pages.html: prints on' \
    'ground.html: light: contrast in a drawing' 'over.html: light: painted over in a drawing' \
    'forced.html: dark, forced colours: contrast in a drawing' 'zoom.html: text at 200 %: ' \
    'spaced.html: spaced out: ' 'cut.html: 1280 px: cut off' 'paper.html: on paper: ' \
    'tall.html: on paper: a drawing higher' 'structure.html: structure: a heading skips' \
    "structure.html: structure: a table's head without scope" 'structure.html: structure: a table without caption' \
    'structure.html: structure: a drawing without words' 'structure.html: structure: a region without a name' \
    'structure.html: structure: moves'; do
    grep -q "^$page" found || {
        echo "not seen: $page"
        cat found
        exit 1
    }
done
