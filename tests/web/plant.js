// SPDX-License-Identifier: GPL-3.0-or-later
// Plants a secret of its own in every field and column of a plan, and looks for them in finished copies.
//   node plant.js plant MODEL.json WORKSPACE ACCOUNT TURN SECRETS.json   (adds to SECRETS.json)
//   node plant.js look SECRETS.json AUDIENCE FILE…                      (fails where one is that may not be)
//   node plant.js whole SECRETS.json AUDIENCE FILE…                     (fails where one is missing that may be)
// Who may read what is worked out here anew from the model, not asked of the program.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const [verb, ...args] = process.argv.slice(2);
const rank = { team: 0, company: 1, customer: 2 };
const letters = (n) => [...String(n)].map((d) => "bcdfghjklm"[d]).join("");

const plant = ([modelPath, workspace, account, turn, secretsPath]) => {
  const model = JSON.parse(fs.readFileSync(modelPath, "utf8"));
  const all = fs.existsSync(secretsPath) ? JSON.parse(fs.readFileSync(secretsPath, "utf8")) : { next: 1, secrets: [] };
  const people = (process.env.PEOPLE ?? "").split("\n").filter(Boolean).map((line) => line.split("\t"));
  let ids = turn * 100000;
  const rowId = () => `r-${String(++ids).padStart(6, "0")}`;
  const aboutPeople = (field) => /^(stakeholders|contacts)(\.|$)/.test(field.id) || field.view === "contacts";
  const may = (field, column) => {
    const level = rank[column?.visibility ?? field.visibility ?? "team"];
    const least = Math.min(level, rank[field.visibility ?? "team"]);
    const person = ["person", "people"].includes((column ?? field).type);
    const never = aboutPeople(field) || column?.id === "stance" || (person && column?.id === "theirs");
    const ours = column && (column.id === "ours" || (field.id === "team" && column.id === "person"));
    return never || (person && !ours) ? Math.min(least, 1) : least;
  };
  const secret = (field, column) => {
    const n = all.next++;
    const { type, max } = column ?? field;
    const entry = { field: field.id, column: column?.id, level: may(field, column), turn: Number(turn) };
    const put = (token, value) => (all.secrets.push({ ...entry, token }), value);
    switch (type) {
      case "text": case "note": return put(`zq${letters(n)}xz`, `A zq${letters(n)}xz here`);
      case "list": return [{ id: rowId(), text: put(`zq${letters(n)}xz`, `An item zq${letters(n)}xz`) }];
      case "money": return put(String(7000000 + n * 37), 7000000 + n * 37);
      case "number": return max ? max : put(String(8000000 + n * 37), 8000000 + n * 37);
      case "percent": return 40;
      case "date": return "2026-05-05";
      case "yesno": return true;
      case "choice": return (column ?? field).choices[0].id;
      case "choices": return [(column ?? field).choices[0].id];
      case "scale": { const s = (column ?? field).scale; return (Array.isArray(s) ? s : model.scales[s])[0].value; }
      case "position": return { x: 1, y: 1 };
      case "person": case "people": {
        if (!people.length) throw new Error("not enough people");
        const [id, name] = people.shift();
        for (const word of name.split(" ")) put(word, id);
        put(id, id);
        return type === "people" ? [id] : id;
      }
      default: throw new Error(type);
    }
  };
  const folder = path.join(workspace, "accounts", account, "plan");
  fs.mkdirSync(folder, { recursive: true });
  const write = (id, value) => fs.writeFileSync(path.join(folder, `${id}.json`), `${JSON.stringify({
    format: 1, value, state: "changed", cycle: `2026H${turn}`,
    session: `2026-0${turn * 4 - 1}-02-zqsession`, said_by: [process.env.SPEAKER], basis: "fact",
  }, null, 2)}\n`);
  for (const field of model.fields) {
    if (field.calc || field.scope === "program") continue;
    if (field.type !== "table") { write(field.id, secret(field)); continue; }
    const row = { id: rowId() };
    for (const column of field.columns) if (!column.calc) row[column.id] = secret(field, column);
    all.secrets.push({ field: field.id, column: "?", level: 0, token: `zq${letters(all.next)}xz`, turn: Number(turn) });
    row.unknown = `A zq${letters(all.next++)}xz of no column`;
    write(field.id, [row]);
  }
  all.secrets.push({ field: "gone", level: 0, token: `zq${letters(all.next)}xz`, turn: Number(turn) });
  write("gone.field", [`A zq${letters(all.next++)}xz of no field`]);
  fs.writeFileSync(secretsPath, JSON.stringify(all));
};

// Numbers as pages group them.
const forms = (token) => {
  if (!/^[0-9]{7}$/.test(token)) return [token];
  const [a, b, c] = [token[0], token.slice(1, 4), token.slice(4)];
  return [token, ...[",", ".", " ", "\u00a0", "\u202f"].map((s) => a + s + b + s + c)];
};

const look = ([secretsPath, audience, ...files], whole) => {
  const { secrets } = JSON.parse(fs.readFileSync(secretsPath, "utf8"));
  const texts = files.map((file) => [file, fs.readFileSync(file, "utf8")]);
  const open = new Set(secrets.filter((s) => s.level >= rank[audience]).map((s) => s.token));
  let faults = 0;
  for (const secret of secrets) {
    const where = texts.filter(([, text]) => forms(secret.token).some((form) => text.includes(form)));
    const shut = secret.level < rank[audience] && !open.has(secret.token);
    if (!whole && shut && where.length) {
      console.log(`${where[0][0]}: ${secret.token} of ${secret.field} ${secret.column ?? ""} (turn ${secret.turn})`);
      faults += 1;
    }
    if (whole && secret.level >= rank[audience] && secret.turn === 2 && !where.length) {
      console.log(`nowhere: ${secret.token} of ${secret.field} ${secret.column ?? ""}`);
      faults += 1;
    }
  }
  if (secrets.length < 200) faults += console.log("too few secrets") ?? 1;
  process.exitCode = faults ? 1 : 0;
};

if (verb === "plant") plant(args);
else look(args, verb === "whole");
