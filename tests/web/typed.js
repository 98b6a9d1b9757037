// SPDX-License-Identifier: GPL-3.0-or-later
// Every stretch of a page that people typed says which language it is in, where that is not the page's.
// usage: node typed.js LANGUAGE PLAN.json PAGE.html…   (PLAN: `show --json`; drawings speak the page's language)
"use strict";
const fs = require("node:fs");
const [language, planPath, ...pages] = process.argv.slice(2);
const LEAST = 4; // words: fewer may stand in the page by chance, as names do

const typed = [];
const collect = (value) => {
  if (typeof value === "string") typed.push(words(value).join(" "));
  else if (value && typeof value === "object") Object.values(value).forEach(collect);
};
const words = (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
for (const answer of Object.values(JSON.parse(fs.readFileSync(planPath, "utf8")).answers)) collect(answer.value);
const all = ` ${typed.join(" | ")} `;

const empty = new Set(["meta", "br", "col", "input", "hr", "wbr"]);
const named = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => named[name]);
let seen = 0;
for (const file of pages) {
  const open = []; // languages, and whether it is a drawing
  for (const [piece, end, name, attributes] of fs.readFileSync(file, "utf8")
    .matchAll(/<(\/?)([a-zA-Z][^\s>/]*)([^>]*)>|[^<]+/g)) {
    const at = open.at(-1) ?? {};
    if (end === "/") open.pop();
    else if (name && !empty.has(name) && !attributes.endsWith("/")) {
      const lang = attributes.match(/ lang="([^"]*)"/)?.[1] ?? at.lang;
      open.push({ lang, aside: at.aside || ["svg", "style", "title"].includes(name) });
    } else if (!name && !at.aside && words(piece).length >= LEAST) {
      if (!all.includes(` ${words(unescape(piece)).join(" ")} `)) continue;
      seen += 1;
      if (at.lang === language) continue;
      console.log(`${file}: not said to be ${language}: ${piece.trim().slice(0, 80)}`);
      process.exitCode = 1;
    }
  }
}
if (seen < 10) {
  console.log(`only ${seen} texts were found again`);
  process.exitCode = 1;
}
