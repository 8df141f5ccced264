// "Ärendet Alva", steps 1–5: a school phones in about two siblings who are known since earlier, and an investigation
// is opened. Every operation is logged and counted; the table stands beside a conventional system.

import { join } from "node:path";
import { openPage, withBrowser } from "./chromium.mjs";
import { Effort } from "./effort.mjs";
import { withLykta } from "./launch.mjs";
import { logIn } from "./pages.mjs";
import { settle } from "./effort-goals.mjs";
import { test } from "./runner.mjs";
import { OUT, STORIES, knownFamily, passDays, spoken, story } from "./scene.mjs";

const alva = story("alva");
const { people } = alva;

/** The most each step may cost, as a part of the conventional step's operating time. */
const PARTS = { 1: 0.6, 2: 0.35, 3: 0.6, 4: 0.9, 5: 0.8 };

const step = (id) => alva.steps.find((one) => one.id === id);

/** Presses the page's main button the way everybody soon does. */
const sign = (effort) => effort.press("Control+Enter");

async function report(effort, page) {
  const { text } = step(1);
  const field = (name) => page.locator(`[name="${name}"]`);
  await effort.press("a");
  await effort.choose(field("category"), "Skola");
  await effort.tabTo(field("reporter-name"));
  await effort.free(`${people.maud.given} ${people.maud.family}`);
  await effort.press("Tab");
  await effort.free(`${people.maud.title}, ${people.maud.organisation}`);
  await effort.press("Tab");
  await effort.structured(people.maud.phone.replaceAll(/\D/g, ""));
  await effort.choose(field("wants-feedback"));
  await effort.tabTo(field("child-1-number"));
  await effort.structured(people.alva.identity);
  await effort.tabTo(field("child-2-number"));
  await effort.structured(people.sixten.identity);
  await effort.press("Enter");
  await effort.ready(page.getByRole("complementary").getByText(people.sixten.given).first());
  await effort.click(field("concern"));
  await effort.free(`${text.facts} ${text.assessment}`);
  await effort.click(page.getByText("Bara om barn 1"));
  await effort.click(field("child-1-words"));
  await effort.free(spoken(text, "alva"));
  await effort.choose(field("child-1-keep"));
  await effort.clickChoice(page.getByLabel("Förälders missbruk").or(page.locator("[value=parent_substance_use]")).first());
  await effort.clickChoice(page.locator("[name=reasons][value=lack_of_care]"));
  await effort.clickChoice(field("guardians-know"), "Ja");
  await sign(effort);
  await effort.ready(page.getByRole("heading", { name: "Skyddsbedömning" }));
}

async function protection(effort, page) {
  const { text } = step(2);
  await effort.free(text.facts);
  await effort.click(page.locator("[name=assessment]"));
  await effort.free(text.assessment);
  await effort.choose(page.locator("[name=outcome][value=no_immediate_need]"));
  await sign(effort);
  await effort.ready(page.getByText("Skyddsbedömningen är underskriven"));
}

async function decision(effort, page) {
  const { text } = step(3);
  await effort.click(page.getByRole("main").getByRole("link", { name: "Besluta om utredning" }).first());
  await effort.clickChoice(page.locator("[name=outcome][value=D02]"));
  await effort.click(page.locator("[name=motive]"));
  await effort.free(text.assessment);
  await effort.choose(page.locator("[name=sibling]"));
  await sign(effort);
  await effort.ready(page.getByRole("heading", { name: "Granska beslutet" }));
  await sign(effort);
  await effort.ready(page.getByRole("heading", { name: "Underrätta dem det gäller" }));
  // The letters about each child are the guardian's own, one right after the other.
  for (const { given } of [people.alva, people.sixten]) {
    await effort.ready(page.locator(".child-head").getByText(given).first());
    await effort.ready(page.getByRole("heading", { name: "Underrätta dem det gäller" }));
    await sign(effort);
  }
  await effort.ready(page.getByText(/fick veta/));
}

/** Days pass, and the same person sits down again at Min dag. */
async function later(effort, page, { lykta, days }) {
  const { role } = effort;
  effort.standUp();
  await passDays(lykta.url, days);
  await page.goto("/");
  await effort.sitDown(page, role);
}

