// SPDX-License-Identifier: GPL-3.0-or-later
// Plans that nobody would type, as files of a workspace: every field of the model filled with what breaks pages.
// usage: node hostile.js MODEL.json WORKSPACE ACCOUNT TURN   (TURN 1, 2 …: other values each time)
//        node hostile.js long TURN                           (answers as long as they may be, for --answers)
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const MIB = 1024 * 1024; // bytes of a note, the most there may be
if (process.argv[2] === "long") {
  const turn = process.argv[3];
  const words = `${turn} <b>bold</b> &amp; [x](javascript:y) | å\n- one **two**\n\n> three\n\n${"plain ".repeat(2000)}\n\n`; // mostly text, or no browser lays it out
  const full = (text) => Buffer.from(text.repeat(MIB / text.length + 1)).subarray(0, MIB).toString().replace(/\uFFFD+$/, "").trimEnd();
  process.stdout.write(JSON.stringify({ "customer.goals": full(words), "customer.strategy": full("0123456789"[turn]) }));
  process.exit(0);
}

const [modelPath, workspace, account, turnText] = process.argv.slice(2);
const turn = Number(turnText);
const model = JSON.parse(fs.readFileSync(modelPath, "utf8"));
const own = path.join(workspace, "sessions/model.json");
const fields = new Map(model.fields.map((field) => [field.id, field]));
if (fs.existsSync(own)) for (const field of JSON.parse(fs.readFileSync(own, "utf8")).fields) fields.set(field.id, field);

const texts = [
  '<script>alert("x")</script>',
  '<img src="http://example.invalid/x.png" onerror=alert(1)>',
  "[click](javascript:alert(1)) ![x](http://example.invalid/y.png) <javascript:alert(1)>",
  "[a]( javascript:alert(1)) [b](data:text/html,<script>alert(1)</script>) [c]: vbscript:x",
  '"><svg onload=alert(1)><foreignObject><iframe src="//example.invalid"></iframe></foreignObject></svg>',
  "' onmouseover='alert(1)' style='background:url(//example.invalid/z)",
  "]]></svg><!-- --><style>@import url(//example.invalid/s.css)</style><link rel=stylesheet href=//example.invalid>",
  "&lt;b&gt; &amp;amp; &#x3c;i&#x3e; &notanentity; &",
  "\u202Egnirts desrever\u202C \u2066isolate\u2069 \u200Fmark",
  "a\u0301\u0302\u0303\u0304\u0305 zalgo \u200B\u200D zero \uFEFF width \u00AD soft",
  "=HYPERLINK(\"http://example.invalid\") \t|\r\n--- | ---\n# heading\n> quote\n```\ncode\n```\n1. one\n- two",
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(4),
  "👩‍👩‍👧‍👦 🏳️‍🌈 مرحبا שלום 日本語テキスト ไทย",
  "<table><tr><td></p></div></main></body></html><plaintext><base href=//example.invalid><meta http-equiv=refresh content=0;url=//example.invalid>",
  "${7*7} {{7*7}} %s%n %1$s $(reboot) `id`",
  "\u2028line\u2029paragraph\u0085next",
];
let count = turn * 7;
const text = () => texts[count++ % texts.length];
let ids = 0;
const digits = "0123456789abcdefghjkmnpqrstvwxyz";
const rowId = () => {
  let n = ++ids;
  let id = "";
  for (let i = 0; i < 6; i += 1, n = Math.floor(n / 32)) id = digits[n % 32] + id;
  return `r-${id}`;
};
const people = process.env.PEOPLE ? process.env.PEOPLE.split(" ") : [];
const person = () => people[count++ % people.length] ?? "p-zzzzzz";
const steps = (scale) => (Array.isArray(scale) ? scale : (model.scales[scale] ?? [{ value: 1 }]));
const numbers = [0, -1, 1e15, 0.005, 99999999999999.99, -123456.78, 1, 7, 100];

const value = (field) => {
  switch (field.type) {
    case "text": case "note": return text();
    case "list": return [0, 1, 2].map(() => ({ id: rowId(), text: text() }));
    case "number": case "money": case "percent": {
      const n = numbers[count++ % numbers.length];
      return Math.min(Math.max(n, field.min ?? n), field.max ?? n);
    }
    case "date": return ["1800-01-01", "2026-02-28", "9999-12-31", "2026-07-01"][count++ % 4];
    case "yesno": return count++ % 2 === 0;
    case "choice": return field.choices[count++ % field.choices.length].id;
    case "choices": return field.choices.map((choice) => choice.id);
    case "scale": return steps(field.scale)[count++ % steps(field.scale).length].value;
    case "person": return person();
    case "people": return [...new Set([person(), person(), person()])];
    case "position": return { x: 1 + (count++ % 4), y: 1 + (count % 4) };
    case "table": {
      const most = field.id === "stakeholders" ? 300 : field.id === "opportunities" && turn > 1 ? 0 : 4;
      return Array.from({ length: most }, () => {
        const row = { id: rowId() };
        for (const column of field.columns) if (!column.calc && count++ % 9) row[column.id] = value(column);
        return row;
      });
    }
    default: throw new Error(`type ${field.type}`);
  }
};

const folder = path.join(workspace, "accounts", account, "plan");
fs.mkdirSync(folder, { recursive: true });
const write = (id, answer) => fs.writeFileSync(path.join(folder, `${id}.json`), `${JSON.stringify(answer, null, 2)}\n`);
for (const field of fields.values()) {
  if (field.calc || field.scope === "program") continue;
  const answer = { format: 1, value: value(field), state: turn > 1 ? "changed" : "new", cycle: `2026H${turn}` };
  answer.session = `2026-0${turn > 1 ? 9 : 3}-02-account-plan`;
  if (people.length) answer.said_by = [person()];
  answer.basis = ["fact", "assumed", "customer"][count % 3];
  write(field.id, answer);
}
// A long text, an answer that no model knows, and values that fit no type: a file edited by hand.
const session = "2026-03-02-account-plan";
const plain = { format: 1, state: "new", cycle: "2026H1", session };
write("customer.goals", { ...plain, value: "word <u> ".repeat(5000) + "\n\n" + "x".repeat(15000) });
write("gone.field", { ...plain, value: { deep: [text(), { deeper: text() }] } });
if (turn > 1) {
  write("revenue", { ...plain, value: text() });
  write("risks", { ...plain, value: [{ id: "r-000001", risk: { a: 1 }, likelihood: "high" }, "no row", { risk: text() }] });
  write("position.relationship", { ...plain, value: { x: 99, y: -4 } });
}
