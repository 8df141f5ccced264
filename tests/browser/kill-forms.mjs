// What the sudden deaths interrupt: every act of a case from the report to the end of a service, as the browser sends it.
//
// An act says who does it (`by`), how its form is filled with the words it is recognised by (`form`), and what must stand
// in the timeline when it has been done (`stands`): each of these exactly once, all of them or none. `both` means in each
// sibling's file. After an act that `leaves`, whoever did it has no more to do with the file. A form carries the ids of what it begins, so what is begun is known before anybody has answered.

import { join } from "node:path";
import { STORIES, reportForm, story } from "./scene.mjs";

const LETTER = "Brev";
const SERVICE = "Familjebehandling";
export const CHILDREN = ["Aldo", "Bodil"];
const [CHILD] = CHILDREN;
const MOTHER = "Veronika";

/** The choices of one kind (`way-…`, `answer-…`), all with the same answer. */
const all = (form, kind, words) => Object.fromEntries(named(form, kind).map((name) => [name, form.option(name, words)]));
const named = (form, kind) => form.names().filter((name) => name.startsWith(`${kind}-`));
const box = (form, name) => form.markup.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
const boxes = (markup, name) => [...markup.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value]) => value);

/** The form of a page, through the check page where there is one. */
const main = async (web, path) => (await web.page(path)).main();
const checked = async (web, form) => (await web.send(form.fill({ deed: "check" }))).main();

async function report(at, words) {
  const children = CHILDREN.map((given) => ({ identity: "", given, family: at.family }));
  const more = { "child-1-birth": "2015-03-04", "child-2-birth": "2018-05-06", "wants-feedback": "yes" };
  return reportForm(await main(at.mia, "/anmalan"), { children, concern: words, more });
}

async function note(at, words) {
  const form = await main(at.mia, `${at.file}/anteckning`);
  return form.fill({ text: words, sibling: boxes(form.markup, "sibling") });
}

async function decide(at, outcome, words) {
  const form = await main(at.frida, `${at.report}/beslut`);
  at.begins({ investigation: form.get("opening") });
  return checked(at.frida, form.fill({ outcome, motive: words }));
}

/** The siblings' matters were opened by one decision: the first of them has the form, and the other goes along. */
async function distribute(at) {
  const page = await at.frida.page("/gruppen");
  const opened = page.forms().filter((form) => form.action?.endsWith("/fordela"));
  const form = opened.find((one) => at.files.some((file) => file.endsWith(one.get("file"))));
  const also = [...page.text.matchAll(/form="give-([^"]*)" name="also" value="([^"]*)"/g)];
  const along = also.filter(([, with_]) => with_ === form.get("matter")).map(([, , value]) => value);
  return form.fill({ main: form.option("main", /^Ulla Ekdahl/), also: along });
}

async function guardian(at) {
  const form = await main(at.ulla, `${at.file}/personer`);
  const facts = { relation: form.option("relation", "Mamma"), custody: form.option("custody", "Ensam vårdnad"), "lives-with": form.option("lives-with", "Ja") };
  return form.fill({ given: MOTHER, family: at.family, ...facts, source: "guardian" });
}

async function byLetter(web, path, more = {}) {
  const form = await main(web, path);
  return form.fill({ ...all(form, "way", LETTER), ...more });
}

async function plan(at, words) {
  const form = await main(at.ulla, `${at.investigation}/plan`);
  return form.fill({ questions: words, contacts: `Skolan. ${words}`, areas: box(form, "areas") });
}

const facts = (form) => form.names().find((name) => name.endsWith("-text"));

/** One section, as the page's script keeps it while it is written: what belongs to the section, and nothing else. */
async function keepSection(at, words) {
  const form = await main(at.ulla, `${at.investigation}/utredning`);
  const name = facts(form);
  const area = name.replace(/-text$/, "");
  const own = form.fill({ [name]: words, draft_version: form.get(`${area}-version`) });
  own.pairs = own.pairs.filter(([one]) => one.startsWith(`${area}-`) || one === "draft_version");
  return Object.assign(own, { action: `${at.investigation}/utredning/avsnitt/${area}` });
}

