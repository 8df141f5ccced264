// Bad input in the forms of a running case: each field is filled with what it cannot mean, one after the other, and
// each time the error stands at that field and everything else that was typed is given back.
//
// The fields are read from the form itself, so that a field added tomorrow is tried at once.

import assert from "node:assert/strict";
import { KEPT, expectRefused, fields, lost, soon, wrongly } from "./badinput.mjs";
import { expectNone } from "./checks.mjs";
import { Lykta } from "./launch.mjs";
import { PAGES, addressOf } from "./pages.mjs";
import { test } from "./runner.mjs";
import { Web } from "./web.mjs";

let shared = null;
async function demo() {
  if (shared) return shared;
  const lykta = new Lykta();
  await lykta.start();
  shared = { lykta, forms: new Map() };
  return shared;
}

/** The form of a page as the one its entry names gets it. */
async function open(name) {
  const { lykta, forms } = await demo();
  const entry = PAGES.find((one) => one.name === name);
  if (!forms.has(name)) forms.set(name, [await Web.as(lykta.url, entry.login), await addressOf(lykta.url, entry)]);
  const [web, address] = forms.get(name);
  return { web, form: (await web.page(address)).main() };
}

/** Fields that are named after a person or a goal: "way@2" is the second that begins with "way-". */
function named(form, name) {
  const [first, nth] = name.split("@");
  if (!nth) return name;
  const found = form.names().filter((known) => known.startsWith(`${first}-`))[nth - 1];
  return found ?? assert.fail(`no ${name} among ${form.names()}`);
}

const filled = (form, values) => form.fill(Object.fromEntries(Object.entries(values).map(([name, value]) => [named(form, name), value])));

/** A box means its own value and nothing else: whatever is sent in its place is no cross. */
const NO_CROSS = ["keep", "quote", "closes", "nothing-", "oral-", "release-"];

/**
 * What is known to be answered wrongly today, by the beginning of the field's name: the finding it gives. Each waits to
 * be mended in the program; once it is, the test asks for its line here to go.
 */
const NO_SUCH_FIELD = { "way-": /but way:/ };
const AT_ANOTHER = { "child-not-heard": /but child-view:/ };
const SECOND_AT_FIRST = { "answer@2": /but answer-/ };
const TAKEN = /answered 303/;
const NOT_TOLD = { rater: TAKEN, "goal-1-measure": TAKEN, "goal-2-measure": /answered 200/ };

/**
 * The forms, with something typed that must be kept; the fields of `passes` mean nothing beside what is chosen here,
 * and of a form with `only` some are tried. A decision is only checked, so that a fault here makes none.
 */
const FORMS = [
  { page: "beslut", typed: { outcome: "D02", motive: KEPT }, passes: ["links-to", "not-opened", "reasons", "child-not-heard-", ...NO_CROSS], faults: AT_ANOTHER },
  { page: "beslut", typed: { outcome: "D03", motive: KEPT }, only: ["not-opened", "motive", "child-view"] },
  { page: "beslut", typed: { outcome: "D04", motive: KEPT }, only: ["reasons", "until"] },
  { page: "beslut-utredning", typed: { outcome: "D06", motive: KEPT, deed: "check" }, only: ["reasons-longer", "until"] },
  { page: "beslut-utredning", typed: { outcome: "D07", motive: KEPT, deed: "check" }, only: ["outcome", "motive", "best-interests", "step-", "child-weight"] },
  {
    page: "beslut-utredning",
    typed: { outcome: "D08", motive: KEPT, goal: KEPT, "service-2": "counselling", "goal-2": KEPT, "best-interests": KEPT, deed: "check" },
    passes: ["reasons-", "until", "text", "to", ...NO_CROSS],
    faults: AT_ANOTHER,
  },
  { page: "beslut-andra", typed: { outcome: "D53", text: KEPT, motive: KEPT }, passes: NO_CROSS, faults: { ...AT_ANOTHER, considered: /but child-view:/ } },
  { page: "skal", typed: { words: KEPT } },
  { page: "nodoppna", typed: { words: KEPT } },
  { page: "nodoppning", typed: { words: KEPT } },
  { page: "dokument", typed: { "on-paper": "yes", "document-title": KEPT, sender: "Skolan" }, passes: ["on-paper"] },
  { page: "markning", typed: {} },
  { page: "flytta", typed: {} },
  { page: "hor-inte-hit", typed: {} },
  { page: "mote", typed: {} },
  { page: "samtycke", typed: { "answer@1": "consents", "said@1": KEPT }, passes: NO_CROSS, faults: SECOND_AT_FIRST },
  { page: "plan", typed: { questions: KEPT, "view-by-1": "Modern", "view-1": KEPT, "view-by-2": "Fadern", "view-2": KEPT }, passes: NO_CROSS },
  // What a goal is measured by is a number or a scale; of the other nothing is read.
  {
    page: "genomforandeplan",
    typed: { "goal-1": KEPT, "child-view": KEPT },
    passes: ["goal-1-a", "goal-1-b", "goal-1-c", "goal-1-d", "goal-1-e", "goal-2-unit", "goal-2-target"].map((name) => `${name}$`),
    faults: NOT_TOLD,
  },
  { page: "uppdrag", typed: { "must-know": KEPT, "wish-family": KEPT, "wish-by": "Modern" } },
  { page: "kommunicering", typed: { "reply@1": KEPT }, passes: NO_CROSS },
  { page: "kommunicering-lamna", typed: { "omitted@1": KEPT, "way@1": "letter", until: soon(20) }, passes: ["exception-", "motive-", ...NO_CROSS], faults: NO_SUCH_FIELD },
  { page: "kommunicering-lamna", typed: { "omitted@1": KEPT, "way@2": "letter", until: soon(20), "exception@1": "obviously_unnecessary", "motive@1": KEPT }, only: ["motive@1", "exception@1"], faults: { "exception-": /but way:/ } },
  { page: "underrattelse", typed: { "why-parents": KEPT }, passes: ["exception-"], faults: NO_SUCH_FIELD },
  { page: "uppfoljning", typed: { text: KEPT }, passes: ["reasons"], faults: NOT_TOLD },
  { page: "uppfoljning", typed: { text: KEPT, outcome: "end" }, only: ["reasons", "result"] },
  { page: "skicka-uppdrag", typed: { "way@1": "letter", "omitted@1": KEPT }, passes: NO_CROSS, faults: NO_SUCH_FIELD },
  { page: "skicka-genomforandeplan", typed: { "way@1": "letter", "omitted@1": KEPT }, passes: NO_CROSS, faults: NO_SUCH_FIELD },
  { page: "skicka-utredningsplan", typed: { "way@1": "letter" }, faults: NO_SUCH_FIELD },
];

