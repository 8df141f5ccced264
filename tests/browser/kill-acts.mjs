// The acts that sudden death interrupts: who does each, how its form is filled (kill-forms.mjs), and what it leaves.
//
// What an act leaves in the timeline stands there exactly once, all of it or none. `both` means in each sibling's file, `file`
// is a document sent with it, `letters` what stands in what was sent to somebody, `drafted` what stands as a draft until it is
// signed. After an act that `leaves`, whoever did it can write there no more.

import { join } from "node:path";
import * as forms from "./kill-forms.mjs";
import { STORIES, story } from "./scene.mjs";

const { CHILDREN, MOTHER, SERVICE } = forms;
const [CHILD] = CHILDREN;
const REPORT = join(STORIES, story("polisanmalan").document.file);

/** An entry with a title of its own and words in it; without a title it is known by the words alone. */
const entry = (title, ...holds) => ({ title, holds });
const own = (title) => (words) => [entry(title, words)];
const each = (...titles) => () => titles.map((title) => entry(title));

const act = (by, form, stands, more = {}) => ({ by, form, stands, ...more });
const BOTH = { both: true };

const reported = {
  report: act("mia", forms.report, own("Anmälan: Skola"), { ...BOTH, file: REPORT }),
  protection: act("mia", forms.assess, own("Skyddsbedömning: Inget omedelbart behov av skydd"), BOTH),
  notOpened: act("frida", forms.decide("D03"), own("Beslut: Inte inleda utredning"), BOTH),
  feedback: act("frida", forms.feedback, each("Återkoppling till anmälaren"), BOTH),
  note: act("mia", forms.note, own(null), BOTH),
  meeting: act("mia", forms.meeting, own(null)),
  opened: act(
    "frida",
    forms.decide("D02"),
    (words) => [entry("Beslut: Inleda utredning", words), entry(/^Utredning inledd/)],
    BOTH,
  ),
};

const investigated = {
  distributed: act("frida", forms.distribute, each("Fördelat till Ulla Ekdahl"), BOTH),
  guardian: act("ulla", forms.guardian, each(`${MOTHER}: Mamma`, `${MOTHER}: Ensam vårdnad`)),
  told: act("ulla", forms.tell, each(`${MOTHER} underrättad`, `${CHILD} underrättad`)),
  planned: act("ulla", forms.plan, (words) => [entry("Utredningsplan", words, `Skolan. ${words}`)]),
  section: { by: "ulla", form: forms.keepSection, drafted: (words) => [words] },
  sections: { by: "ulla", form: forms.saveSections, drafted: (words) => [words, `Jag vill. ${words}`] },
  signed: act("ulla", forms.sign, (_, at) => [entry("Utredningen skrevs under", at.words("section"), at.words("sections"))]),
  shared: act("ulla", forms.share, each(`${MOTHER} fick ta del av utredningen`), {
    letters: { at: /\/kommunicering\/\d+$/, holds: (_, at) => [at.words("section"), at.words("sections")] },
  }),
  replied: act("ulla", forms.reply, own(`${MOTHER} svarade`)),
};

const decided = {
  consented: act("ulla", forms.consent, (words) => [
    entry(`${MOTHER}: ${SERVICE} – Samtycker`, words),
    entry(`${CHILD}: ${SERVICE} – Samtycker`),
  ]),
  proposed: act("ulla", forms.proposeService, own("Förslag skickat till Frida Månsson: Bevilja insats")),
  granted: act("frida", forms.signProposal, (_, at) => [
    entry("Beslut: Bevilja insats", at.words("proposed")),
    entry(`Insats: ${SERVICE}`, `Målet. ${at.words("proposed")}`),
  ]),
  proposedEnd: act("ulla", forms.proposeEnd, own("Förslag skickat till Frida Månsson: Avsluta utredning utan insats")),
  closed: act("frida", forms.signProposal, (_, at) => [
    entry("Beslut: Avsluta utredning utan insats", at.words("proposedEnd")),
  ]),
  informed: act("frida", forms.inform, each(`${MOTHER} underrättades om beslutet`, `${CHILD} underrättades om beslutet`), {
    letters: { at: /\/underrattelse\/\d+$/, holds: (words) => [words] },
  }),
};

const carriedOut = {
  assigned: act("frida", forms.assign, (words, at) => [entry("Uppdrag till utföraren", words, at.words("section"))]),
  taken: act("olga", forms.take, own("Utföraren tog emot uppdraget")),
  servicePlanned: act("olga", forms.planService, (words) => [entry("Genomförandeplan", words, `Vi övar. ${words}`)]),
  started: act("olga", forms.start, each("Insatsen började")),
  followedUp: act("olga", forms.followUp, (words) => [
    entry("Uppföljning: Insatsen fortsätter", words, `Det hjälpte. ${words}`),
  ]),
  ended: act("olga", forms.end, own("Insatsen avslutades"), { leaves: true }),
};

const followedAfter = {
  followUpDecided: act("frida", forms.decideFollowUp, own("Beslut: Uppföljning efter avslutad utredning")),
  followUpTold: act("frida", forms.tellOfFollowUp, own(null)),
  followUpClosed: act("frida", forms.closeFollowUp, own(null)),
};

/** The acts, by name. */
export const ACTS = { ...reported, ...investigated, ...decided, ...carriedOut, ...followedAfter };
