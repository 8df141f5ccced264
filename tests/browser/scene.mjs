// What a story needs before it begins, set up over plain HTTP with the same forms as everybody uses.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Web } from "./web.mjs";

export const STORIES = join(dirname(fileURLToPath(import.meta.url)), "..", "stories");
export const OUT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "out");

/** A story's data file. */
export function story(name) {
  return JSON.parse(readFileSync(join(STORIES, `${name}.json`), "utf8"));
}

/** Everything that is written in a story's step, as one text. */
export function spoken(text, who) {
  return (text.said ?? []).filter((one) => one.who === who).map((one) => one.text).join(" ");
}

/** Fills a report's form: a call from a school about these children. */
export function reportForm(form, { children, concern, more = {} }) {
  const rows = children.flatMap(({ identity, given, family }, at) => {
    const name = (field) => `child-${at + 1}-${field}`;
    return [[name("number"), identity], [name("given"), given], [name("family"), family]];
  });
  const reporter = { category: form.option("category", "Skola"), "reporter-name": "Maud Ekenstam", "reporter-role": "rektor" };
  return form.fill({ ...reporter, children: String(children.length), ...Object.fromEntries(rows), concern, ...more });
}

/** Registers a report and says where the protection assessment of the first child is made. */
export async function register(web, asked, options) {
  const form = (await web.page("/anmalan")).main();
  return web.done(reportForm(form, asked), options);
}

/** Signs the protection assessment of all children of the report: nobody needs protection now. */
export async function assess(web, address, text) {
  const form = (await web.page(address)).main();
  return web.done(form.fill({ text, outcome: "no_immediate_need" }));
}

/** Decides, through the check page, for the child and its siblings in the same report. */
export async function decide(web, address, outcome, motive) {
  const form = (await web.page(address)).main();
  const siblings = [...form.markup.matchAll(/name="sibling" value="([^"]*)"/g)].map(([, file]) => file);
  const check = await web.send(form.fill({ outcome, motive, sibling: siblings, deed: "check" }));
  return web.done(check.main());
}

/** The address of a child's file, found by identity number as everybody finds it. */
export async function childOf(web, identity) {
  const form = (await web.page("/sok")).main();
  const field = form.names().find((name) => !["command", "seen"].includes(name));
  return (await web.send(form.fill({ [field]: identity }))).link(/^\/akt\/[0-9a-f-]{36}$/);
}

/**
 * A family that is known since earlier: a report some months ago that was not opened, and a guardian in each file.
 */
export async function knownFamily(url, { children, guardian, relation, custody }) {
  const [mia, frida] = [await Web.as(url, "mia"), await Web.as(url, "frida")];
  const arrived = new Date(Date.now() - 200 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const concern = "Skolan berättar att barnen har uteblivit från ett planerat samtal.";
  const more = { arrived, "arrived-time": "09:10" };
  const assessing = await register(mia, { children, concern, more });
  await assess(mia, assessing, "Skolan och vårdnadshavaren har talats vid. Barnen är i skolan i dag.");
  const deciding = assessing.replace(/skydd.*/, "beslut");
  await decide(frida, deciding, "D03", "Samtalet är ombokat och skolan har ingen annan oro.");
  for (const { identity } of children) {
    const form = (await frida.page(`${await childOf(frida, identity)}/personer`)).main();
    const person = { number: guardian.identity, given: guardian.given, family: guardian.family, phone: guardian.phone };
    const facts = { relation: form.option("relation", relation), custody: form.option("custody", custody), "lives-with": form.option("lives-with", "Ja") };
    await frida.done(form.fill({ ...person, ...facts, source: "guardian" }));
  }
}

/** The demo's clock is set forward. */
export async function passDays(url, days) {
  const web = await Web.as(url, "enar");
  for (let day = 0; day < days; day += 1) {
    const answer = await web.post("/ovning/dag", [["days", "1"]]);
    if (answer.status !== 303) throw new Error(`the day could not be set forward: ${answer.status}`);
  }
}

/** An investigation of a child that is known since earlier: opened, distributed to these workers, and planned. Says where it is. */
export async function runningInvestigation(url, child, { concern, protection, motive, areas, main, second }) {
  const [mia, frida] = [await Web.as(url, "mia"), await Web.as(url, "frida")];
  const assessing = await register(mia, { children: [child], concern });
  await assess(mia, assessing, protection);
  const told = await decide(mia, assessing.replace(/skydd.*/, "beslut"), "D02", motive);
  const here = told.replace(/\/underratta.*/, "");
  const rows = (await frida.page("/gruppen")).forms().filter((form) => form.action === "/gruppen/fordela");
  const row = rows.find((form) => form.get("matter") === here.split("/").at(-1));
  if (!row) throw new Error("the investigation does not wait to be distributed");
  await frida.done(row.fill({ main: row.option("main", main), second: row.option("second", second) }));
  const ulla = await Web.as(url, "ulla");
  await ulla.done((await ulla.page(`${here}/plan`)).main().fill({ areas }));
  return here;
}
