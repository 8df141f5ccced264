// What is wrong in a form, and what a refusal must be: an error in Swedish at the field, and nothing lost of what was
// typed.

import assert from "node:assert/strict";
import { plain } from "./web.mjs";

export const KEPT = "Detta skrevs först och ska stå kvar.";

/** Refused: 422, the field named among the errors, in Swedish, with what was typed still there. */
export function expectRefused(answer, field, kept = KEPT) {
  const errors = answer.errors();
  const told = errors.map((error) => `${error.field}: ${error.text}`).join("; ") || "no errors";
  assert.equal(answer.status, 422, `answered ${answer.status} ${answer.location ?? ""} (${told})`);
  assert.ok(errors.some((error) => error.field === field), `no error at ${field}, but ${told}`);
  const place = answer.text.search(new RegExp(`\\sid="${field}"`));
  assert.ok(place >= 0, `nothing with the id ${field} to go to`);
  // What is wrong with the page as a whole stands at its top alone.
  if (field !== "content") {
    assert.ok(answer.text.includes(`id="${field}-error"`), `no words at ${field} itself`);
    assert.ok(!isFolded(answer.text.slice(0, place)), `${field} is folded away`);
  }
  assert.ok(errors.every(({ text }) => /[.!?]$/.test(text) && text.length > 8), `not a sentence: ${told}`);
  if (kept) assert.ok(answer.text.includes(kept), "what was typed is gone");
}

/** Whether what comes after this markup stands in something that is folded. */
function isFolded(before) {
  const open = [];
  for (const [tag] of before.matchAll(/<details\b[^>]*>|<\/details>/g)) {
    if (tag.startsWith("</")) open.pop();
    else open.push(tag);
  }
  return open.some((tag) => !/\sopen[\s>]/.test(tag));
}

/** A day so many days from now. */
export const soon = (days) => new Date(Date.now() + days * 24 * 3600 * 1000).toISOString().slice(0, 10);

/** Longer than any text may be. */
const TOO_LONG = KEPT + "å".repeat(70_000);

/** What no field of a kind can mean, by what it is. */
const WRONG = {
  textarea: [["a control character", `${KEPT}\u0007`], ["too long a text", TOO_LONG]],
  text: [["a control character", `${KEPT}\u0007`]],
  number: [["letters for a number", "tre"]],
  date: [["an impossible day", "2026-02-30"], ["no day at all", "snart"]],
  time: [["an impossible time", "25:61"]],
  select: [["an unknown choice", "påhittad"]],
  radio: [["an unknown choice", "påhittad"]],
  checkbox: [["an unknown box", "påhittad"]],
};

/** The fields of a form that a person can change, each once: name and kind. */
export function fields({ markup }) {
  const found = new Map();
  for (const [tag] of markup.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
    const fact = (name) => tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1];
    const name = plain(fact("name") ?? "");
    const type = tag.startsWith("<input") ? (fact("type") ?? "text") : tag.match(/\w+/)[0];
    const kind = fact("inputmode") === "numeric" ? "number" : type;
    if (name && kind in WRONG) found.set(name, kind);
  }
  return [...found].map(([name, kind]) => ({ name, kind }));
}

/** Every way to fill one field with what it cannot mean: what is wrong, and the value. */
export const wrongly = ({ kind }) => WRONG[kind];

/** Kinds that give back whatever was typed; the others can only show a choice there is. */
const TYPED = ["textarea", "text", "number", "date", "time"];

/** What was typed and does not stand in the form that came back, as findings. */
export function lost(sent, back) {
  const all = new Map(fields(sent).map(({ name, kind }) => [name, kind]));
  const findings = [];
  for (const [name, value] of sent.pairs) {
    const kind = all.get(name);
    if (!kind) continue;
    const there = back.pairs.filter(([known]) => known === name).map(([, kept]) => kept);
    // What cannot be written is not written back; the words around it are.
    const same = (kept) => kept === value || (TYPED.includes(kind) && value.startsWith(KEPT) && kept.startsWith(KEPT));
    if (value !== "påhittad" && !there.some(same)) findings.push(`${name} was "${value.slice(0, 40)}" and is "${there.join(", ").slice(0, 40)}"`);
  }
  return findings;
}
