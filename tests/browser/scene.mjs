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
  for (const { identity } of children) await around(frida, await childOf(frida, identity), guardian, { relation, custody });
}

/** Somebody is registered among the people around a child. */
export async function around(web, file, person, { relation, custody, lives = "Ja", protection = "Inget skydd" }) {
  const form = (await web.page(`${file}/personer`)).main();
  const who = { number: person.identity, given: person.given, family: person.family, phone: person.phone ?? "" };
  const facts = { relation: form.option("relation", relation), "lives-with": form.option("lives-with", lives), protection: form.option("protection", protection) };
  const guardian = custody ? { custody: form.option("custody", custody) } : {};
  await web.done(form.fill({ ...who, ...facts, ...guardian, source: "guardian" }));
}

/** An invented identity number: the month is one that no year has. `age` in years and months, `serial` with its last digit even for women. */
export function invented([years, months], serial) {
  const now = new Date();
  const born = new Date(Date.UTC(now.getUTCFullYear() - years, now.getUTCMonth() - months, 15));
  const [year, month, day] = born.toISOString().slice(0, 10).split("-");
  const digits = `${year.slice(2)}${Number(month) + 80}${day}${serial}`;
  const sum = [...digits].map((digit, at) => Number(digit) * (at % 2 === 0 ? 2 : 1)).reduce((all, one) => all + Math.floor(one / 10) + (one % 10), 0);
  return `${year.slice(0, 2)}${digits}${(10 - (sum % 10)) % 10}`;
}

/** The demo's clock is set forward. */
export async function passDays(url, days) {
  const web = await Web.as(url, "enar");
  for (let day = 0; day < days; day += 1) {
    const answer = await web.post("/ovning/dag", [["days", "1"]]);
    if (answer.status !== 303) throw new Error(`the day could not be set forward: ${answer.status}`);
  }
}

/** A matter that waits is given to these workers by whoever leads. */
export async function distribute(web, here, { main, second = /Medhandläggare/ }) {
  const rows = (await web.page("/gruppen")).forms().filter((form) => form.action === "/gruppen/fordela");
  const row = rows.find((form) => form.get("matter") === here.split("/").at(-1));
  if (!row) throw new Error("the matter does not wait to be distributed");
  await web.done(row.fill({ main: row.option("main", main), second: row.option("second", second) }));
}

/** An investigation of a child: opened, distributed to these workers, and planned. `report` is what differs from a call from a school. Says where it is. */
export async function runningInvestigation(url, child, { concern, report = {}, protection, motive, areas, main, second }) {
  const [mia, frida] = [await Web.as(url, "mia"), await Web.as(url, "frida")];
  const assessing = await register(mia, { children: [child], concern, more: report });
  await assess(mia, assessing, protection);
  const told = await decide(mia, assessing.replace(/skydd.*/, "beslut"), "D02", motive);
  const here = told.replace(/\/underratta.*/, "");
  await distribute(frida, here, { main, second });
  const ulla = await Web.as(url, "ulla");
  await ulla.done((await ulla.page(`${here}/plan`)).main().fill({ areas }));
  return here;
}