/** The rest of the page, saved by its button. */
async function saveSections(at, words) {
  const form = await main(at.ulla, `${at.investigation}/utredning`);
  return form.fill({ "heard-child-view": `Jag vill. ${words}`, "analysis-analysis": words, deed: "save" });
}

async function reply(at, words) {
  const form = await main(at.ulla, `${at.investigation}/kommunicering`);
  return form.fill(Object.fromEntries(named(form, "reply").map((name) => [name, words])));
}

async function consent(at, words) {
  const form = await main(at.ulla, `${at.investigation}/samtycke`);
  const answers = all(form, "answer", "Samtycker");
  return form.fill({ service: form.option("service", SERVICE), ...answers, [named(form, "said")[0]]: words });
}

async function propose(at, outcome, words) {
  const form = await main(at.ulla, `${at.investigation}/beslut`);
  at.begins({ decision: form.get("decision"), service: form.get("grant") });
  const text = { motive: words, "best-interests": `Barnets bästa. ${words}`, "child-view": `Jag säger. ${words}` };
  if (outcome !== "D08") return checked(at.ulla, form.fill({ outcome, ...text })).then((check) => check.fill({ deed: "propose" }));
  return form.fill({ outcome, ...text, goal: `Målet. ${words}`, service: form.option("service", SERVICE), deed: "propose" });
}

async function assign(at, words) {
  const form = await main(at.frida, `${at.service}/uppdrag`);
  return form.fill({ needs: box(form, "needs"), "must-know": words });
}

async function planService(at, words) {
  const form = await main(at.olga, `${at.service}/genomforandeplan`);
  const goal = { "goal-1": words, "goal-1-measure": "gas", "goal-1-baseline": "-2", "goal-1-activity-1": `Vi övar. ${words}` };
  // Questions about the goal have been asked, and it is sent as it is.
  return form.fill({ ...goal, asked: "yes" });
}

async function followUp(at, words) {
  const form = await main(at.olga, `${at.service}/uppfoljning`);
  return form.fill({ text: words, helped: `Det hjälpte. ${words}`, [named(form, "value")[0]]: "1" });
}

const serviceStep = async (at, more) => (await main(at.olga, `${at.service}/insats`)).fill(more);

