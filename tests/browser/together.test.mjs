// An investigation is written by two people at once: in different sections, in the same one, and by somebody whose session ends in the
// middle of a sentence. Nothing that was written is lost, and nothing is overwritten unseen.

import assert from "node:assert/strict";
import { openPage, withBrowser } from "./chromium.mjs";
import { withLykta } from "./launch.mjs";
import { logIn } from "./pages.mjs";
import { test } from "./runner.mjs";
import { assess, childOf, decide, register } from "./scene.mjs";
import { Web, plain } from "./web.mjs";

const CHILD = { identity: "201784129825", given: "Alva", family: "Tallåker" };
const SCHOOL = "child.education";
const SAFETY = "parent.safety";

/** A child whose investigation Ulla has, with Oskar as second worker, and a plan of two areas. Returns the address to write at. */
async function investigation(url) {
  const [mia, frida] = [await Web.as(url, "mia"), await Web.as(url, "frida")];
  const assessing = await register(mia, { children: [CHILD], concern: "Hon har varit borta från skolan." });
  await assess(mia, assessing, "Skolan ser barnet varje dag.");
  const deciding = assessing.replace(/skydd.*/, "beslut");
  const told = await decide(frida, deciding, "D02", "Skolan är orolig.");
  const here = told.replace(/\/underratta.*/, "");
  const matter = here.split("/").at(-1);
  const rows = (await frida.page("/gruppen")).forms().filter((form) => form.action === "/gruppen/fordela");
  const row = rows.find((form) => form.get("matter") === matter);
  assert.ok(row, `the investigation waits to be distributed among ${rows.length}`);
  await frida.done(row.fill({ main: row.option("main", /Ulla/), second: row.option("second", /Oskar/) }));
  const ulla = await Web.as(url, "ulla");
  const plan = (await ulla.page(`${here}/plan`)).main();
  await ulla.done(plan.fill({ areas: [SCHOOL, SAFETY] }));
  return { ulla, address: `${here}/utredning` };
}

const sit = async (browser, url, login, address) => {
  const page = await openPage(browser, { baseURL: url });
  await logIn(page, login);
  await page.goto(address);
  return page;
};

const field = (page, area) => page.locator(`[name="${area}-text"]`);
const saved = (page, area) => page.locator(`[id="${area}"] [data-draft-status][data-state=saved]`).waitFor();

test("two people write different sections at the same time", () =>
  withLykta((lykta) =>
    withBrowser(async (browser) => {
      const { address } = await investigation(lykta.url);
      const ulla = await sit(browser, lykta.url, "ulla", address);
      const oskar = await sit(browser, lykta.url, "oskar", address);
      await Promise.all([field(ulla, SCHOOL).fill("Ulla om skolan."), field(oskar, SAFETY).fill("Oskar om tryggheten.")]);
      await Promise.all([saved(ulla, SCHOOL), saved(oskar, SAFETY)]);
      // Each sends the whole page, with an old copy of the other's section in it.
      for (const page of [ulla, oskar]) {
        await page.keyboard.press("Control+Enter");
        await page.waitForURL(/granska/);
      }
      const text = await oskar.getByRole("main").innerText();
      assert.ok(text.includes("Ulla om skolan.") && text.includes("Oskar om tryggheten."), text);
    }),
  ));

test("two people write the same section at the same time, and both texts are shown", () =>
  withLykta((lykta) =>
    withBrowser(async (browser) => {
      const { address } = await investigation(lykta.url);
      const ulla = await sit(browser, lykta.url, "ulla", address);
      const oskar = await sit(browser, lykta.url, "oskar", address);
      await field(ulla, SCHOOL).fill("Ulla skriver först.");
      await saved(ulla, SCHOOL);
      await field(oskar, SCHOOL).fill("Oskar skriver samtidigt.");
      const theirs = oskar.locator(`[id="${SCHOOL}"] .theirs`);
      await theirs.getByText("Ulla skriver först.").waitFor();
      assert.equal(await field(oskar, SCHOOL).inputValue(), "Oskar skriver samtidigt.");
      assert.equal(await oskar.locator(`[id="${SCHOOL}"] [data-draft-status]`).getAttribute("data-state"), "failed");
      // Sent as it is, both come back, now from the server; sent again with both before his eyes, his stands.
      await oskar.keyboard.press("Control+Enter");
      await oskar.getByText("Någon annan har skrivit samtidigt").waitFor();
      const page = await oskar.getByRole("main").innerHTML();
      assert.ok(plain(page).includes("Ulla skriver först.") && plain(page).includes("Oskar skriver samtidigt."));
      await oskar.locator("form[data-main]").getByRole("button", { name: "Granska" }).click();
      await oskar.waitForURL(/granska/);
      await ulla.reload();
      assert.equal(await field(ulla, SCHOOL).inputValue(), "Oskar skriver samtidigt.");
    }),
  ));

