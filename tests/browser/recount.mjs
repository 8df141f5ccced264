// Counts the raw logs again, with its own code, and must agree with the driver.
//
//   node recount.mjs out/effort/opened
//
// It reads nothing but the step files (01.json, 02.json …), compares with counts.json, and prints the table.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { table } from "./table.mjs";

/** The raw logs of a script in order. */
export function readSteps(directory) {
  const files = readdirSync(directory).filter((name) => /^\d+\.json$/.test(name)).sort();
  return files.map((name) => JSON.parse(readFileSync(join(directory, name), "utf8")));
}

/** Counts every step of a script from its operations alone. */
export function recount(steps) {
  const before = [];
  return steps.map(({ id, name, conventional, role, ops }) => {
    const counts = countStep(ops, before);
    before.push(...ops);
    return { id, name, conventional, role, counts };
  });
}

function countStep(ops, before) {
  const of = (kind) => ops.filter(({ op }) => op === kind);
  const typed = of("type");
  const attached = of("attach").length;
  const structured = typed.filter(({ kind }) => kind === "structured").map(({ text }) => text).join("");
  const waits = of("wait").reduce((sum, { ms }) => sum + ms, 0);
  return {
    keys: of("key").map(strokes).reduce(plus, 0) + length(structured) + capitals(structured) + attached,
    clicks: of("click").length + attached,
    hands: handChanges(ops),
    scrolls: of("scroll").length,
    loads: of("load").length,
    dialogs: of("dialog").length + attached,
    choices: of("choice").filter(({ from, to }) => from !== to).length,
    fields: ops.filter((_, at) => entersField(ops, at)).length,
    commands: ops.filter((_, at) => needsThought(ops, at)).length,
    free: typed.filter(({ kind }) => kind === "free").map(({ text }) => length(text)).reduce(plus, 0),
    duplicate: writtenTwice(ops, before),
    waited: Math.round(waits * 10) / 10,
  };
}

const plus = (a, b) => a + b;
const length = (text) => Array.from(text).length;
const capitals = (text) => (text.match(/\p{Lu}/gu) ?? []).length;
const strokes = ({ keys }) => 1 + (keys.match(/(?<=.)\+/g) ?? []).length;

/** One letter per operation – k keyboard, m mouse – and then the places where the letter changes. */
function handChanges(ops) {
  const letters = { key: "k", type: "k", click: "m", scroll: "m", attach: "mk" };
  const line = `k${ops.map(({ op }) => letters[op] ?? "").join("")}`;
  return (line.match(/k(?=m)|m(?=k)/g) ?? []).length;
}

/** A field is entered by typing unless the last thing done, movement and waiting aside, was typing in it too. */
function entersField(ops, at) {
  if (ops[at].op !== "type") return false;
  for (const earlier of ops.slice(0, at).reverse()) {
    if (earlier.op === "type") return earlier.on.field !== ops[at].on.field;
    if (["click", "choice", "attach", "load"].includes(earlier.op) || commands(earlier)) return true;
  }
  return true;
}

/** Whether an operation is a command at all: a shortcut, Enter, Escape, an activated button, link or summary. */
function commands({ op, keys, on }) {
  if (op === "click") return !on.text && !/^(select|label|option)$/.test(on.tag) && !/^(radio|checkbox|file)$/.test(on.type);
  if (op !== "key") return false;
  if (/(^|\+)(Control|Alt|Meta)\+/.test(keys)) return !moves(keys);
  const key = keys.replace(/^Shift\+/, "");
  if (key === "Enter") return !on.suggesting;
  if (key === "Escape") return true;
  if (key === "Space") return /^(button|a|summary)$/.test(on.tag) || /^(submit|button)$/.test(on.type);
  return key.length === 1 && !on.text && on.tag !== "select";
}

const moves = (keys) => /(^|\+)(Tab|Arrow\w+|Home|End|Page\w+)$/.test(keys);

/** A command that is not the expected end: Enter or the main button, right after a field of the same form. */
function needsThought(ops, at) {
  const command = ops[at];
  if (!commands(command)) return false;
  const ends = command.on.main || /(^|\+)Enter$/.test(command.keys ?? "");
  if (!ends) return true;
  const passing = ({ op, keys, on }) =>
    ["wait", "stands", "dialog", "scroll"].includes(op) ||
    (op === "key" && !commands({ op, keys, on })) ||
    (op === "click" && !commands({ op, on }));
  const previous = ops.slice(0, at).reverse().find((it) => !passing(it));
  const field = previous && ["type", "choice", "attach"].includes(previous.op);
  return !(field && previous.on.form === command.on.form);
}

/** Characters of pieces of twenty that already stood in the case when they were typed. */
function writtenTwice(ops, before) {
  const known = new Set();
  const learn = ({ op, text }) => {
    if (op === "type" || op === "stands") pieces(text).forEach((piece) => known.add(piece));
  };
  before.forEach(learn);
  let twice = 0;
  for (const operation of ops) {
    if (operation.op === "type") {
      const places = new Set();
      pieces(operation.text).forEach((piece, at) => {
        if (known.has(piece)) for (let offset = 0; offset < 20; offset += 1) places.add(at + offset);
      });
      twice += places.size;
    }
    learn(operation);
  }
  return twice;
}

function pieces(text) {
  const even = text.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
  return Array.from({ length: Math.max(0, even.length - 19) }, (_, at) => even.slice(at, at + 20));
}

/** Where the two counts differ, as sentences; empty when they agree. */
export function differences(driver, again) {
  if (driver.length !== again.length) return [`${driver.length} steps counted, ${again.length} logged`];
  return again.flatMap(({ id, counts }, at) =>
    Object.keys(counts)
      .filter((key) => counts[key] !== driver[at].counts[key])
      .map((key) => `step ${id}: ${key} is ${counts[key]}, the driver said ${driver[at].counts[key]}`),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const directory = process.argv[2];
  if (!directory) throw new Error("usage: node recount.mjs out/effort/<script>");
  const again = recount(readSteps(directory));
  const wrong = differences(JSON.parse(readFileSync(join(directory, "counts.json"), "utf8")), again);
  console.log(table(directory, again));
  console.log(wrong.length === 0 ? "recount: agrees with the driver" : wrong.join("\n"));
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
