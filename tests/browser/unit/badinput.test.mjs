// The fields of a form are found, and what a refused form has lost is told.

import assert from "node:assert/strict";
import { KEPT, expectRefused, fields, lost, wrongly } from "../badinput.mjs";
import { test } from "../runner.mjs";
import { Answer } from "../web.mjs";

const page = (inside, before = "") =>
  new Answer({ status: 422, headers: new Headers() }, `${before}<form action="/a" data-main><input type="hidden" name="seen" value="1">${inside}</form>`);
const WAYS = '<select name="way"><option value=""></option><option value="letter">Brev</option></select>';
const FIELDS = `<textarea name="text" id="text">\n${KEPT}</textarea>${WAYS}<input type="text" inputmode="numeric" name="own"><input type="date" name="day">
<input type="radio" name="outcome" value="a"><input type="radio" name="outcome" value="b"><input name="who"><input type="file" name="document">`;

test("every field that can be filled is found once, with its kind", () => {
  const found = fields(page(FIELDS).main()).map(({ name, kind }) => `${name} ${kind}`);
  assert.deepEqual(found, ["text textarea", "way select", "own number", "day date", "outcome radio", "who text"]);
  assert.ok(fields(page(FIELDS).main()).every((field) => wrongly(field).length > 0));
});

test("what does not come back is told, field by field", () => {
  const sent = page(FIELDS).main().fill({ who: "Mormor", way: "letter", day: "2026-02-30" });
  assert.deepEqual(lost(sent, sent), []);
  assert.deepEqual(lost(sent, page(FIELDS).main()).sort(), ['day was "2026-02-30" and is ""', 'way was "letter" and is ""', 'who was "Mormor" and is ""']);
});

test("of what cannot be written the words around it come back", () => {
  const sent = page(FIELDS).main().fill({ text: `${KEPT}\u0007` });
  assert.deepEqual(lost(sent, page(FIELDS).main()), []);
  assert.equal(lost(sent, page(FIELDS.replace(KEPT, "")).main()).length, 1);
});

test("a choice that is not there need not come back", () => {
  const sent = page(FIELDS).main().fill({ way: "påhittad" });
  assert.deepEqual(lost(sent, page(FIELDS).main()), []);
});

test("a refusal must name the field, lead to it, stand there in the open and say something", () => {
  const told = (field, text, inside = FIELDS) => page(inside, `<section class="errors" id="errors"><a href="#${field}">${text}</a></section>`);
  const [what, words] = ["Skriv vad som hände.", '<p id="text-error">Skriv vad som hände.</p>'];
  const refused = (inside, kept) => () => expectRefused(told("text", what, inside), "text", kept);
  refused(FIELDS + words)();
  refused(`<details open>${FIELDS}${words}</details>`)();
  refused(`<details><b></b></details>${FIELDS}${words}`)();
  assert.throws(refused(FIELDS), /no words at text/);
  assert.throws(refused(`<details class="more">${FIELDS}${words}</details>`), /folded away/);
  assert.throws(refused(`<details open><details>${FIELDS}${words}</details></details>`), /folded away/);
  assert.throws(refused(FIELDS + words, "något annat"), /is gone/);
  assert.throws(() => expectRefused(told("who", what), "text"), /no error at text/);
  assert.throws(() => expectRefused(told("way", what), "way", null), /nothing with the id way/);
  assert.throws(() => expectRefused(told("text", "fel", FIELDS + words), "text"), /not a sentence/);
});
