// SPDX-License-Identifier: GPL-3.0-or-later
// Plays every session there is, whole, as a room of two would on plain lines: reads each prompt, finds
// the step by its number, and answers by the field's type. Knows no session by name, so a new one is
// played as soon as it is there.
//
//   node player.mjs LANGUAGE SESSIONS-DIRECTORY [SCRIPT…]
//
// In a workspace with the account "acme". Prints a line for each session: how many questions its record
// says were asked, and those without an answer.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [language, directory, ...wanted] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const model = read(join(directory, "model.json"));
const fields = new Map(model.fields.map((field) => [field.id, field]));
const PATIENCE = 20; // answers to one prompt before the player gives up

const samples = {
  text: "Cooling", note: "Fewer stops", list: "Fewer stops", number: "2025", money: "1000", percent: "10",
  date: "2026-01-15", yesno: "y", choice: "1", choices: "1", person: "Mette Holm", people: "Mette Holm",
  position: "2 2",
};

function sample(field) {
  if (field.type === "number" && field.max < Number(samples.number)) return String(field.max);
  if (field.type !== "scale") return samples[field.type];
  const steps = Array.isArray(field.scale) ? field.scale : model.scales[field.scale];
  return String((steps.steps ?? steps)[1].value);
}

// The steps that have a number, by "section.step".
function numbered(script) {
  const steps = new Map();
  script.sections.forEach((section, s) => {
    section.steps
      .filter((step) => step.type !== "say" && step.type !== "break")
      .forEach((step, n) => steps.set(`${s + 1}.${n + 1}`, step));
  });
  return steps;
}

// A score for each row of the table that is scored by: those the script offers, and the one that was typed.
function matrixLine(step, script) {
  const asked = script.sections.flatMap((section) => section.steps).find((other) => other.field === step.by);
  const offered = asked?.offer?.[0].rows ?? [];
  return Array(offered.length + 1).fill("3").join(" ");
}

// What a room types at each kind of step, the first time, the second time, …; then the last one.
const rooms = {
  review: () => [""],
  ideas: () => ["", "Night service", "Lars: One price list", "Mette: A pilot line", ""],
  vote: () => ["1", "1 2", "2", ""],
  promote: () => [""],
  rate: (step, script) => {
    if (step.by) return [matrixLine(step, script), matrixLine(step, script), ""];
    const score = sample(fields.get(step.field));
    return [score, score, score, "Two complaints", ""]; // each person's, the agreed one, its evidence
  },
  ask: (step) => {
    const field = fields.get(step.field);
    if (field.type === "list") return [sample(field), ""];
    if (field.type !== "table") return [sample(field)];
    const first = field.columns.find((column) => !column.calc);
    return [["choice", "scale"].includes(first.type) ? "+" : sample(first), ""];
  },
};

// How often `key` came before, counted up.
function next(counts, key) {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

class Player {
  constructor(script) {
    this.script = script;
    this.steps = numbered(script);
    this.turns = new Map(); // by step
    this.said = new Map(); // by prompt, without its clock
    this.frame = 0;
  }

  // The prompts without a place: begin, see what will be recorded, record it.
  around() {
    this.frame += 1;
    this.recorded = this.frame === 3;
    return this.recorded ? "y" : "";
  }

  // The line to type at a prompt, which is the last line of what was printed.
  answer(prompt) {
    const place = prompt.match(/^(?:\[[^\]]*\] )?(\d+\.\d+) (.*)> $/);
    const step = place && this.steps.get(place[1]);
    if (!step) return prompt === "> " ? this.around() : "";
    const again = next(this.said, prompt.slice(prompt.indexOf("]")));
    if (again > PATIENCE) throw new Error("no way on");
    const cell = place[2].match(/ · ([^·]+)$/);
    const field = fields.get(step.field ?? step.into);
    const column = cell && field?.columns?.find((c) => Object.values(c.label).includes(cell[1]));
    if (column) return again ? "" : sample(column); // what a cell does not take is left empty
    const lines = rooms[step.type](step, this.script);
    return lines[Math.min(next(this.turns, place[1]), lines.length - 1)];
  }
}

function play(script) {
  const account = script.scope === "program" ? "program" : "acme";
  const program = spawn("kamplan", ["--lang", language, "run", script.id, account, "--attendees", "Mette Holm, Lars Bo"], {
    env: { ...process.env, KAMPLAN_ID_SEED: script.id }, // each session has ids of its own
  });
  const player = new Player(script);
  let all = "";
  let seen = 0;
  return new Promise((resolve, reject) => {
    const listen = (bytes) => {
      all += bytes;
      const last = all.slice(all.lastIndexOf("\n") + 1);
      if (!last.endsWith("> ") || seen === all.length) return;
      seen = all.length;
      try {
        program.stdin.write(player.answer(last) + "\n");
        all += "\n";
        seen = all.length;
      } catch (error) {
        program.kill();
        reject(new Error(`${script.id}: ${error.message}\n${all.slice(-2000)}`));
      }
    };
    program.stdout.setEncoding("utf8").on("data", listen);
    program.stderr.setEncoding("utf8").on("data", listen);
    program.on("close", (code) =>
      code === 0 && player.recorded ? resolve(account) : reject(new Error(`${script.id}: exit ${code}\n${all.slice(-2000)}`)),
    );
  });
}

function record(account, id) {
  const folder = account === "program" ? "program/sessions" : `accounts/${account}/sessions`;
  const names = readdirSync(folder).filter((name) => name.endsWith(`-${id}.json`));
  return read(join(folder, names.sort().at(-1)));
}

const scripts = readdirSync(directory)
  .filter((name) => name.endsWith(".json") && name !== "model.json")
  .map((name) => read(join(directory, name)))
  .filter((script) => !wanted.length || wanted.includes(script.id));
for (const script of scripts) {
  const account = await play(script);
  const asked = record(account, script.id).sections.flatMap((section) => section.asked ?? []);
  const silent = asked.filter((a) => !["new", "changed", "confirmed"].includes(a.state));
  console.log(`${script.id}: ${asked.length} asked, without an answer: ${silent.map((a) => `${a.number} ${a.field}`).join(", ") || "none"}`);
}