/** Whether a field is meant: by its name, by how its name begins, or by which it is of several. */
const meant = (form, name) => (part) =>
  part.includes("@") ? named(form, part) === name : part.endsWith("$") ? `${name}$` === part : name.startsWith(part);

/** What is wrong with an answer to a form; nothing when it is refused at the field and all that was typed is kept. */
function findings(sent, answer, field) {
  try {
    expectRefused(answer, field, null);
    return lost(sent, answer.main());
  } catch (error) {
    return [error.message.split("\n")[0]];
  }
}

/** The findings beyond the known one, which must be there. */
function beyond(found, known) {
  if (!known) return found;
  const others = found.filter((finding) => !known.test(finding));
  return others.length < found.length ? others : [...others, `is mended: take ${known} out of what is known`];
}

for (const { page, typed, passes = [], only = [""], faults = {} } of FORMS) {
  test(`${page} with ${only.join(", ") || "every field"} filled wrongly${typed.outcome ? `, at ${typed.outcome}` : ""}`, async () => {
    let { web, form } = await open(page);
    const found = [];
    const tried = fields(form).filter(({ name }) => only.some(meant(form, name)) && !passes.some(meant(form, name)));
    assert.ok(tried.length > 0, "no field is tried");
    for (const field of tried) {
      const known = faults[Object.keys(faults).find(meant(form, field.name))];
      for (const [what, value] of wrongly(field)) {
        const sent = filled(form, typed).fill({ [field.name]: value });
        const answer = await web.send(sent);
        found.push(...beyond(findings(sent, answer, field.name), known).map((finding) => `${field.name} with ${what}: ${finding}`));
        // What was taken although it was wrong is told; the next field begins anew.
        if (answer.status === 303) ({ web, form } = await open(page));
      }
    }
    expectNone(page, found);
  });
}

const NOWHERE = "00000000-0000-7000-8000-000000000000";
const granted = { outcome: "D08", motive: KEPT, goal: KEPT, deed: "check" };

