// "Ärendet Alva", steps 6–9, and what the law demands beside them: planned, written, given to the parties, consented to, decided,
// told, carried out and followed up. Each function works one page and ends with the result in view.

import { Web } from "./web.mjs";
import { childOf, spoken, story } from "./scene.mjs";

const { people } = story("alva");
const named = (page, name) => page.locator(`[name="${name}"]`);
const page1 = (page, name) => page.getByRole("heading", { name, level: 1 });
const done = (page) => page.locator("p.done").first();

/** A second guardian, who lives elsewhere, becomes known while the investigation runs. */
export async function secondGuardian(url) {
  const web = await Web.as(url, "ulla");
  const form = (await web.page(`${await childOf(web, people.alva.identity)}/personer`)).main();
  const { identity, given, family, phone } = people.anders;
  const facts = { relation: form.option("relation", "Pappa"), custody: form.option("custody", "Gemensam vårdnad"), "lives-with": form.option("lives-with", "Nej") };
  await web.done(form.fill({ number: identity, given, family, phone, ...facts, source: "guardian" }));
}

/** Alva's page, from her row on Min dag, and on to what comes next there. */
async function nextStep(effort, page, words) {
  await effort.click(page.locator(".mine").getByRole("link", { name: people.alva.given }).first());
  await effort.click(page.getByRole("main").getByRole("link", { name: words }).first());
}

/** The other guardian is told of the investigation. */
export async function tellGuardian(effort, page) {
  await nextStep(effort, page, "Underrätta dem det gäller");
  await effort.ready(page1(page, "Underrätta dem det gäller"));
  await effort.choose(page.locator("select[name^=way-]").first(), "Brev");
  await effort.sign();
  await effort.ready(page.getByText(/fick veta:/).first());
}

/** The questions stand since the opening; the areas that are to be written about are chosen. */
export async function plan(effort, page, { areas }) {
  await nextStep(effort, page, "Planera utredningen");
  await effort.ready(page1(page, "Utredningsplan"));
  const wanted = areas.map(({ area }) => area);
  const boxes = page.locator("[name=areas]");
  for (let at = 0; at < (await boxes.count()); at += 1) {
    const box = boxes.nth(at);
    const [value, ticked] = await box.evaluate((one) => [one.value, one.checked]);
    if (wanted.includes(value) !== ticked) {
      await effort.tabTo(box);
      await effort.press("Space");
    }
  }
  await effort.sign();
  await effort.ready(page1(page, "Skriv utredningen"));
}

/** Section by section, the child's view and the analysis, and the check. */
export async function write(effort, page, { areas, text }) {
  for (const { area, text: of } of areas) {
    await effort.tabTo(named(page, `${area}-text`));
    await effort.free(of.facts);
  }
  await effort.tabTo(named(page, "heard-child-view"));
  await effort.free(spoken(text, "alva"));
  await effort.tabTo(named(page, "analysis-analysis"));
  await effort.free(text.assessment);
  await effort.sign();
  await effort.ready(page1(page, "Så här kommer det att stå"));
  await effort.sign();
  await effort.ready(page1(page, "Kommunicera utredningen"));
}

/** What Alva has said in confidence is quoted, never retyped. */
export async function quote(effort, page) {
  const found = page.locator("details.found").filter({ hasText: "Säg inte till mamma" }).first();
  await effort.click(found.locator("summary"));
  await effort.click(found.locator("label", { hasText: "Säg inte till mamma" }).locator("input"));
}

/** Each guardian gets a copy by letter; what Alva has said in confidence is in neither. */
export async function share(effort, page) {
  const ways = page.locator("select[name^=way-]");
  await effort.ready(ways.first());
  for (let at = 0; at < (await ways.count()); at += 1) await effort.choose(ways.nth(at), "Brev");
  await effort.sign();
  await effort.ready(done(page));
}

