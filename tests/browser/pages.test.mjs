// Every page in every window: axe with no rule off, everything fits, nothing moves for those who asked for stillness,
// the demo's banner, a title without names; and the tree that a screen reader meets is the one that is kept.

import assert from "node:assert/strict";
import { COLOUR_RULES, axe, expectNone, keyboardWalk } from "./checks.mjs";
import { ENLARGED, inPlace, openPage, startBrowser } from "./chromium.mjs";
import { common } from "./common.mjs";
import { fit, hiddenFocus, pinned, spaceOut } from "./fit.mjs";
import { Lykta } from "./launch.mjs";
import { motion } from "./motion.mjs";
import { BROKEN, PAGES, TYPED, addressOf, logIn, visit } from "./pages.mjs";
import { test } from "./runner.mjs";
import { compareTree, strayTrees } from "./tree.mjs";
import { Windows } from "./windows.mjs";

/** `PAGE=beslut` looks at one page only, while it is being made. */
const LOOKED_AT = PAGES.filter(({ name }) => [undefined, name].includes(process.env.PAGE));

// One program and one browser for all pages: starting them is the dear part. The runner's end ends them.
let shared = null;
async function open() {
  if (shared) return shared;
  const lykta = new Lykta();
  await lykta.start();
  lykta.receive(BROKEN);
  const browser = await startBrowser();
  shared = { lykta, browser, windows: new Windows(browser, lykta.url), addresses: new Map() };
  return shared;
}

async function at(entry, form) {
  const { lykta, windows, addresses } = await open();
  if (!addresses.has(entry.name)) addresses.set(entry.name, await addressOf(lykta.url, entry));
  const page = await windows.of(form, entry.login);
  await visit(page, entry, addresses.get(entry.name));
  return page;
}

const all = (...looks) => async (page, entry) => {
  const findings = [];
  for (const look of looks) findings.push(...(await look(page, entry)));
  return findings;
};
const rules = (page) => axe(page);
const colours = (page) => axe(page, { only: COLOUR_RULES });
const colourless = (page) => axe(page, { except: COLOUR_RULES });
// Of a page that is `unsteady` none is kept: the order of what happened in the same moment is another each time the demo is made.
const tree = async (page, { name, unsteady }) => (unsteady ? [] : compareTree(name, await page.locator("body").ariaSnapshot()));
const still = (page) => inPlace(page, { reducedMotion: "reduce" }, () => motion(page));
const zoomed = (page) => inPlace(page, { viewport: ENLARGED }, () => all(fit, pinned, hiddenFocus)(page));
const spaced = async (page) => {
  await spaceOut(page);
  return fit(page);
};

/**
 * What each window is looked at for, one after the other; a finding names its look. What comes after the first changes
 * the window in place, which is cheaper than another window. Spacing stays until the next page, so it comes last.
 *
 * Forced colours are the person's own, and axe reads the ones that are not shown (a text's fill, which stays as it was):
 * its rules of colour have no answer there. What must be seen there, the focus, is looked at on the walks.
 */
const WINDOWS = {
  light: { tree, light: all(rules, fit), still, spaced },
  dark: { dark: rules },
  narrow: { narrow: all(fit, rules), "400 %": zoomed, "narrow and spaced": spaced },
  forced: { "forced colours": all(fit, colourless) },
  print: { print: all(fit, colours) },
};

for (const entry of LOOKED_AT) {
  test(
    `${entry.name} in every window`,
    async () => {
      await open();
      const windows = Object.entries(WINDOWS).map(async ([form, looks]) => {
        const page = await at(entry, form);
        const found = (await common(page, entry)).map((finding) => `${form}: ${finding}`);
        for (const [name, look] of Object.entries(looks)) found.push(...(await look(page, entry)).map((finding) => `${name}: ${finding}`));
        return found;
      });
      expectNone(entry.name, (await Promise.all(windows)).flat());
    },
    { limit: 180_000 },
  );
}

for (const entry of LOOKED_AT.filter(({ work }) => !work)) {
  test(`${entry.name} without script`, async () => {
    const page = await at(entry, "noscript");
    const findings = await common(page, entry);
    // A form without script needs a button, or it can only be sent by those who guess that Enter does it.
    const buttonless = "form:not(:has(button, input[type=submit])):not(dialog form)";
    for (const form of await page.locator(buttonless).all()) findings.push(`no button in the form to ${await form.getAttribute("action")}`);
    expectNone(entry.name, findings);
  });
}

// English words are longer in other places than Swedish ones. Pages one comes to by pressing Swedish words are left out.
for (const entry of LOOKED_AT.filter(({ work }) => !work)) {
  test(`${entry.name} in English at 320 px`, async () => {
    const page = await at(entry, "english");
    const lang = await page.getAttribute("html", "lang");
    const findings = lang === "en" ? [] : [`the page speaks "${lang}"`];
    expectNone(entry.name, findings.concat(await fit(page)));
  });
}

/** Where the focus is drawn otherwise, or has less room; the main pages are walked through in all of them. */
const WALKED = { light: "", forced: " in forced colours", narrow: " at 320 px" };

for (const entry of LOOKED_AT.filter(({ walk }) => walk)) {
  for (const [form, where] of Object.entries(WALKED).filter(([form]) => form === "light" || entry.walk === "everywhere")) {
    test(`${entry.name} by keyboard${where}`, async () => expectNone(entry.name, await keyboardWalk(await at(entry, form))), { limit: 240_000 });
  }
}

test("every kept tree belongs to a page", () => assert.deepEqual(strayTrees(PAGES.filter(({ unsteady }) => !unsteady).map(({ name }) => name)), []));

test("a refused form keeps what was typed", async () => {
  const entry = PAGES.find(({ typed }) => typed);
  const page = await at(entry, "light");
  assert.equal(await page.inputValue("[name=concern]"), TYPED);
  assert.equal(await page.evaluate("document.activeElement.id"), "errors", "the summary of errors has the focus");
});

// After all of the above, so that they speak of every page in every window.
test("V3.6.1 no page asked for anything from anywhere else", async () => assert.deepEqual([...(await open()).windows.elsewhere], []));

test("V3.4.3 no page broke its own policy", async () => assert.deepEqual([...(await open()).windows.stopped], []));

test("V14.3.3 nothing about anybody is kept by the browser", async () => assert.deepEqual(await (await open()).windows.kept(), []));

test("V14.3.2 whoever has logged out finds nothing behind the back button", async () => {
  const { lykta, browser } = await open();
  const page = await openPage(browser, { baseURL: lykta.url });
  await logIn(page, "frida");
  await page.locator('main a[href^="/akt/"]').first().click();
  const name = await page.locator("h1").first().innerText();
  await page.goto("/mer");
  await page.getByRole("button", { name: "Logga ut" }).first().click();
  await page.waitForURL(/logga-in/);
  for (let step = 0; step < 3; step += 1) {
    await page.goBack();
    assert.ok(!(await page.content()).includes(name), `${page.url()} shows a file`);
  }
  assert.deepEqual((await page.context().cookies()).filter(({ name: kept }) => kept === "lykta"), []);
  await page.context().close();
});

test("the pages' program ends calmly", async () => {
  const { lykta, browser } = await open();
  await browser.close();
  await lykta.stop();
  await lykta.remove();
});
