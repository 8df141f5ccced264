// A tree is the same every day, and what really changes in it is seen.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "../runner.mjs";
import { compareTree, steady, strayTrees } from "../tree.mjs";

/** The same page on two days: another demo, other days, other numbers. */
const MONDAY = `- main:
  - heading "Frister 12" [level=2]
  - link "Besluta":
    - /url: /akt/01a1eb46-10c0-7f98-a1af-c877ed8637f4/tidslinje#p16
  - time: ons 18 nov
  - strong: om 3 dagar
  - text: 2 dagar sen, väntat 1 dag, i går, dag 16, 1 år, 20121224-1234, 2026-56, 15.45
  - paragraph: Frågan gäller 11 kap. 1 § SoL (2025:400). Inom 7 dagar ska det ske.
  - link "Min dag 1 sak behöver dig nu"`;
const CHRISTMAS = `- main:
  - heading "Frister 9" [level=2]
  - link "Besluta":
    - /url: /akt/01a2f131-77aa-7e00-b1af-0177ed86aaaa/tidslinje#p7
  - time: 24 december 2027
  - strong: i morgon
  - text: 13 dagar sen, väntat 4 dagar, om 10 dagar, dag 2, 14 år, 20141102-4321, 2027-8, 09.30
  - paragraph: Frågan gäller 11 kap. 1 § SoL (2025:400). Inom 7 dagar ska det ske.
  - link "Min dag 6 saker behöver dig nu"`;

test("two days of the same page are the same tree, and law and fixed limits stand as they are", () => {
  assert.equal(steady("beslut", MONDAY), steady("beslut", CHRISTMAS));
  assert.match(steady("beslut", MONDAY), /11 kap\. 1 § SoL \(2025:400\)\. Inom 7 dagar/);
  assert.match(steady("beslut", '- heading "I dag 3" [level=2]'), /"I dag <antal>"/);
  assert.equal(steady("beslut", "- text: sedan i lördags, 3 månader gammal, 30 dagars frist"), "- text: sedan i lördags, <ålder> gammal, 30 dagars frist");
});

const row = (name, ...things) => [`    - listitem:`, `      - link "${name}":`, "        - /url: /", ...things.map((thing) => `      - ${thing}`)].join("\n");
const page = (...rows) => `- navigation:\n  - list:\n    - listitem: Min dag\n    - listitem: Gruppen\n- main:\n  - list:\n${rows.join("\n")}`;

test("the rows of a list of work are one row, whatever is due today; a menu keeps its items", () => {
  const few = page(row("Besluta", "text: Ture"));
  const many = page(row("Följ upp", "text: Ines", "group: varför"), row("Besluta", "text: Svea"), row("Besluta", "text: Ture"));
  assert.equal(steady("min-dag-provaren", few), steady("min-dag-provaren", many));
  assert.match(steady("min-dag-provaren", few), /Min dag\n.*Gruppen\n/);
  assert.notEqual(steady("barnet", few), steady("barnet", many));
});

test("a row that loses the name of its link, or gets a button, is another row", () => {
  const usual = steady("gruppen-provaren", page(row("Besluta")));
  assert.notEqual(steady("gruppen-provaren", page(row("Besluta")).replace('link "Besluta"', "link")), usual);
  assert.notEqual(steady("gruppen-provaren", page(row("Besluta", 'button "Ta över"'))), usual);
});

/** A folder of kept trees, of which one is of a page. */
function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "lykta-trees-"));
  try {
    return work({ folder, write: false });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("planted faults: a label that is gone, a heading of another level, an order that is turned", () =>
  inFolder((kept) => {
    const good = '- heading "Beslut" [level=1]\n- textbox "Skäl"\n- button "Spara"\n- link "Tillbaka"';
    assert.match(compareTree("beslut", good, kept)[0], /no kept tree; run: TREES=write/);
    assert.deepEqual(compareTree("beslut", good, { ...kept, write: true }), []);
    assert.deepEqual(compareTree("beslut", good, kept), []);
    assert.match(compareTree("beslut", good.replace(' "Skäl"', ""), kept)[0], /TREES=write.*\n {4}2 - - textbox "Skäl"\n {4}2 \+ - textbox$/);
    assert.match(compareTree("beslut", good.replace("level=1", "level=2"), kept)[0], /1 \+ - heading "Beslut" \[level=2\]/);
    assert.match(compareTree("beslut", '- heading "Beslut" [level=1]\n- textbox "Skäl"\n- link "Tillbaka"\n- button "Spara"', kept)[0], /3 - - button "Spara"/);
  }));

test("a kept tree without a page is told", () =>
  inFolder((kept) => {
    for (const name of ["beslut.yml", "borttagen.yml"]) writeFileSync(join(kept.folder, name), "");
    assert.deepEqual(strayTrees(["beslut"], kept.folder), ["borttagen.yml"]);
  }));
