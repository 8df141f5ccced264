// The ruler is only worth something if it can be wrong: counts by hand against counts by driver and recount.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPage, withBrowser } from "../chromium.mjs";
import { Effort } from "../effort.mjs";
import { withFixture } from "../fixtures/server.mjs";
import { CONVENTIONAL, conventionalTime, operating } from "../operators.mjs";
import { differences, readSteps, recount } from "../recount.mjs";
import { test } from "../runner.mjs";
import { table } from "../table.mjs";

const TEXT = "Läraren ringer: Åke är trött.\nHan har inte ätit frukost.";

async function onForm(work, options = {}) {
  await withFixture((baseURL) =>
    withBrowser(async (browser) => {
      const page = await openPage(browser, { baseURL, ...options });
      await page.goto("/form.html");
      const directory = mkdtempSync(join(tmpdir(), "effort-"));
      const effort = new Effort("trial", directory);
      await effort.sitDown(page, "reception");
      await work(effort, page);
      const driver = effort.finish();
      const again = recount(readSteps(join(directory, "trial")));
      assert.deepEqual(differences(driver, again), []);
    }),
  );
}

const counted = (counts, expected) => {
  for (const [key, value] of Object.entries(expected)) assert.equal(counts[key], value, key);
};

test("a form by keyboard is counted as by hand", () =>
  onForm(async (effort, page) => {
    const counts = await effort.step({ id: 1, name: "report", conventional: 1 }, async () => {
      await effort.free(TEXT); //                                                       field 1
      await effort.tabTo(page.getByLabel("Dag")); //                                    1 key
      await effort.structured("2026-11-24"); //                                         10 keys, field 2
      await effort.choose(page.getByLabel("Anmälare"), "Polis"); //                     1 + 2 keys, choice 1
      await effort.choose(page.getByLabel("Besök")); //                                 1 + 2 keys, choice 2
      await effort.choose(page.getByLabel("Akut")); //                                  1 + 1 keys, choice 3
      await effort.press("Control+Enter"); //                                           2 keys, expected end
      await effort.ready(page.getByRole("heading", { name: "Sparad" })); //             load
    });
    counted(counts, { keys: 21, clicks: 0, hands: 0, scrolls: 0, loads: 1, dialogs: 0, choices: 3, fields: 2, commands: 0 });
    counted(counts, { free: [...TEXT].length, duplicate: 0 });
    assert.ok(counts.waited >= 30 && counts.waited < 3000, `waited ${counts.waited}`);
  }));

test("mouse, scroll, dialog and file are counted as by hand", () =>
  onForm(async (effort, page) => {
    const file = join(mkdtempSync(join(tmpdir(), "file-")), "brev.pdf");
    writeFileSync(file, "%PDF-1.7");
    const counts = await effort.step({ id: 1, name: "report" }, async () => {
      await effort.press("Control+k"); //                              2 keys, command 1, dialog 1
      await effort.ready(page.getByRole("button", { name: "Stäng" }));
      await effort.click(page.getByRole("button", { name: "Stäng" })); // click 1, hand 1, command 2
      await effort.click(page.getByLabel("Text")); //                  click 2
      await effort.free("Kort."); //                                   hand 2, field 1
      await effort.clickChoice(page.getByLabel("Brev")); //            click 3, hand 3, choice 1
      await effort.clickChoice(page.getByLabel("Anmälare"), "Tandvård"); // clicks 4 and 5, choice 2
      await effort.attach(page.getByLabel("Bilaga"), file); //         click 6, key 3, hand 4, dialog 2
      await effort.click(page.getByRole("button", { name: "Spara" })); // click 7, hand 5, expected end
      await effort.click(page.getByRole("link", { name: "Längst ned" })); // load 1, scrolls, click 8, command 3
      await effort.ready(page.getByLabel("Text")); //                  load 2
    });
    counted(counts, { keys: 3, clicks: 8, hands: 5, loads: 2, dialogs: 2, choices: 2, fields: 1, commands: 3 });
    assert.ok(counts.scrolls >= 2, `scrolls ${counts.scrolls}`);
  }));

