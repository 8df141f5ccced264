// Sudden death in the middle of requests, and what must be true afterwards.
//
// The engine knows nothing of pages. A story gives it steps; each step can be asked for (`send`), which resolves
// when the system has acknowledged, and can be looked for (`find`), which returns the payloads present. A seeded
// number of milliseconds after the request has begun, the program is killed with signal 9, started again, and judged:
//   – every acknowledged step is there exactly once and unchanged, every other at most once;
//   – a step that was not acknowledged is sent again with the same payload and is then there exactly once;
//   – a draft has lost at most what was typed in the last two seconds;
//   – `lykta verify` finds the chain whole;
//   – no secret stands in the clear on the disk as the death left it, journals of the database included.
//
// After each death the steps of the same family are judged: those the request under way could have touched. To judge all
// that was ever sent after every death would take time by the square of the deaths; all of it is judged once, at the end.
// The chain, which holds every entry there is, is verified each time.

import { seeded } from "./random.mjs";
import { fingerprint, judge } from "./ledger.mjs";

/** A draft may lose what was typed during this time before the death, in milliseconds. */
export const DRAFT_LOSS_MS = 2000;

/**
 * Runs a story with `moments` deaths, and returns the steps that were under way.
 *
 * `steps` is an endless iterator of `{ id, kind, family, payload, prepare(), send(), find() }`, where `prepare` (optional)
 * fetches the form that `send` sends, so that a death falls into the sending, and `sendAgain` (optional) takes its place after
 * the death; steps without a family are all of one.
 * `usual` says of a step how long its request may take, in milliseconds: deaths fall evenly between 0 and that time.
 * `secrets` are words of the payloads.
 */
export async function dieAndReturn({ lykta, ledger, steps, moments, seed, usual, secrets = [] }) {
  const random = seeded(seed);
  const sent = [];
  for (let moment = 1; moment <= moments; moment += 1) {
    const step = steps.next().value;
    await step.prepare?.();
    sent.push(step);
    await attempt({ lykta, ledger, step, after: random() * usual(step) });
    ledger.died(moment);
    expectSealed({ lykta, secrets, moment, seed });
    await lykta.start();
    await expectWhole({ lykta, ledger, moment, seed, judged: sent.filter(({ family }) => family === step.family) });
    await sendAgain({ ledger, step, moment, seed });
  }
  await expectWhole({ lykta, ledger, moment: moments, seed, judged: sent });
  return sent;
}

/**
 * Sends one step and kills the program after some milliseconds, wherever the request then is. A refusal before that is a fault.
 */
async function attempt({ lykta, ledger, step, after }) {
  ledger.invoked(step.id, step.payload);
  let [dead, refused] = [false, null];
  const answered = step.send().then(
    () => {
      // An answer that arrives in the same breath as the death was still given: it binds.
      ledger.acked(step.id);
      step.ackedBeforeDeath = true;
    },
    (error) => {
      if (!dead) refused = error;
    },
  );
  await new Promise((passed) => setTimeout(passed, after));
  dead = true;
  await lykta.kill9();
  await answered;
  if (refused) throw refused;
}

async function expectWhole({ lykta, ledger, judged, moment, seed }) {
  const findings = await judgeSteps(ledger, judged);
  const verified = lykta.verify();
  if (!verified.ok) findings.push(`verify: ${verified.text}`);
  complain(findings, { moment, seed });
}

/** What is wrong with some steps, as they are found now. */
async function judgeSteps(ledger, steps) {
  const operations = ledger.operations();
  const asked = new Map(steps.map(({ id }) => [id, operations.get(id)]));
  const found = new Map();
  for (const step of steps) found.set(step.id, (await step.find()).map(fingerprint));
  return judge(asked, found);
}

function expectSealed({ lykta, secrets, ...where }) {
  const found = lykta.holds(secrets).map(({ text, path }) => `"${text}" stands in the clear in ${path}`);
  complain(found, where);
}

function complain(findings, { moment, seed }) {
  if (findings.length > 0) throw new Error(`seed ${seed}, death ${moment}:\n  ${findings.join("\n  ")}`);
}

/** What was not acknowledged is tried again, as a person would, and must then be there exactly once. */
async function sendAgain({ ledger, step, moment, seed }) {
  if (step.ackedBeforeDeath) return;
  step.keptUnanswered = (await step.find()).length > 0;
  await (step.sendAgain ?? step.send)();
  ledger.acked(step.id);
  const findings = await judgeSteps(ledger, [step]);
  complain(findings.map((finding) => `sent again, ${finding}`), { moment, seed });
}

/**
 * Deaths per kind of step, as the lines of a table: before the answer, those of them after which the step stood there
 * nevertheless (death came between keeping and answering), and after the answer.
 */
export function deathTable(sent) {
  const row = (name, cells) => name.padEnd(18) + cells.map((cell) => String(cell).padStart(8)).join("");
  const count = (steps) => {
    const [after, kept] = ["ackedBeforeDeath", "keptUnanswered"].map((sign) => steps.filter((step) => step[sign]).length);
    return [steps.length, steps.length - after, kept, after];
  };
  const kinds = [...new Set(sent.map(({ kind }) => kind))];
  const rows = kinds.map((kind) => row(kind, count(sent.filter((step) => step.kind === kind))));
  return [row("under way", ["deaths", "before", "kept", "after"]), ...rows, row("all", count(sent))];
}

/**
 * Judges a draft after a death. `typed` is the list of `{ at, text }` as it was typed (whole text so far, time in
 * milliseconds), `died` the time of death, `kept` the text found afterwards. Returns the findings.
 */
export function judgeDraft({ typed, died, kept }) {
  const due = typed.filter(({ at }) => at <= died - DRAFT_LOSS_MS).at(-1);
  if (!due || kept.startsWith(due.text)) return [];
  return [`draft kept ${kept.length} characters, but ${due.text.length} stood ${died - due.at} ms before the death`];
}
