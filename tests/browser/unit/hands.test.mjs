// Other ways to work are only worth something if they cannot cheat: a mouse is noticed, what is covered is not clicked, and without
// script the page's own button is pressed.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPage, withBrowser } from "../chromium.mjs";
import { withFixture } from "../fixtures/server.mjs";
import { ByKeyboard, Enlarged, WithoutScript } from "../hands.mjs";
import { differences, readSteps, recount } from "../recount.mjs";
import { test } from "../runner.mjs";

async function working(Hands, form, work, address = "/form.html") {
  await withFixture((baseURL) =>
    withBrowser(async (browser) => {
      const page = await openPage(browser, { baseURL, form });
      await page.goto(address);
      const directory = mkdtempSync(join(tmpdir(), "effort-"));
      const effort = new Hands("trial", directory);
      await effort.sitDown(page, "reception");
      await work(effort, page);
      assert.deepEqual(differences(effort.finish(), recount(readSteps(join(directory, "trial")))), []);
    }),
  );
}

test("by keyboard alone what others point at is reached with Tab, and a file by its name", () =>
  working(ByKeyboard, "light", async (effort, page) => {
    const file = join(mkdtempSync(join(tmpdir(), "file-")), "brev.pdf");
    writeFileSync(file, "%PDF-1.7");
    const counts = await effort.step({ id: 1, name: "form" }, async () => {
      await effort.click(page.getByLabel("Akut")); //                         4 Tabs and Space, 5 keys
      await effort.click(page.getByLabel("Dag")); //                          3 times Shift+Tab, 6 keys; pointing at a field is no more
      await effort.clickChoice(page.getByLabel("Anmälare"), "Polis"); //      1 + 2 keys, choice 1
      await effort.attach(page.getByLabel("Bilaga"), file); //                3 Tabs and Space, the name, Enter: 4 + 8 + 1 keys, field 1
      await effort.click(page.getByRole("button", { name: "Spara" })); //     1 + 1 keys
      await effort.ready(page.getByRole("heading", { name: "Sparad" }));
    });
    const { keys, clicks, hands, scrolls, dialogs, choices, fields } = counts;
    assert.deepEqual({ keys, clicks, hands, scrolls, dialogs, choices, fields }, { keys: 29, clicks: 0, hands: 0, scrolls: 0, dialogs: 1, choices: 1, fields: 1 });
  }));

test("by keyboard alone a mouse is noticed", () =>
  working(ByKeyboard, "light", async (effort, page) => {
    await assert.rejects(effort.step({ id: 1, name: "mouse" }, () => page.getByLabel("Akut").click()), /0 presses, the page saw 0 and 1/);
    assert.throws(() => effort.scroll(100), /nobody scrolls/);
  }));

test("at 400 % nothing may stick out", () =>
  working(Enlarged, "enlarged", async (effort, page) => {
    await effort.ready(page.getByRole("heading").first());
    await page.evaluate(() => document.querySelector("h1").classList.add("wide"));
    await assert.rejects(() => effort.sign(), /at 400 %: page is/);
    effort.log({ op: "load", path: "/" });
    await assert.rejects(() => effort.ready(page.getByRole("heading").first()), /at 400 %: page is/);
  }));

test("at 400 % nothing may lie over what is needed", () =>
  working(Enlarged, "enlarged", async (effort, page) => {
    const lay = (over) => page.locator("p", { has: page.getByLabel(over) }).first().evaluate((p) => p.classList.add("covered"));
    await effort.click(page.getByLabel("Akut"));
    await lay("Akut");
    await assert.rejects(() => effort.click(page.getByLabel("Akut")), /is covered by p.covered/);
    await lay("Dag");
    await assert.rejects(() => effort.tabTo(page.getByLabel("Dag")), /is covered by p.covered/);
  }));

test("without script the button that tells of the shortcut is pressed, and the link that tells of its letter", () =>
  working(WithoutScript, "noscript", async (effort, page) => {
    await page.evaluate(() => {
      document.forms[0].dataset.main = "";
      document.querySelector("[value=save]").append(document.createElement("kbd"));
      document.querySelector("header a").dataset.key = "m";
    });
    const counts = await effort.step({ id: 1, name: "form" }, async () => {
      await effort.go("m");
      await effort.sign();
      await effort.ready(page.getByRole("heading", { name: "Sparad" }));
    });
    assert.equal(counts.clicks, 2);
  }));

test("a window that is not enlarged, or has script, does not pass for one", () =>
  withBrowser(async (browser) => {
    const page = await openPage(browser);
    for (const Hands of [Enlarged, WithoutScript]) {
      await assert.rejects(() => new Hands("trial", mkdtempSync(join(tmpdir(), "effort-"))).sitDown(page, "reception"), /is not enlarged|has script/);
    }
  }));
