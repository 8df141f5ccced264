// The kill engine must pass an honest system and catch a lying and a repeating one.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ledger, fingerprint, judge } from "../ledger.mjs";
import { deathTable, dieAndReturn, judgeDraft } from "../kill.mjs";
import { entries, holdsDocument, lettersLack, timesFound } from "../kill-found.mjs";
import { Lykta } from "../launch.mjs";
import { seeded } from "../random.mjs";
import { test } from "../runner.mjs";

const notebook = join(dirname(fileURLToPath(import.meta.url)), "../fixtures/notebook.mjs");

/** A ledger that is gone afterwards. */
async function withLedger(work) {
  const folder = mkdtempSync(join(tmpdir(), "ledger-"));
  const ledger = new Ledger(join(folder, "ledger.jsonl"));
  try {
    return await work(ledger);
  } finally {
    ledger.close();
    rmSync(folder, { recursive: true });
  }
}

async function die({ fault, moments, verdict = "ok", secrets }) {
  const lykta = new Lykta({
    command: [process.execPath, notebook, ...(fault ? ["--fault", fault] : [])],
    verifyCommand: [process.execPath, "--eval", `console.log("authority=1 ${verdict} height=3")`, "--"],
  });
  try {
    await lykta.start();
    const steps = notes(lykta);
    return await withLedger((ledger) => dieAndReturn({ lykta, ledger, steps, moments, seed: 7, usual: () => 30, secrets }));
  } finally {
    await lykta.remove();
  }
}

function* notes(lykta) {
  for (let number = 1; ; number += 1) {
    const address = () => `${lykta.url}/notes?id=${number}`;
    const payload = `anteckning ${number}`;
    yield {
      id: `note-${number}`,
      payload,
      send: async () => assert.equal((await fetch(address(), { method: "POST", body: payload })).status, 200),
      find: async () => (await fetch(address())).json(),
    };
  }
}

test("an honest system survives", async () => {
  const sent = await die({ moments: 8 });
  assert.ok(sent.some((step) => step.ackedBeforeDeath), "some deaths must come after the answer, or nothing is tested");
});

test("an answer before the commit is caught", () => assert.rejects(die({ fault: "early", moments: 25 }), /acknowledged but lost|there 0 times/));

test("a retry that is kept twice is caught", () => assert.rejects(die({ fault: "twice", moments: 25 }), /there 2 times/));

test("a broken chain is caught", () => assert.rejects(die({ moments: 1, verdict: "broken" }), /verify: authority=1 broken/));

test("a word in the clear on the disk is caught", () =>
  assert.rejects(die({ moments: 8, secrets: ["anteckning"] }), /"anteckning" stands in the clear in/));

/**
 * Two steps a family against a system in memory, which answers at once. `spoil(kept, number)` may change what is kept when
 * step `number` has been sent. Returns after how many steps something was found, or null.
 */
async function spoiledAfter(spoil) {
  const kept = new Map();
  const lykta = { kill9: async () => {}, start: async () => {}, verify: () => ({ ok: true }), holds: () => [] };
  let number = 0;
  const step = (own) => {
    const keep = async () => spoil(kept.set(own, [`words ${own}`]), own);
    const find = async () => kept.get(own) ?? [];
    return { id: `step-${own}`, family: Math.ceil(own / 2), payload: `words ${own}`, send: keep, find };
  };
  const steps = { next: () => ({ value: step((number += 1)) }) };
  try {
    await withLedger((ledger) => dieAndReturn({ lykta, ledger, steps, moments: 6, seed: 1, usual: () => 1 }));
    return null;
  } catch (error) {
    return { steps: number, told: error.message };
  }
}

test("what is spoiled in the same family is found at once, in another family at the end", async () => {
  assert.equal(await spoiledAfter(() => {}), null);
  const near = await spoiledAfter((kept, own) => own === 4 && kept.delete(3));
  assert.equal(near.steps, 4);
  assert.match(near.told, /death 4:\n {2}step-3: acknowledged but lost/);
  const far = await spoiledAfter((kept, own) => own === 4 && kept.set(1, ["other words"]));
  assert.equal(far.steps, 6);
  assert.match(far.told, /death 6:\n {2}step-1: there, but changed/);
});

test("a refusal is told, and does not wait for the death", () => {
  const refuse = () => {
    throw new Error("the system answered 500");
  };
  return spoiledAfter(refuse).then((found) => assert.match(found.told, /answered 500/));
});

/** A timeline as the page draws it: titles with what stands under each. */
const drawn = ([title, text]) => `<li class="entry note" id="p1"><h3><a href="#p1">${title}</a></h3><p>${text}</p></li>`;
const timeline = (...all) => entries(all.map(drawn).join(""));

