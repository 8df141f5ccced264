// "Ärendet Alva", while the investigation runs: the school nurse reports. Reception registers and assesses, the one who leads gives
// the report to whoever investigates, who links it, tells the nurse, and quotes what she said. How a person works is the driver's
// business: the same steps serve them all.

import { Office } from "./office.mjs";
import { entries, expectSame, quoted } from "./outcome.mjs";
import { knownFamily, passDays, runningInvestigation, spoken, story } from "./scene.mjs";
import { Web } from "./web.mjs";

const linked = story("linked");
const { torun } = linked.people;
const { alva, jenny } = story("alva").people;

const step = (id) => ({ conventional: null, ...linked.steps.find((one) => one.id === id) });
const named = (page, name) => page.locator(`[name="${name}"]`);
const status = (page, words) => page.getByRole("status").filter({ hasText: words }).first();

async function report(effort, page, { text }) {
  const field = (name) => named(page, name);
  await effort.go("a");
  await effort.choose(field("category"), "Skola");
  await effort.tabTo(field("reporter-name"));
  await effort.free(`${torun.given} ${torun.family}`);
  await effort.press("Tab");
  await effort.free(`${torun.title}, ${torun.organisation}`);
  await effort.press("Tab");
  await effort.structured(torun.phone.replaceAll(/\D/g, ""));
  await effort.choose(field("wants-feedback"));
  await effort.tabTo(field("child-1-number"));
  await effort.structured(alva.identity);
  await effort.press("Enter");
  await effort.ready(page.getByRole("complementary").getByText(alva.given).first());
  await effort.free(text.facts);
  await effort.tabTo(field("child-1-words"));
  await effort.free(spoken(text, "alva"));
  await effort.clickChoice(page.locator("[name=reasons][value=lack_of_care]"));
  await effort.sign();
  await effort.ready(page.getByRole("heading", { name: "Skyddsbedömning" }));
}

async function protection(effort, page, { text }) {
  await effort.free(text.facts);
  await effort.tabTo(named(page, "assessment"));
  await effort.free(text.assessment);
  await effort.choose(page.locator("[name=outcome][value=no_immediate_need]"));
  await effort.sign();
  await effort.ready(page.getByText("Skyddsbedömningen är underskriven"));
}

/** Reception is told whom to ask and sees no more of the file; the one who leads gives the report to whoever investigates. */
async function distribute(effort, page) {
  await effort.go("g");
  await effort.ready(page.getByRole("heading", { name: "Gruppen", level: 1 }));
  const row = page.getByRole("listitem").filter({ hasText: alva.given }).filter({ has: named(page, "main") });
  const main = row.locator("[name=main]");
  const worker = await main.locator("option", { hasText: "Ulla Ekdahl" }).first().textContent();
  await effort.clickChoice(main, worker.trim());
  await effort.tabTo(row.getByRole("button", { name: "Fördela" }));
  await effort.press("Enter");
  await effort.ready(status(page, "ördela"));
}

async function link(effort, page, { text, decision }) {
  await effort.click(page.locator(".mine").getByRole("link", { name: alva.given }).first());
  await effort.click(page.getByRole("main").getByRole("link", { name: "Besluta om utredning" }).first());
  // Which investigation is preset: the one that runs.
  await effort.choose(page.locator(`[name=outcome][value=${decision}]`));
  await effort.tabTo(named(page, "motive"));
  await effort.free(text.assessment);
  await effort.sign();
  await effort.ready(page.getByRole("heading", { name: "Granska beslutet" }));
  await effort.sign();
  await effort.ready(page.getByText("Beslutet är fattat"));
}

/** The nurse may know that an investigation ran already, and nothing more. */
async function feedback(effort, page) {
  await effort.ready(page.getByText("En utredning pågick redan", { exact: false }).first());
  await effort.sign();
  await effort.ready(status(page, "terkoppl"));
}

/** What the nurse said is quoted in its area, and what Alva said where she speaks for herself. */
async function quote(effort, page, { area, text }) {
  await effort.click(page.getByRole("main").getByRole("link", { name: "Utredningen", exact: true }).first());
  await effort.ready(page.getByRole("heading", { name: "Skriv utredningen", level: 1 }));
  const { text: told } = step("L1");
  await tick(effort, page.locator(`[id="${area}"]`), told.facts.slice(0, 30));
  await effort.tabTo(named(page, `${area}-text`));
  await effort.free(text.facts);
  await tick(effort, page.locator("#heard"), spoken(told, "alva").slice(1, 30));
  await effort.click(page.getByRole("main").getByRole("button", { name: "Spara", exact: true }).last());
  await effort.ready(page.locator(".mentions.quoted").getByText(spoken(told, "alva").slice(1, 30)).first());
}

async function tick(effort, section, words) {
  const found = section.locator("details.found");
  await effort.click(found.locator("summary").first());
  await effort.click(found.locator("label", { hasText: words }).locator("input").first());
}

/** The whole script, by whoever works as `effort` does. Says where the investigation is written. */
export async function carryThrough(effort, at) {
  const { url } = at.lykta;
  const { running } = linked;
  await knownFamily(url, { children: [alva], guardian: jenny, relation: "Mamma", custody: "Ensam vårdnad" });
  const here = await runningInvestigation(url, alva, { ...running, main: /Ulla Ekdahl/, second: /Oskar Blom/ });
  await passDays(url, running.days_later);
  const office = new Office(effort, at);
  const mia = await office.sit("mia");
  await effort.step(step("L1"), () => report(effort, mia, step("L1")));
  await effort.step(step("L2"), () => protection(effort, mia, step("L2")));
  const frida = await office.sit("frida");
  await effort.step(step("L3"), () => distribute(effort, frida));
  const ulla = await office.sit("ulla");
  await effort.step(step("L4"), () => link(effort, ulla, step("L4")));
  await effort.step(step("L5"), () => feedback(effort, ulla));
  await effort.step(step("L6"), () => quote(effort, ulla, step("L6")));
  return `${here}/utredning`;
}

/** What has come of it must be what the story says, however it was worked. */
export async function expectOutcome(url, writing) {
  const ulla = await Web.as(url, "ulla");
  expectSame({ alva: await entries(ulla, alva), quoted: await quoted(ulla, writing) }, story("linked-outcome"));
}
