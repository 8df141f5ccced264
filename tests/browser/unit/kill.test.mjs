// The kill engine must pass an honest system and catch a lying and a repeating one.

import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ledger, fingerprint, judge } from "../ledger.mjs";
import { dieAndReturn, judgeDraft } from "../kill.mjs";
import { Lykta } from "../launch.mjs";
import { seeded } from "../random.mjs";
import { test } from "../runner.mjs";

const notebook = join(dirname(fileURLToPath(import.meta.url)), "../fixtures/notebook.mjs");

async function die({ fault, moments, verdict = "ok", secrets }) {
  const lykta = new Lykta({
    command: [process.execPath, notebook, ...(fault ? ["--fault", fault] : [])],
    verifyCommand: [process.execPath, "--eval", `console.log("authority=1 ${verdict} height=3")`, "--"],
  });
  const ledger = new Ledger(join(mkdtempSync(join(tmpdir(), "ledger-")), "ledger.jsonl"));
  try {
    await lykta.start();
    const steps = notes(lykta);
    return await dieAndReturn({ lykta, ledger, steps, moments, seed: 7, usual: 30, secrets });
  } finally {
    ledger.close();
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
  const { acknowledgedBeforeDeath } = await die({ moments: 8 });
  assert.ok(acknowledgedBeforeDeath >= 1, "some deaths must come after the answer, or nothing is tested");
});

test("an answer before the commit is caught", () => assert.rejects(die({ fault: "early", moments: 25 }), /acknowledged but lost|there 0 times/));

test("a retry that is kept twice is caught", () => assert.rejects(die({ fault: "twice", moments: 25 }), /there 2 times/));

test("a broken chain is caught", () => assert.rejects(die({ moments: 1, verdict: "broken" }), /verify: authority=1 broken/));

test("a word in the clear on the disk is caught", () =>
  assert.rejects(die({ moments: 8, secrets: ["anteckning"] }), /"anteckning" stands in the clear in/));

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