async function distribute(effort, page) {
  await effort.press("g");
  await effort.ready(page.getByRole("heading", { name: "Gruppen", level: 1 }));
  for (const name of [people.alva.given, people.sixten.given]) {
    const row = page.getByRole("listitem").filter({ hasText: name }).filter({ has: page.locator("[name=main]") });
    const words = (select, worker) => select.locator("option", { hasText: worker }).first().textContent();
    const [main, second] = [row.locator("[name=main]"), row.locator("[name=second]")];
    await effort.clickChoice(main, (await words(main, "Ulla Ekdahl")).trim());
    await effort.choose(second, (await words(second, "Oskar Blom")).trim());
    await effort.tabTo(row.getByRole("button", { name: "Fördela" }));
    await effort.press("Enter");
    await effort.ready(page.getByRole("status").filter({ hasText: "ördela" }).first());
  }
}

/** From Min dag to a note about Alva: the child's page by its name, one key, and the cursor stands in the text. */
async function openNote(effort, page) {
  await openChild(effort, page);
  await effort.press("n");
}

async function openChild(effort, page) {
  await effort.click(page.locator(".mine").getByRole("link", { name: people.alva.given }).first());
  await effort.ready(page.locator(".acts"));
}

async function homeVisit(effort, page, { text }) {
  await openNote(effort, page);
  await effort.free(text.facts);
  await effort.tabTo(page.locator("[name=child-words]"));
  await effort.free(spoken(text, "alva"));
  await effort.tabTo(page.locator("[name=by-1]"));
  await effort.free(people.jenny.given);
  await effort.tabTo(page.locator("[name=words-1]"));
  await effort.free(spoken(text, "jenny"));
  await effort.tabTo(page.locator("[name=assessment]"));
  await effort.free(text.assessment);
  await effort.choose(page.locator("[name=kind]"), "Hembesök");
  await effort.clickChoice(page.locator("[name=child]"));
  await effort.clickChoice(page.locator("[name=sibling]"));
  await effort.clickChoice(page.locator("[name=sibling-took-part]"));
  await sign(effort);
  await effort.ready(page.getByRole("status").filter({ hasText: "nteckning" }).first());
}

async function phoneCall(effort, page, { text }) {
  await openNote(effort, page);
  await effort.free(text.facts);
  await effort.tabTo(page.locator("[name=by-1]"));
  await effort.free(people.gerd.given);
  await effort.tabTo(page.locator("[name=words-1]"));
  await effort.free(spoken(text, "gerd"));
  await sign(effort);
  await effort.ready(page.getByRole("status").filter({ hasText: "nteckning" }).first());
}

async function email(effort, page, { text, attachment }) {
  await openNote(effort, page);
  await effort.free(text.facts);
  await effort.clickChoice(page.locator("[name=kind]"), "Kontakt");
  await effort.click(page.getByText("Bifoga en handling"));
  await effort.click(page.locator("[name=document]"));
  await effort.attach(page.locator("[name=document]"), join(STORIES, attachment));
  await effort.press("Tab");
  await effort.free(people.maud.organisation);
  await sign(effort);
  await effort.ready(page.getByRole("status").filter({ hasText: "nteckning" }).first());
}

test("opened: the case of Alva, steps 1–5", async () =>
  withLykta((lykta) =>
    withBrowser(async (browser) => {
      const family = { children: [people.alva, people.sixten], guardian: people.jenny };
      await knownFamily(lykta.url, { ...family, relation: "Mamma", custody: "Ensam vårdnad" });
      const effort = new Effort("opened", join(OUT, "effort"));
      const sit = async (login) => {
        const page = await openPage(browser, { baseURL: lykta.url });
        await logIn(page, login);
        await effort.sitDown(page, login);
        return page;
      };
      const mia = await sit("mia");
      await effort.step(step(1), () => report(effort, mia));
      await effort.step(step(2), () => protection(effort, mia));
      await effort.step(step(3), () => decision(effort, mia));
      const frida = await sit("frida");
      await effort.step(step(4), () => distribute(effort, frida));
      const ulla = await sit("ulla");
      const [visit, call, mail] = step(5).notes;
      await effort.step(step(5), async () => {
        await later(effort, ulla, { lykta, days: 3 });
        await homeVisit(effort, ulla, visit);
        await later(effort, ulla, { lykta, days: 2 });
        await phoneCall(effort, ulla, call);
        await later(effort, ulla, { lykta, days: 1 });
        await email(effort, ulla, mail);
      });
      settle("opened", effort.finish(), PARTS);
    }),
  ), { limit: 300_000 });