/** Both answer that they have nothing to add. */
export async function replies(effort, page) {
  const boxes = page.locator("[name^=nothing-]");
  await effort.ready(boxes.first());
  for (let at = 0; at < (await boxes.count()); at += 1) await effort.clickChoice(boxes.nth(at));
  await effort.sign();
  await effort.ready(page1(page, "Beslut"));
}

/** Who stands where to the service: one choice for each. The way there and back is a link beside what is granted. */
export async function consent(effort, page, { decision }) {
  await effort.choose(page.locator(`[name=outcome][value=${decision}]`));
  await effort.click(page.getByRole("main").getByRole("link", { name: /samtycke/i }).first());
  await effort.ready(page1(page, "Ansökan och samtycke"));
  await effort.choose(named(page, "service"), "Familjebehandling");
  const answers = page.locator("select[name^=answer-]");
  for (let at = 0; at < (await answers.count()); at += 1) await effort.choose(answers.nth(at), "Samtycker");
  await effort.sign();
  await effort.ready(done(page));
  await effort.click(page.getByRole("link", { name: "Besluta", exact: true }).first());
  await effort.ready(page1(page, "Beslut"));
}

/** The worker proposes to whoever leads. */
export async function propose(effort, page, { text, decision, goal, best }) {
  await effort.choose(page.locator(`[name=outcome][value=${decision}]`));
  await effort.tabTo(named(page, "motive"));
  await effort.free(text.assessment);
  await effort.tabTo(named(page, "best-interests"));
  await effort.free(best);
  await effort.tabTo(named(page, "goal"));
  await effort.free(goal);
  await effort.sign();
  await effort.ready(done(page));
}

/** The one who leads reads what was written, and signs it. */
export async function approve(effort, page) {
  await effort.click(page.getByRole("listitem").filter({ hasText: people.alva.given }).locator("a[href*='/forslag/']").first());
  await effort.ready(page1(page, "Förslag till beslut"));
  await effort.sign();
  await effort.ready(page1(page, "Underrätta om beslutet"));
}

/** The parties are told by letter, and Alva in plain words. */
export async function tell(effort, page, { why }) {
  await effort.tabTo(named(page, "why"));
  await effort.free(why);
  const ways = page.locator("select[name^=way-]");
  for (let at = 0; at < (await ways.count()); at += 1) await effort.choose(ways.nth(at), "Brev");
  await effort.sign();
  await effort.ready(page1(page, /^Uppdrag/));
}

/** What the provider must know is ticked. */
export async function assign(effort, page) {
  await effort.choose(named(page, "needs").first());
  await effort.sign();
  await effort.ready(page1(page, "Familjebehandling"));
}

/** The provider takes it. */
export async function accept(effort, page) {
  await effort.click(page.getByRole("listitem").filter({ hasText: people.alva.given }).getByRole("link", { name: "Svara på uppdraget" }));
  await effort.ready(page1(page, /^Uppdrag/));
  await effort.sign();
  await effort.ready(page1(page, "Genomförandeplan"));
}

/** Two goals on the five-step scale, with their activities. */
export async function planService(effort, page, { goals }) {
  for (const [at, { text, activities }] of goals.entries()) {
    const name = (field) => named(page, `goal-${at + 1}${field}`);
    await effort.tabTo(name(""));
    await effort.free(text);
    await effort.choose(name("-measure"), "Skala −2 till +2");
    await effort.tabTo(name("-baseline"));
    await effort.structured("-2");
    for (const [n, activity] of activities.entries()) {
      await effort.tabTo(name(`-activity-${n + 1}`));
      await effort.free(activity);
    }
  }
  await effort.sign();
  await effort.ready(page1(page, "Familjebehandling"));
}

/** A value for each goal, and what has happened. */
export async function followUp(effort, page, { values, text }) {
  await effort.go("f");
  await effort.ready(page1(page, "Uppföljning"));
  const scales = page.locator("fieldset.scale:visible");
  for (const [at, value] of values.entries()) await effort.choose(scales.nth(at).locator(`input[value="${value}"]`));
  await effort.tabTo(named(page, "text"));
  await effort.free(text.facts);
  await effort.sign();
  await effort.ready(done(page));
}
