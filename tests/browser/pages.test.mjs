// Every page in every window: axe with no rule off, nothing that sticks out, the demo's banner, a title without names.

import assert from "node:assert/strict";
import { COLOUR_RULES, axe, expectNone, keyboardWalk, overflow } from "./checks.mjs";
import { startBrowser } from "./chromium.mjs";
import { Lykta } from "./launch.mjs";
import { PAGES, TYPED, addressOf, visit } from "./pages.mjs";
import { test } from "./runner.mjs";
import { Windows } from "./windows.mjs";

const BANNER = "Övningsmiljö – inga riktiga personer";

// One program and one browser for all pages: starting them is the dear part. The runner's end ends them.
let shared = null;
async function open() {
  if (shared) return shared;
  const lykta = new Lykta();
  await lykta.start();
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

/** What holds on every page in every window. */
async function common(page, { letter = false }) {
  const findings = [];
  const seen = await page.evaluate(() => ({
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    names: [...document.querySelectorAll("bdi, .child-head .who a")].map((it) => it.textContent.trim()),
    text: document.body.innerText,
  }));
  if (seen.headings !== 1) findings.push(`${seen.headings} h1`);
  if (!seen.text.includes(BANNER)) findings.push("the banner of the demo is missing");
  if (!letter && !/ · Lykta$/.test(seen.title)) findings.push(`title is "${seen.title}"`);
  const place = `${seen.title} ${decodeURI(page.url())}`;
  const told = seen.names.filter((name) => name.length > 2).find((name) => place.includes(name));
  if (told) findings.push(`a name in the title or the address: "${told}"`);
  if (/\d{6,8}[-+ ]?\d{4}(?!\w)/.test(place.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ""))) findings.push("an identity number in the title or the address");
  return findings;
}

/** What each window is looked at for; a finding names its window. */
const WINDOWS = {
  light: async (page) => [...(await axe(page)), ...(await overflow(page))],
  dark: (page) => axe(page, COLOUR_RULES),
  narrow: async (page) => [...(await overflow(page)), ...(await axe(page))],
  forced: (page) => overflow(page),
  print: (page) => overflow(page),
};

for (const entry of PAGES) {
  test(
    `${entry.name} in every window`,
    async () => {
      await open();
      const looks = Object.entries(WINDOWS).map(async ([form, look]) => {
        const page = await at(entry, form);
        const found = [...(await common(page, entry)), ...(await look(page))];
        return found.map((finding) => `${form}: ${finding}`);
      });
      expectNone(entry.name, (await Promise.all(looks)).flat());
    },
    { limit: 180_000 },
  );
}

for (const entry of PAGES.filter(({ work }) => !work)) {
  test(`${entry.name} without script`, async () => {
    const page = await at(entry, "noscript");
    const findings = await common(page, entry);
    // A form without script needs a button, or it can only be sent by those who guess that Enter does it.
    const buttonless = "form:not(:has(button, input[type=submit])):not(dialog form)";
    for (const form of await page.locator(buttonless).all()) findings.push(`no button in the form to ${await form.getAttribute("action")}`);
    expectNone(entry.name, findings);
  });
}

for (const entry of PAGES.filter(({ walk }) => walk)) {
  test(`${entry.name} by keyboard`, async () => expectNone(entry.name, await keyboardWalk(await at(entry, "light"))), { limit: 240_000 });
}

test("a refused form keeps what was typed", async () => {
  const entry = PAGES.find(({ typed }) => typed);
  const page = await at(entry, "light");
  assert.equal(await page.inputValue("[name=concern]"), TYPED);
  assert.equal(await page.evaluate("document.activeElement.id"), "errors", "the summary of errors has the focus");
});

test("the pages' program ends calmly", async () => {
  const { lykta, browser } = await open();
  await browser.close();
  await lykta.stop();
  await lykta.remove();
});
