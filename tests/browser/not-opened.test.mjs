// The commonest outcome: the police send a written report about two siblings, the protection assessments are made,
// the first social worker decides not to open an investigation, and the police are told. Nothing is retyped.

import { join } from "node:path";
import { openPage, withBrowser } from "./chromium.mjs";
import { Effort } from "./effort.mjs";
import { settle } from "./effort-goals.mjs";
import { withLykta } from "./launch.mjs";
import { logIn } from "./pages.mjs";
import { test } from "./runner.mjs";
import { OUT, STORIES, story } from "./scene.mjs";

const police = story("polisanmalan");
const { people } = police;

/** The most each step may cost, as a part of the conventional step's operating time. */
const PARTS = { 1: 0.42, 2: 0.3, 3: 0.45 };

const step = (id) => police.steps.find((one) => one.id === id);

async function report(effort, page) {
  const field = (name) => page.locator(`[name="${name}"]`);
  effort.stands("the police's report", police.document.lines.join("\n"));
  await effort.press("a");
  await effort.choose(field("category"), "Polisen");
  await effort.tabTo(field("reporter-name"));
  await effort.free(`${people.ahlsten.given} ${people.ahlsten.family}`);
  await effort.choose(field("wants-feedback"));
  for (const [row, child] of [[1, people.malte], [2, people.iris]]) {
    await effort.tabTo(field(`child-${row}-number`));
    await effort.structured(child.identity);
    await effort.press("Tab");
    await effort.free(child.given);
    await effort.press("Tab");
    await effort.free(child.family);
  }
  await effort.click(field("document"));
  await effort.attach(field("document"), join(STORIES, police.document.file));
  await effort.clickChoice(page.locator("[name=reasons][value=lack_of_care]"));
  await effort.clickChoice(field("guardians-know"), "Ja");
  await effort.press("Control+Enter");
  await effort.ready(page.getByRole("heading", { name: "Skyddsbedömning" }));
}

async function protection(effort, page) {
  const { text } = step(2);
  const only = page.locator("textarea[name^=only-]");
  await effort.free(text.facts);
  await effort.tabTo(page.locator("[name=assessment]"));
  await effort.free(text.assessment);
  await effort.choose(page.locator("[name=outcome][value=no_immediate_need]"));
  await effort.tabTo(only.first());
  await effort.free(text.own.malte);
  await effort.tabTo(only.nth(1));
  await effort.free(text.own.iris);
  await effort.press("Control+Enter");
  await effort.ready(page.getByText("Skyddsbedömningen är underskriven"));
}

/** The first social worker finds the matter in the group and decides for both children. */
async function decision(effort, page) {
  const { text } = step(3);
  await effort.press("g");
  const row = page.getByRole("listitem").filter({ hasText: people.malte.given }).filter({ hasText: "Besluta om utredning" });
  await effort.click(row.getByRole("link").first());
  const outcome = page.locator("[name=outcome][value=D03]");
  await effort.choose(outcome);
  await effort.tabTo(page.locator("[name=motive]"));
  await effort.free(`${text.facts} ${text.assessment}`);
  await effort.press("Control+Enter");
  await effort.ready(page.getByRole("heading", { name: "Granska beslutet" }));
  await effort.press("Control+Enter");
  await effort.ready(page.getByText("Beslutet är fattat"));
}

/**
 * The decision has led on to whoever waits to hear of it. Whoever decided also tells: the way and the time are preset, by
 * telephone and now, and one telling is about both children.
 */
async function feedback(effort, page) {
  await effort.ready(page.getByRole("heading", { name: "Återkoppling" }));
  await effort.press("Control+Enter");
  await effort.ready(page.getByRole("status").filter({ hasText: /terkoppl/ }).first());
}

test("not opened: a police report about two siblings", async () =>
  withLykta((lykta) =>
    withBrowser(async (browser) => {
      const effort = new Effort("not-opened", join(OUT, "effort"));
      const sit = async (login) => {
        const page = await openPage(browser, { baseURL: lykta.url });
        await logIn(page, login);
        await effort.sitDown(page, login);
        return page;
      };
      const mia = await sit("mia");
      await effort.step(step(1), () => report(effort, mia));
      await effort.step(step(2), () => protection(effort, mia));
      const frida = await sit("frida");
      await effort.step(step(3), () => decision(effort, frida));
      await effort.step(step(4), () => feedback(effort, frida));
      await frida.goto("/gruppen?alla=ja");
      const left = frida.getByRole("listitem").filter({ hasText: /Malte|Iris/ }).filter({ hasText: "Återkoppla" });
      if ((await left.count()) > 0) throw new Error("the reporter is still to be told of somebody");
      settle("not-opened", effort.finish(), PARTS);
    }),
  ), { limit: 300_000 });