test("an act is found as often as all it leaves", () => {
  const [plan, told] = [["Plan", "Frågan <b>är</b> &quot;vad&quot;."], ["Vera underrättad", "Brev"]];
  const traces = [{ title: "Plan", holds: ['Frågan är "vad".'] }, { title: /^Vera/ }];
  const times = (...files) => timesFound("payload", files, traces);
  assert.deepEqual(times(timeline()), []);
  assert.deepEqual(times(timeline(plan, told)), ["payload"]);
  assert.deepEqual(times(timeline(plan, told), timeline(told, plan)), ["payload"]);
  assert.deepEqual(times(timeline(plan, told, plan, told)), ["payload", "payload"]);
  assert.match(times(timeline(plan))[0], /in part: 1, 0 times/);
  assert.match(times(timeline(plan, told), timeline())[0], /in part: 1, 1, 0, 0 times/);
  assert.match(times(timeline(["Plan", "Frågan"], told))[0], /"Plan" stands without/);
  const untitled = timesFound("payload", [timeline(["Samtal", "mina ord"], plan)], [{ title: null, holds: ["mina ord"] }]);
  assert.deepEqual(untitled, ["payload"]);
});

/** Somebody who reads pages from memory: a text, or the address where it is to be read. */
const reader = (pages) => {
  const get = async (path) => ({ text: pages[path] ?? "", location: pages[`${path} ->`] ?? null });
  return { get, page: get };
};

test("a document is what was sent, and there is one of it", async () => {
  const [one, two] = ["one", "two"].map((id) => ({ links: [`/akt/1/dokument/${id}`, "#p1"] }));
  const web = reader({ "/akt/1/dokument/one": readFileSync(notebook, "utf8"), "/akt/1/dokument/two": "other" });
  assert.equal(await holdsDocument(web, [[one, one]], notebook), true);
  assert.equal(await holdsDocument(web, [[two]], notebook), false);
  assert.equal(await holdsDocument(web, [[one, two]], notebook), false);
  assert.equal(await holdsDocument(web, [[one], []], notebook), false);
});

test("a letter is read where it stands", async () => {
  const file = [{ links: ["/brev/1", "/brev/2", "/annat"] }];
  const moved = { "/brev/2 ->": "/brev/2/ord", "/brev/2/ord": "<p>mina ord</p>" };
  const web = reader({ "/brev/1": "<p>Hej <b>Alva</b></p>", ...moved, "/annat": "fel ord" });
  assert.equal(await lettersLack(web, [file], /brev/, ["Hej Alva", "mina ord"]), undefined);
  assert.equal(await lettersLack(web, [file], /brev/, ["mina ord", "fel ord"]), "fel ord");
});

test("the table counts deaths before and after the answer", () => {
  const [kept, answered] = [{ keptUnanswered: true }, { ackedBeforeDeath: true }];
  const sent = [{ kind: "plan", ...kept }, { kind: "plan", ...answered }, { kind: "told", ...answered }];
  const rows = deathTable(sent).map((line) => line.trim().split(/ {2,}/));
  assert.deepEqual(rows.slice(1), [["plan", "2", "1", "1", "1"], ["told", "1", "0", "0", "1"], ["all", "3", "1", "1", "2"]]);
});

test("the judge names what is lost, doubled and changed", () => {
  const operations = new Map([
    ["a", { payload: fingerprint("a"), acked: true }],
    ["b", { payload: fingerprint("b"), acked: false }],
    ["c", { payload: fingerprint("c"), acked: true }],
    ["d", { payload: fingerprint("d"), acked: false }],
  ]);
  const found = new Map([
    ["b", [fingerprint("b"), fingerprint("b")]],
    ["c", [fingerprint("other")]],
  ]);
  assert.deepEqual(judge(operations, found), ["a: acknowledged but lost", "b: there 2 times", "c: there, but changed"]);
});

test("a draft may lose two seconds and no more", () => {
  const typed = [
    { at: 0, text: "Hem" },
    { at: 1000, text: "Hembe" },
    { at: 3500, text: "Hembesök" },
  ];
  assert.deepEqual(judgeDraft({ typed, died: 4000, kept: "Hembe" }), []);
  assert.deepEqual(judgeDraft({ typed, died: 4000, kept: "Hembesök" }), []);
  assert.equal(judgeDraft({ typed, died: 4000, kept: "Hem" }).length, 1);
  assert.deepEqual(judgeDraft({ typed: [], died: 4000, kept: "" }), []);
});

test("the same seed gives the same moments", () => {
  const [one, two, other] = [seeded(3), seeded(3), seeded(4)];
  const draw = (random) => Array.from({ length: 5 }, random);
  const first = draw(one);
  assert.deepEqual(first, draw(two));
  assert.notDeepEqual(first, draw(other));
  assert.ok(first.every((value) => value >= 0 && value < 1));
});
