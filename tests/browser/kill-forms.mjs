// How the form of each act is filled: fetched as the page draws it, filled with the words the act is recognised by, and sent
// by the one who does it. A form carries the ids of what it begins, so what is begun is known before anybody has answered.

import { reportForm } from "./scene.mjs";

export const CHILDREN = ["Aldo", "Bodil"];
export const MOTHER = "Veronika";
export const SERVICE = "Familjebehandling";

const main = async (web, path) => (await web.page(path)).main();
const fill = async (web, path, values) => (await main(web, path)).fill(values);
const checked = async (web, form) => (await web.send(form.fill({ deed: "check" }))).main();

const named = (form, kind) => form.names().filter((name) => name.startsWith(`${kind}-`));
const chosen = (form, choices) =>
  form.fill(Object.fromEntries(Object.entries(choices).map(([name, words]) => [name, form.option(name, words)])));
/** The same choice in every list of one kind: `way-…`, `answer-…`. */
const alike = (form, kind, words) => chosen(form, Object.fromEntries(named(form, kind).map((name) => [name, words])));
/** The values behind boxes of a name. */
const boxes = ({ markup }, name) =>
  [...markup.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value);

export async function report(at, words) {
  const children = CHILDREN.map((given) => ({ identity: "", given, family: at.family }));
  const more = { "child-1-birth": "2015-03-04", "child-2-birth": "2018-05-06", "wants-feedback": "yes" };
  return reportForm(await main(at.mia, "/anmalan"), { children, concern: words, more });
}

export const assess = (at, text) => fill(at.mia, `${at.report}/skydd`, { text, outcome: "no_immediate_need" });
export const feedback = (at) => main(at.frida, `${at.report}/aterkoppling`);
export const meeting = (at, place) => fill(at.mia, `${at.file}/mote`, { place });

export async function note(at, text) {
  const form = await main(at.mia, `${at.file}/anteckning`);
  return form.fill({ text, sibling: boxes(form, "sibling") });
}

export const decide = (outcome) => async (at, motive) => {
  const form = await main(at.frida, `${at.report}/beslut`);
  at.begins({ investigation: form.get("opening") });
  return checked(at.frida, form.fill({ outcome, motive }));
};

/** The siblings' matters were opened by one decision: the first of them has the form, and the other goes along. */
export async function distribute(at) {
  const page = await at.frida.page("/gruppen");
  const givable = page.forms().filter((form) => form.action?.endsWith("/fordela"));
  const form = givable.find((one) => at.files.some((file) => file.endsWith(one.get("file"))));
  const beside = [...page.text.matchAll(/form="give-([^"]*)" name="also" value="([^"]*)"/g)];
  const also = beside.filter(([, first]) => first === form.get("matter")).map(([, , value]) => value);
  return chosen(form, { main: /^Ulla Ekdahl/ }).fill({ also });
}

export async function guardian(at) {
  const form = await main(at.ulla, `${at.file}/personer`);
  const facts = { relation: "Mamma", custody: "Ensam vårdnad", "lives-with": "Ja" };
  return chosen(form, facts).fill({ given: MOTHER, family: at.family, source: "guardian" });
}

const byLetter = async (web, path) => alike(await main(web, path), "way", "Brev");

export const tell = (at) => byLetter(at.ulla, `${at.investigation}/underratta`);
export const share = (at) => byLetter(at.ulla, `${at.investigation}/kommunicering`);

export async function inform(at, why) {
  return (await byLetter(at.frida, `${at.file}/beslut/${at.decision}/underrattelse`)).fill({ why });
}

export async function plan(at, questions) {
  const form = await main(at.ulla, `${at.investigation}/plan`);
  return form.fill({ questions, contacts: `Skolan. ${questions}`, areas: boxes(form, "areas")[0] });
}

/** One section, as the page's script keeps it while it is written: what belongs to the section, and nothing else. */
export async function keepSection(at, words) {
  const form = await main(at.ulla, `${at.investigation}/utredning`);
  const name = form.names().find((one) => one.endsWith("-text"));
  const area = name.replace(/-text$/, "");
  const own = form.fill({ [name]: words, draft_version: form.get(`${area}-version`) });
  own.pairs = own.pairs.filter(([one]) => one.startsWith(`${area}-`) || one === "draft_version");
  return Object.assign(own, { action: `${at.investigation}/utredning/avsnitt/${area}` });
}

/** The rest of the page, saved by its button. */
export function saveSections(at, words) {
  const values = { "heard-child-view": `Jag vill. ${words}`, "analysis-analysis": words, deed: "save" };
  return fill(at.ulla, `${at.investigation}/utredning`, values);
}

export const sign = (at) => main(at.ulla, `${at.investigation}/utredning/granska`);

export async function reply(at, words) {
  const form = await main(at.ulla, `${at.investigation}/kommunicering`);
  return form.fill(Object.fromEntries(named(form, "reply").map((name) => [name, words])));
}

export async function consent(at, words) {
  const form = await main(at.ulla, `${at.investigation}/samtycke`);
  return chosen(alike(form, "answer", "Samtycker"), { service: SERVICE }).fill({ [named(form, "said")[0]]: words });
}

/** What every decision after an investigation says. */
const reasons = (words) => ({
  motive: words,
  "best-interests": `Barnets bästa. ${words}`,
  "child-view": `Jag säger. ${words}`,
});

async function propose(at, outcome, words) {
  const form = await main(at.ulla, `${at.investigation}/beslut`);
  at.decision = form.get("decision");
  at.begins({ service: form.get("grant") });
  return form.fill({ outcome, ...reasons(words), deed: "propose" });
}

export async function proposeService(at, words) {
  return chosen(await propose(at, "D08", words), { service: SERVICE }).fill({ goal: `Målet. ${words}` });
}

export const proposeEnd = (at, words) => propose(at, "D07", words);
export const signProposal = (at) => main(at.frida, `${at.file}/forslag/${at.decision}`);

export async function assign(at, words) {
  const form = await main(at.frida, `${at.service}/uppdrag`);
  return form.fill({ needs: boxes(form, "needs")[0], "must-know": words });
}

export const take = (at, remarks) => fill(at.olga, `${at.service}/uppdrag`, { remarks });

export function planService(at, words) {
  const measured = { "goal-1-measure": "gas", "goal-1-baseline": "-2" };
  // What is asked about a goal nobody could follow up has been asked: it is sent as it is.
  const goal = { "goal-1": words, ...measured, "goal-1-activity-1": `Vi övar. ${words}`, asked: "yes" };
  return fill(at.olga, `${at.service}/genomforandeplan`, goal);
}

export async function followUp(at, text) {
  const form = await main(at.olga, `${at.service}/uppfoljning`);
  return form.fill({ text, helped: `Det hjälpte. ${text}`, [named(form, "value")[0]]: "1" });
}

export const start = (at) => fill(at.olga, `${at.service}/insats`, { step: "started" });
export const end = (at, words) => fill(at.olga, `${at.service}/insats`, { step: "ended", reasons: "goal_reached", words });

export async function decideFollowUp(at, words) {
  const form = await main(at.frida, `${at.investigation}/beslut`);
  at.begins({ after: form.get("beside") });
  const until = new Date(Date.now() + 60 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  return checked(at.frida, form.fill({ outcome: "D21", ...reasons(words), until }));
}

const afterwards = (deed) => (at, text) => fill(at.frida, `${at.after}/uppfoljning`, { text, deed });

export const tellOfFollowUp = afterwards("informed");
export const closeFollowUp = afterwards("close");
