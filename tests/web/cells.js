// SPDX-License-Identifier: GPL-3.0-or-later
// Fails where a cell of a CSV file begins like a formula. usage: node cells.js FILE.csv…
"use strict";
const fs = require("node:fs");
for (const file of process.argv.slice(2)) {
  const text = fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const cells = text.match(/"(?:[^"]|"")*"|[^,;\r\n"]+/g) ?? [];
  for (const cell of cells.map((c) => c.replace(/^"/, "").trimStart())) {
    const number = /^-[0-9.,]+"?$/.test(cell);
    if (/^[=+@\t\r\u2212\uFF1D\uFF0B\uFF0D\uFF20-]/.test(cell) && !number) {
      console.log(`${file}: a formula: ${cell.slice(0, 60)}`);
      process.exitCode = 1;
    }
  }
}