test("a form that is sent while it is being saved waits for that, and is no quarrel with itself", () =>
  withLykta((lykta) =>
    withBrowser(async (browser) => {
      const { address } = await investigation(lykta.url);
      const page = await sit(browser, lykta.url, "ulla", address);
      // Half the sentence is saved at once, but the browser hears of it late: meanwhile the rest is written and the form is sent.
      let late = 0;
      await page.route("**/avsnitt/**", async (route) => {
        const answer = await route.fetch();
        late += 1;
        await new Promise((done) => setTimeout(done, 1_500));
        await route.fulfill({ response: answer });
      });
      const [school, safety] = [field(page, SCHOOL), field(page, SAFETY)];
      await safety.pressSequentially("Han är trygg");
      await school.pressSequentially("Hon har varit borta");
      await page.waitForResponse(/avsnitt/);
      await school.pressSequentially(" från skolan.");
      await safety.fill("Han är trygg hemma.");
      await page.waitForRequest(/avsnitt/);
      await safety.pressSequentially(" Säger han.");
      await page.keyboard.press("Control+Enter");
      await page.waitForURL(/granska/);
      assert.ok(late > 2, `${late} savings were on their way`);
      const text = await page.getByRole("main").innerText();
      assert.ok(text.includes("Hon har varit borta från skolan.") && text.includes("Han är trygg hemma. Säger han."), text);
    }),
  ));

test("a session that ends in the middle of a sentence loses nothing of it", () =>
  withLykta((lykta) =>
    withBrowser(async (browser) => {
      const { address } = await investigation(lykta.url);
      const page = await sit(browser, lykta.url, "ulla", address);
      await field(page, SCHOOL).pressSequentially("Hon har varit borta. ");
      await saved(page, SCHOOL);
      const cookies = await page.context().cookies();
      await page.context().clearCookies();
      await field(page, SCHOOL).pressSequentially("Läraren säger att");
      await page.locator(`[id="${SCHOOL}"] [data-draft-status][data-state=failed]`).waitFor();
      // What she sends now is given back to her, and is sent when she has logged in again, in another window.
      await page.keyboard.press("Control+Enter");
      await page.getByText("Läraren säger att").first().waitFor();
      const other = await page.context().newPage();
      await logIn(other, "ulla");
      assert.ok(cookies.length > 0);
      await page.bringToFront();
      await page.locator("main form").last().evaluate((form) => form.requestSubmit());
      await page.waitForURL(/granska/);
      await page.goto(address);
      assert.equal(await field(page, SCHOOL).inputValue(), "Hon har varit borta. Läraren säger att");
    }),
  ));

test("without script the whole page is one form", () =>
  withLykta(async (lykta) => {
    const { ulla, address } = await investigation(lykta.url);
    const form = (await ulla.page(address)).main();
    const back = await ulla.done(form.fill({ [`${SCHOOL}-text`]: "Skrivet utan skript.", deed: "save" }), {});
    assert.match(back, /utredning\?gjort=sparat$/);
    assert.ok((await ulla.page(address)).text.includes("Skrivet utan skript."));
    const child = await childOf(ulla, CHILD.identity);
    assert.ok((await ulla.page("/")).text.includes("Fortsätt skriva utredningen"), child);
  }));

test("two megabytes in a section are answered there, with the text kept", () =>
  withLykta((lykta) =>
    withBrowser(async (browser) => {
      const { address } = await investigation(lykta.url);
      const page = await sit(browser, lykta.url, "ulla", address);
      await field(page, SAFETY).fill("Detta stod i ett annat avsnitt.");
      await saved(page, SAFETY);
      await field(page, SCHOOL).evaluate((area) => {
        area.value = "Två megabyte. ".repeat(150_000);
        area.dispatchEvent(new Event("input", { bubbles: true }));
      });
      const answered = page.waitForEvent("load");
      await page.evaluate("void document.querySelector('form[data-main]').requestSubmit()");
      await answered;
      const error = page.locator(`[id="${SCHOOL}-text-error"]`);
      await error.waitFor();
      assert.match(await error.innerText(), /tecken/);
      assert.ok((await field(page, SCHOOL).inputValue()).length > 2_000_000, "the text is gone");
      assert.equal(await field(page, SAFETY).inputValue(), "Detta stod i ett annat avsnitt.");
    }),
  ));
