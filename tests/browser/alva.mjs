// "Ärendet Alva", from the school's call about two siblings who are known since earlier to the follow-up of what helped.
// Steps 1–5 are worked here, the rest in investigated.mjs. What the law demands beside the script has rows of its own, without a
// conventional step. How a person works is the driver's business: the same steps serve them all.

import { join } from "node:path";
import * as investigated from "./investigated.mjs";
import { Office } from "./office.mjs";
import { entries, expectSame, goals } from "./outcome.mjs";
import { STORIES, knownFamily, spoken, story } from "./scene.mjs";
import { Web } from "./web.mjs";

const alva = story("alva");
const { people } = alva;

const step = (id) => alva.steps.find((one) => one.id === id);

async function report(effort, page) {
  const { text } = step(1);
  const field = (name) => page.locator(`[name="${name}"]`);
  await effort.go("a");
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
  await effort.free(`${text.facts} ${text.assessment}`);
  await effort.tabTo(field("child-1-words"));
  await effort.free(spoken(text, "alva"));
  await effort.choose(field("child-1-keep"));
  await effort.clickChoice(page.getByLabel("Förälders missbruk").or(page.locator("[value=parent_substance_use]")).first());
  await effort.clickChoice(page.locator("[name=reasons][value=lack_of_care]"));
  await effort.clickChoice(field("guardians-know"), "Ja");
  await effort.sign();
  await effort.ready(page.getByRole("heading", { name: "Skyddsbedömning" }));
}

async function protection(effort, page) {
  const { text } = step(2);
  await effort.free(text.facts);
  await effort.tabTo(page.locator("[name=assessment]"));
  await effort.free(text.assessment);
  await effort.choose(page.locator("[name=outcome][value=no_immediate_need]"));
  await effort.sign();
  await effort.ready(page.getByText("Skyddsbedömningen är underskriven"));
}

async function decision(effort, page) {
  const { text } = step(3);
  await effort.click(page.getByRole("main").getByRole("link", { name: "Besluta om utredning" }).first());
  await effort.choose(page.locator("[name=outcome][value=D02]"));
  await effort.tabTo(page.locator("[name=motive]"));
  await effort.free(text.assessment);
  // Both children stand in the same report, and both are ticked.
  await effort.sign();
  await effort.ready(page.getByRole("heading", { name: "Granska beslutet" }));
  await effort.sign();
  await effort.ready(page.getByRole("heading", { name: "Underrätta dem det gäller" }));
  // The letters about each child are the guardian's own, one right after the other.
  for (const { given } of [people.alva, people.sixten]) {
    await effort.ready(page.locator(".child-head").getByText(given).first());
    await effort.ready(page.getByRole("heading", { name: "Underrätta dem det gäller" }));
    // Nobody is chosen beforehand; the guardian stands first, the child last.
    await effort.choose(page.locator("select[name^=way-]").first(), "Brev");
    await effort.sign();
  }
  await effort.ready(page.getByText(/fick veta:/).first());
}

async function distribute(effort, page) {
  await effort.go("g");
  await effort.ready(page.getByRole("heading", { name: "Gruppen", level: 1 }));
  // The siblings' matters were opened by one decision: the first of them has the form, and the other goes along.
  const about = new RegExp(`${people.alva.given}|${people.sixten.given}`);
  const rows = page.getByRole("listitem").filter({ hasText: about });
  const row = rows.filter({ has: page.locator("[name=main]") });
  await row.waitFor();
  const words = (select, worker) => select.locator("option", { hasText: worker }).first().textContent();
  const [main, second] = [row.locator("[name=main]"), row.locator("[name=second]")];
  await effort.clickChoice(main, (await words(main, "Ulla Ekdahl")).trim());
  await effort.choose(second, (await words(second, "Oskar Blom")).trim());
  await effort.tabTo(row.getByRole("button", { name: "Fördela" }));
  await effort.press("Enter");
  await effort.ready(page.getByRole("status").filter({ hasText: "ördela" }).first());
  if ((await rows.filter({ has: page.locator("[name=main]") }).count()) > 0) throw new Error("a sibling was left behind");
}

/** From Min dag to a note about Alva: one click in her row, and the cursor stands in the text. */
async function openNote(effort, page) {
  const row = page.locator(".mine").getByRole("listitem").filter({ hasText: people.alva.given });
  await effort.click(row.getByRole("link", { name: "Anteckna" }));
}

/** The kind stands right before the text: one step back, its first letters, and on to the text again. */
async function chooseKind(effort, page, kind) {
  await effort.ready(page.locator("[name=text]"));
  await effort.press("Shift+Tab");
  await effort.choose(page.locator("[name=kind]"), kind);
  await effort.press("Tab");
}

