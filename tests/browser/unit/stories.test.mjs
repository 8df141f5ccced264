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

/** What is written in a step besides its own text: notes, areas of the investigation, goals with their activities. */
const within = ({ notes = [], areas = [], goals = [] }) => [
  ...notes.map(({ text }) => text),
  ...areas.map(({ text }) => text),
  ...goals.flatMap(({ text, activities }) => [{ facts: text }, ...activities.map((activity) => ({ facts: activity }))]),
];

const texts = (story) => story.steps.flatMap((step) => [step.text ?? {}, ...within(step)]).flatMap(pieces);

const length = (text) => pieces(text).reduce((sum, piece) => sum + [...piece].length, 0);

test("Alva's texts have exactly the lengths of the standard script", () => {
  const { steps, lengths } = read("alva.json");
  const [report, protection, preliminary, , notes, investigation, decision, plan, followUp] = steps;
  const told = [report.text, protection.text, preliminary.text, ...within(notes), ...within(investigation)];
  const [view] = investigation.text.said;
  told.push({ facts: view.text }, { facts: investigation.text.assessment }, decision.text);
  const [first, ...activities] = plan.goals.flatMap(({ activities }) => activities);
  told.push(...plan.goals.map(({ text }) => ({ facts: text })), { facts: first }, ...activities.map((facts) => ({ facts })), followUp.text);
  assert.deepEqual(told.map(length), Object.values(lengths));
  assert.deepEqual(Object.values(lengths), [600, 300, 200, 800, 250, 120, 600, 600, 600, 300, 500, 250, 120, 120, 80, 80, 80, 200]);
  assert.equal(told.map(length).reduce((sum, one) => sum + one), 5800);
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