/** What is wrong as a whole though each field could mean it, and at which field it is told. */
const ROWS = [
  ["beslut", "no outcome", { outcome: null, motive: KEPT }, "outcome"],
  ["beslut", "no reasons", { outcome: "D03", motive: "", "best-interests": KEPT }, "motive"],
  ["beslut", "no questions", { outcome: "D02", motive: KEPT, questions: "", "questions-kept": "" }, "questions"],
  ["beslut", "no reason for waiting", { outcome: "D04", motive: KEPT, reasons: "" }, "reasons"],
  ["beslut-utredning", "nothing that should become different", { ...granted, goal: "" }, "goal"],
  ["beslut-utredning", "no first day", { ...granted, "grant-from": "" }, "grant-from"],
  ["beslut-utredning", "no day to look again", { ...granted, review: "" }, "review"],
  ["beslut-utredning", "a last day before the first", { ...granted, "grant-until": "2001-01-01" }, "grant-until"],
  ["beslut-utredning", "a look again before the first day", { ...granted, review: "2001-01-01" }, "review"],
  ["beslut-utredning", "nobody to propose it to", { outcome: "D07", motive: KEPT, "best-interests": KEPT, deed: "propose", to: NOWHERE }, "to", /answered 404/],
  ["samtycke", "no service", { service: "", "answer@1": "consents", "said@1": KEPT }, "service"],
  ["samtycke", "words without an answer", { "said@1": KEPT }, "answer@1"],
  ["samtycke", "no answer", {}, "answer@1"],
  ["samtycke", "an answer given tomorrow", { "answer@1": "consents", "said@1": KEPT, occurred: soon(2) }, "occurred"],
  ["plan", "no questions", { questions: "", contacts: KEPT }, "questions"],
  ["plan", "a view that nobody holds", { questions: KEPT, "view-1": KEPT }, "view-by-1"],
  ["plan", "a day in the future", { questions: KEPT, occurred: soon(2) }, "occurred"],
  ["genomforandeplan", "activities without a goal", { "goal-1": "", "child-view": KEPT }, "goal-1"],
  ["genomforandeplan", "a number to count without how many", { "goal-1": KEPT, "goal-1-target": "" }, "goal-1-target"],
  ["genomforandeplan", "a value beside its scale", { "goal-1": KEPT, "goal-2-baseline": "7" }, "goal-2-baseline"],
  ["genomforandeplan", "no day to follow up", { "goal-1": KEPT, review: "" }, "review"],
  ["genomforandeplan", "a day in the future", { "goal-1": KEPT, occurred: soon(2) }, "occurred"],
  ["uppdrag", "no need", { needs: null, "must-know": KEPT }, "needs"],
  ["kommunicering", "an answer and nothing to add", { "reply@1": KEPT, "nothing@1": "1" }, "reply@1"],
  ["kommunicering", "nobody", {}, "content"],
  ["kommunicering", "an answer given tomorrow", { "reply@1": KEPT, occurred: soon(2) }, "occurred"],
  ["kommunicering-lamna", "nobody", { "omitted@1": KEPT }, "content"],
  ["kommunicering-lamna", "no day to answer", { "omitted@1": KEPT, "way@1": "letter", until: "" }, "until"],
  ["kommunicering-lamna", "somebody both told and left out", { "way@1": "letter", until: soon(20), "exception@1": "obviously_unnecessary", "motive@1": KEPT }, "way@1"],
  ["kommunicering-lamna", "somebody left out without reasons", { "omitted@1": KEPT, "exception@1": "obviously_unnecessary" }, "motive@1"],
  ["kommunicering-lamna", "reasons to leave out nobody", { "motive@1": KEPT }, "exception@1"],
  ["kommunicering-lamna", "a day to answer that is gone", { "omitted@1": KEPT, "way@1": "letter", until: "2020-01-01" }, "until"],
  ["underrattelse", "nobody", { "why-parents": KEPT }, "content"],
  ["underrattelse", "somebody both told and left out", { "why-parents": KEPT, "way@1": "letter", "exception@1": "not_reached" }, "way@1"],
  ["underrattelse", "somebody left out without reasons", { "why-parents": KEPT, "exception@1": "not_reached" }, "motive@1"],
  ["underrattelse", "reasons to leave out nobody", { "motive@1": KEPT }, "exception@1"],
  ["underrattelse", "a day in the future", { "why-parents": KEPT, "way@1": "letter", occurred: soon(2) }, "occurred"],
  ["uppfoljning", "an end without a reason", { text: KEPT, outcome: "end", reasons: "" }, "reasons"],
  ["uppfoljning", "the child's own number beyond ten", { text: KEPT, own: "11" }, "own"],
  ["uppfoljning", "a day in the future", { text: KEPT, occurred: soon(2) }, "occurred"],
  ["skicka-uppdrag", "nobody", { "omitted@1": KEPT }, "content"],
  ["skicka-uppdrag", "a day in the future", { "way@1": "letter", "omitted@1": KEPT, occurred: soon(2) }, "occurred"],
  ["skicka-uppdrag", "a day before it was drawn up", { "way@1": "letter", "omitted@1": KEPT, occurred: "2020-01-01" }, "occurred"],
  ["skicka-genomforandeplan", "nobody", { "omitted@1": KEPT }, "content"],
  ["skicka-genomforandeplan", "a day in the future", { "way@1": "letter", "omitted@1": KEPT, occurred: soon(2) }, "occurred"],
  ["skicka-utredningsplan", "nobody", {}, "content"],
  ["skicka-utredningsplan", "a day in the future", { "way@1": "letter", occurred: soon(2) }, "occurred"],
  // Words that mean nothing without others, and are lost without a word: last, as they are taken.
  ["plan", "somebody who holds no view", { questions: KEPT, "view-by-1": "Modern" }, "view-1", TAKEN],
  ["uppdrag", "somebody who wishes nothing", { "must-know": KEPT, "wish-family": "", "wish-by": "Modern" }, "wish-family", TAKEN],
];

for (const [page, what, typed, field, known] of ROWS) {
  test(`${page} with ${what}`, async () => {
    const { web, form } = await open(page);
    const sent = filled(form, typed);
    expectNone(page, beyond(findings(sent, await web.send(sent), named(form, field)), known));
  });
}

test("the program of the wrongly filled forms ends calmly", async () => {
  const { lykta } = await demo();
  await lykta.stop();
  const verified = lykta.verify();
  await lykta.remove();
  assert.ok(verified.ok, verified.text);
});