async function decideFollowUp(at, words) {
  const form = await main(at.frida, `${at.investigation}/beslut`);
  at.begins({ after: form.get("beside") });
  const until = new Date(Date.now() + 60 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  return checked(at.frida, form.fill({ outcome: "D21", motive: words, "best-interests": `Barnets bästa. ${words}`, "child-view": `Jag säger. ${words}`, until }));
}

const one = (title, ...holds) => ({ title, holds });
const own = (title) => (words) => [one(title, words)];

/** The acts, by name. */
export const ACTS = {
  report: { by: "mia", both: true, file: join(STORIES, story("polisanmalan").document.file), form: report, stands: own("Anmälan: Skola") },
  protection: {
    by: "mia",
    both: true,
    form: async (at, words) => (await main(at.mia, `${at.report}/skydd`)).fill({ text: words, outcome: "no_immediate_need" }),
    stands: own("Skyddsbedömning: Inget omedelbart behov av skydd"),
  },
  notOpened: { by: "frida", both: true, form: (at, words) => decide(at, "D03", words), stands: own("Beslut: Inte inleda utredning") },
  feedback: {
    by: "frida",
    both: true,
    form: (at) => main(at.frida, `${at.report}/aterkoppling`),
    stands: () => [one("Återkoppling till anmälaren")],
  },
  note: { by: "mia", both: true, form: note, stands: own(null) },
  meeting: { by: "mia", form: async (at, words) => (await main(at.mia, `${at.file}/mote`)).fill({ place: words }), stands: own(null) },
  opened: {
    by: "frida",
    both: true,
    form: (at, words) => decide(at, "D02", words),
    stands: (words) => [one("Beslut: Inleda utredning", words), one(/^Utredning inledd/)],
  },
  distributed: { by: "frida", both: true, form: distribute, stands: () => [one("Fördelat till Ulla Ekdahl")] },
  guardian: { by: "ulla", form: guardian, stands: () => [one(`${MOTHER}: Mamma`), one(`${MOTHER}: Ensam vårdnad`)] },
  told: {
    by: "ulla",
    form: (at) => byLetter(at.ulla, `${at.investigation}/underratta`),
    stands: () => [MOTHER, CHILD].map((who) => one(`${who} underrättad`)),
  },
  planned: { by: "ulla", form: plan, stands: (words) => [one("Utredningsplan", words, `Skolan. ${words}`)] },
  section: { by: "ulla", form: keepSection, drafted: (words) => [words] },
  sections: { by: "ulla", form: saveSections, drafted: (words) => [words, `Jag vill. ${words}`] },
  signed: {
    by: "ulla",
    form: (at) => main(at.ulla, `${at.investigation}/utredning/granska`),
    stands: (_, at) => [one("Utredningen skrevs under", at.words("section"), at.words("sections"))],
  },
  shared: {
    by: "ulla",
    form: (at) => byLetter(at.ulla, `${at.investigation}/kommunicering`),
    stands: () => [one(`${MOTHER} fick ta del av utredningen`)],
  },
  replied: { by: "ulla", form: reply, stands: own(`${MOTHER} svarade`) },
  consented: {
    by: "ulla",
    form: consent,
    stands: (words) => [one(`${MOTHER}: ${SERVICE} – Samtycker`, words), one(`${CHILD}: ${SERVICE} – Samtycker`)],
  },
  proposed: { by: "ulla", form: (at, words) => propose(at, "D08", words), stands: own("Förslag skickat till Frida Månsson: Bevilja insats") },
  granted: {
    by: "frida",
    form: (at) => main(at.frida, `${at.file}/forslag/${at.decision}`),
    stands: (_, at) => [one("Beslut: Bevilja insats", at.words("proposed")), one(`Insats: ${SERVICE}`, `Målet. ${at.words("proposed")}`)],
  },
  proposedEnd: { by: "ulla", form: (at, words) => propose(at, "D07", words), stands: own("Förslag skickat till Frida Månsson: Avsluta utredning utan insats") },
  closed: {
    by: "frida",
    form: (at) => main(at.frida, `${at.file}/forslag/${at.decision}`),
    stands: (_, at) => [one("Beslut: Avsluta utredning utan insats", at.words("proposedEnd"))],
  },
  informed: {
    by: "frida",
    form: (at, words) => byLetter(at.frida, `${at.file}/beslut/${at.decision}/underrattelse`, { why: words }),
    stands: () => [MOTHER, CHILD].map((who) => one(`${who} underrättades om beslutet`)),
  },
  assigned: { by: "frida", form: assign, stands: (words, at) => [one("Uppdrag till utföraren", words, at.words("section"))] },
  taken: {
    by: "olga",
    form: async (at, words) => (await main(at.olga, `${at.service}/uppdrag`)).fill({ remarks: words }),
    stands: own("Utföraren tog emot uppdraget"),
  },
  servicePlanned: { by: "olga", form: planService, stands: (words) => [one("Genomförandeplan", words, `Vi övar. ${words}`)] },
  started: { by: "olga", form: (at) => serviceStep(at, { step: "started" }), stands: () => [one("Insatsen började")] },
  followedUp: { by: "olga", form: followUp, stands: (words) => [one("Uppföljning: Insatsen fortsätter", words, `Det hjälpte. ${words}`)] },
  ended: {
    by: "olga",
    leaves: true,
    form: (at, words) => serviceStep(at, { step: "ended", reasons: "goal_reached", words }),
    stands: own("Insatsen avslutades"),
  },
  followUpDecided: { by: "frida", form: decideFollowUp, stands: own("Beslut: Uppföljning efter avslutad utredning") },
  followUpTold: {
    by: "frida",
    form: async (at, words) => (await main(at.frida, `${at.after}/uppfoljning`)).fill({ text: words, deed: "informed" }),
    stands: own(null),
  },
  followUpClosed: {
    by: "frida",
    form: async (at, words) => (await main(at.frida, `${at.after}/uppfoljning`)).fill({ text: words, deed: "close" }),
    stands: own(null),
  },
};
