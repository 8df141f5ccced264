// What comes of a script is compared line by line: the day may differ, and nothing else.

import assert from "node:assert/strict";
import { entries, expectSame, goals, quoted } from "../outcome.mjs";
import { test } from "../runner.mjs";

const entry = ({ day = "mån 30 nov 2026", number = "2026-75", title = "Samtal", value = "Brev", text = "Gerd ringer.", law = "14 kap." } = {}) =>
  `<li class="entry note" id="p1"><time>${day}</time><h3><a href="#p1">${title}: Ärende ${number}</a></h3>
  <dl><div><dt>Sätt</dt><dd>${value}</dd></div><div><dt>Lagrum</dt><dd>${law}</dd></div></dl><p class="text">${text} ${day}</p></li>`;

const web = (text) => ({
  page: async (path) => (path === "/sok" ? { main: () => ({ names: () => ["q"], fill: () => ({}) }) } : { text }),
  send: async () => ({ link: () => "/akt/1" }),
});
const lines = (...markup) => entries(web(`<ol>${markup.join("")}</ol>`), { identity: "1" });

test("an entry is its title, its facts and its length, on whatever day", async () => {
  const expected = ["Samtal: Ärende <number> · Sätt: Brev · 18 characters"];
  assert.deepEqual(await lines(entry()), expected);
  assert.deepEqual(await lines(entry({ day: "6 maj", number: "2027-3", law: "20 kap." })), expected);
  assert.deepEqual(await lines(entry({ day: "lördag 1 september" })), expected);
});

test("another title, value or length, one entry less or more, is another outcome", async () => {
  const usual = { alva: await lines(entry()) };
  for (const other of [[entry({ title: "Brev" })], [entry({ value: "Telefon" })], [entry({ text: "Gerd ringde upp." })], [], [entry(), entry()]]) {
    const alva = await lines(...other);
    assert.throws(() => expectSame({ alva }, usual), `${other} passes`);
  }
  expectSame({ alva: await lines(entry()) }, usual);
  assert.throws(() => expectSame({ alva: [] }, { alva: [] }), /says nothing/);
});

test("goals say from which value to which, and a quote in which section it stands", async () => {
  const goal = '<article class="goal" data-item><blockquote class="text">Sova</blockquote><p><strong>Från −2 till +1</strong></p></article>';
  assert.deepEqual(await goals(web(goal), "/"), ["Sova · Från −2 till +1"]);
  const box = (words, checked) => `<label><input type="checkbox"${checked}><span>${words}</span></label>`;
  const list = `<ul class="mentions quoted" aria-label="x"><li>${box("Alva: Jag sover", " checked")}</li><li>${box("annat", "")}</li></ul>`;
  const section = `<fieldset class="ds-fieldset section" id="a">\n<legend><h2>Hälsa</h2></legend>${list}<ul class="mentions">${box("ett till", " checked")}</ul></fieldset>`;
  assert.deepEqual(await quoted(web(section), "/"), ["Hälsa · Alva: Jag sover"]);
});