async function homeVisit(effort, page, { text }) {
  await openNote(effort, page);
  await chooseKind(effort, page, "Hembesök");
  await effort.free(text.facts);
  await effort.tabTo(page.locator("[name=child-words]"));
  await effort.free(spoken(text, "alva"));
  await effort.tabTo(page.locator("[name=by-1]"));
  await effort.free(people.jenny.given);
  await effort.tabTo(page.locator("[name=words-1]"));
  await effort.free(spoken(text, "jenny"));
  await effort.tabTo(page.locator("[name=assessment]"));
  await effort.free(text.assessment);
  await effort.choose(page.locator("[name=child]"));
  // Who took part is concerned: the note stands in Sixten's file too, but not what Alva has said.
  await effort.choose(page.locator("[name=sibling-took-part]"));
  await effort.sign();
  await effort.ready(page.getByRole("status").filter({ hasText: "nteckning" }).first());
}

async function phoneCall(effort, page, { text }) {
  await openNote(effort, page);
  await effort.free(text.facts);
  await effort.tabTo(page.locator("[name=by-1]"));
  await effort.free(people.gerd.given);
  await effort.tabTo(page.locator("[name=words-1]"));
  await effort.free(spoken(text, "gerd"));
  await effort.sign();
  await effort.ready(page.getByRole("status").filter({ hasText: "nteckning" }).first());
}

async function email(effort, page, { text, attachment }) {
  await openNote(effort, page);
  await chooseKind(effort, page, "Kontakt");
  await effort.free(text.facts);
  await effort.click(page.locator("[name=document]"));
  await effort.attach(page.locator("[name=document]"), join(STORIES, attachment));
  await effort.press("Tab");
  await effort.free(people.maud.organisation);
  await effort.sign();
  await effort.ready(page.getByRole("status").filter({ hasText: "nteckning" }).first());
}

/** A row of its own: what the law demands beside the script. */
const beside = (id, name) => ({ id, name });

/**
 * The whole script, by whoever works as `effort` does. `at` is the program, the browser and the form of its windows. Says where the
 * service stands that came of it.
 */
export async function opened(effort, at) {
  const { url } = at.lykta;
  const office = new Office(effort, at);
  const family = { children: [people.alva, people.sixten], guardian: people.jenny };
  await knownFamily(url, { ...family, relation: "Mamma", custody: "Ensam vårdnad" });
  const mia = await office.sit("mia");
  await effort.step(step(1), () => report(effort, mia));
  await effort.step(step(2), () => protection(effort, mia));
  await effort.step(step(3), () => decision(effort, mia));
  const frida = await office.sit("frida");
  await effort.step(step(4), () => distribute(effort, frida));
  const ulla = await office.sit("ulla");
  await effort.step(step(5), () => notes(office, ulla));
  await investigated.secondGuardian(url);
  await office.back(ulla, "ulla", 1);
  await investigation(office, ulla);
  await effort.step(step(7), async () => {
    await investigated.propose(effort, ulla, { ...step(7), ...step(7).beyond });
    await office.back(frida, "frida", 0);
    await investigated.approve(effort, frida);
  });
  await effort.step(beside("8a", "decision notices"), () => investigated.tell(effort, frida, step(7).beyond));
  await effort.step(beside("8b", "assignment"), () => investigated.assign(effort, frida));
  const olga = await office.sit("olga");
  await effort.step(beside("8c", "the provider takes it"), () => investigated.accept(effort, olga));
  await effort.step(step(8), () => investigated.planService(effort, olga, step(8)));
  await effort.step(step(9), () => investigated.followUp(effort, olga, step(9)));
  return new URL(olga.url()).pathname;
}

/** What has come of it must be what the story says, however it was worked. */
export async function expectOutcome(url, service) {
  const [ulla, olga] = [await Web.as(url, "ulla"), await Web.as(url, "olga")];
  const found = { alva: await entries(ulla, people.alva), sixten: await entries(ulla, people.sixten), goals: await goals(olga, service) };
  expectSame(found, story("alva-outcome"));
}

/** Three notes, on three days. */
async function notes(office, page) {
  const { effort } = office;
  const [visit, call, mail] = step(5).notes;
  await office.later(page, 3);
  await homeVisit(effort, page, visit);
  await office.later(page, 2);
  await phoneCall(effort, page, call);
  await office.later(page, 1);
  await email(effort, page, mail);
}

/** From the plan to the consent. */
async function investigation(office, page) {
  const { effort } = office;
  await effort.step(beside("6a", "the other guardian is told"), () => investigated.tellGuardian(effort, page));
  await office.back(page, "ulla", 1);
  await effort.step(beside("6b", "plan"), () => investigated.plan(effort, page, step(6)));
  await effort.step(beside("6c", "what is said in confidence is quoted"), () => investigated.quote(effort, page));
  await effort.step(step(6), () => investigated.write(effort, page, step(6)));
  await effort.step(beside("7a", "two guardians get the material"), () => investigated.share(effort, page));
  await effort.step(beside("7b", "their answers"), () => investigated.replies(effort, page));
  await effort.step(beside("7c", "consent"), () => investigated.consent(effort, page, step(7)));
}
