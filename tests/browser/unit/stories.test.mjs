// The stories are data that other tests lean on: lengths, numbers and documents are held here.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { documents, pdf } from "../../stories/make-pdfs.mjs";
import { test } from "../runner.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../stories");
const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));

/** All pieces of a text with facts, words and assessment, in the order they are written. */
const pieces = ({ facts, said = [], own = {}, assessment }) =>
  [facts, ...said.map(({ text }) => text), ...Object.values(own), assessment].filter(Boolean);

const texts = (story) => story.steps.flatMap((step) => [step, ...(step.notes ?? [])]).flatMap(({ text = {} }) => pieces(text));

const length = (text) => pieces(text).reduce((sum, piece) => sum + [...piece].length, 0);

test("Alva's texts have exactly the lengths of the standard script", () => {
  const { steps, lengths } = read("alva.json");
  const [report, protection, preliminary, , notes] = steps;
  const [visit, call, email] = notes.notes;
  const told = { report, protection, preliminary, home_visit: visit, phone_call: call, email };
  for (const [name, { text }] of Object.entries(told)) assert.equal(length(text), lengths[name], name);
  assert.deepEqual(Object.values(lengths), [600, 300, 200, 800, 250, 120]);
});

test("nothing in a story is written twice", () => {
  for (const name of ["alva.json", "polisanmalan.json"]) {
    const story = read(name);
    const seen = new Map();
    const received = story.document ? [story.document.lines.join(" ")] : [];
    for (const text of [...received, ...texts(story)]) {
      for (let at = 0; at + 20 <= text.length; at += 1) {
        const piece = text.slice(at, at + 20);
        assert.ok(!seen.has(piece) || seen.get(piece) === text, `${name}: "${piece}" stands twice`);
        seen.set(piece, text);
      }
    }
  }
});

test("every identity number is synthetic: month + 80 and a correct check digit", () => {
  const sources = readdirSync(folder).filter((name) => /\.(json|pdf)$/.test(name));
  let numbers = 0;
  for (const name of sources) {
    for (const number of readFileSync(join(folder, name), "latin1").match(/\b(19|20)\d{10}\b/g) ?? []) {
      numbers += 1;
      const month = Number(number.slice(4, 6));
      assert.ok(month >= 81 && month <= 92, `${name}: ${number}`);
      const digits = [...number.slice(2)].map((digit, at) => Number(digit) * (at % 2 === 0 ? 2 : 1));
      const sum = digits.reduce((total, value) => total + Math.floor(value / 10) + (value % 10), 0);
      assert.equal(sum % 10, 0, `${name}: ${number}`);
    }
  }
  assert.ok(numbers >= 10, `only ${numbers} numbers found`);
});

test("the documents are what their stories say, byte for byte", () => {
  for (const document of documents()) {
    const kept = readFileSync(join(folder, document.file));
    assert.ok(kept.equals(pdf(document)), `${document.file}: make it again with make-pdfs.mjs`);
  }
});

test("a text outside Latin-1 cannot be put into a document unseen", () => {
  assert.throws(() => pdf({ title: "x", lines: ["”citat”"] }), /not in Latin-1/);
});