test("letters find a far option, and a preset costs nothing", () =>
  onForm(async (effort, page) => {
    const counts = await effort.step({ id: 1, name: "choices" }, async () => {
      await effort.choose(page.getByLabel("Telefon")); // already so
      await effort.choose(page.getByLabel("Anmälare"), "Skola"); // already so
      await effort.choose(page.getByLabel("Anmälare"), "Annan privatperson");
    });
    counted(counts, { choices: 1, commands: 0, fields: 0 });
    assert.ok(counts.keys >= 3 && counts.keys <= 8, `keys ${counts.keys}`);
  }));

test("what stands in the case is seen when it is typed again", () =>
  onForm(async (effort) => {
    const stands = "Polisen anlände till bostaden klockan 19.40.";
    const copy = await effort.step({ id: 1, name: "copy" }, async () => {
      effort.stands("police report", stands);
      await effort.free(`I rapporten: ${stands} Så står det.`);
    });
    assert.equal(copy.duplicate, stands.length);
    const again = await effort.step({ id: 2, name: "own words again" }, () => effort.free("I rapporten: Polisen anl"));
    assert.equal(again.duplicate, 24, "what was typed in an earlier step stands too");
    assert.throws(() => effort.stands("nowhere", stands), /in a step/);
  }));

test("a step that ends without its result is refused", () =>
  onForm(async (effort) => {
    const step = effort.step({ id: 1, name: "air" }, () => effort.press("Control+Enter"));
    await assert.rejects(step, /ends in the air/);
  }));

test("typing without a focused field is refused", () =>
  withFixture((baseURL) =>
    withBrowser(async (browser) => {
      const page = await openPage(browser, { baseURL });
      await page.goto("/thanks.html");
      const effort = new Effort("nowhere", mkdtempSync(join(tmpdir(), "effort-")));
      await effort.sitDown(page, "reception");
      await assert.rejects(() => effort.step({ id: 1, name: "x" }, () => effort.free("text")), /no text field/);
    }),
  ));

test("characters that bypass the log are noticed", () =>
  onForm(async (effort, page) => {
    const step = effort.step({ id: 1, name: "sly" }, () => page.keyboard.type("smuggel"));
    await assert.rejects(step, /the page saw 7/);
  }));

test("without script the same form is counted too", () =>
  onForm(
    async (effort, page) => {
      const counts = await effort.step({ id: 1, name: "no script" }, async () => {
        await effort.click(page.getByLabel("Text"));
        await effort.free("Utan skript.");
        await effort.click(page.getByRole("button", { name: "Spara" }));
        await effort.ready(page.getByRole("heading", { name: "Sparad" }));
      });
      counted(counts, { clicks: 2, hands: 3, fields: 1, commands: 0, loads: 1 });
    },
    { form: "noscript" },
  ));

test("a recount that disagrees says where", () => {
  const counts = { keys: 1, clicks: 2 };
  const driver = [{ id: 1, counts: { keys: 1, clicks: 3 } }];
  assert.deepEqual(differences(driver, [{ id: 1, counts }]), ["step 1: clicks is 2, the driver said 3"]);
});

test("the published seconds of the model come out of its counts", () => {
  const published = { 1: 128, 2: 53, 3: 60, 4: 34, 5: 131, 6: 121, 7: 100, 8: 129, 9: 70 };
  for (const [step, seconds] of Object.entries(published)) {
    assert.ok(Math.abs(conventionalTime(step) - seconds) <= 0.6, `${step}: ${conventionalTime(step)}`);
    const { goal } = CONVENTIONAL[step];
    assert.ok(operating(goal) + 0.2 * goal.loads <= goal.limit + 0.6, `goal ${step}: ${operating(goal)}`);
  }
});

test("the table shows each step and the sum", () => {
  const zero = { keys: 0, clicks: 0, hands: 0, scrolls: 0, loads: 1, dialogs: 0, choices: 0, fields: 0, commands: 0 };
  const step = { id: 1, name: "report", conventional: 1, counts: { ...zero, free: 600, duplicate: 0, waited: 120 } };
  const text = table("opened", [step]);
  assert.match(text, /1 report .* 1\.4 +0\.12 +168 +0 +1\.5 +128 +≤ 41/);
  assert.match(text, /sum with a quick typist/);
});
