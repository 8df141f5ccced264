// Sudden death in the middle of requests, fifty times, and what must be true afterwards.
//
// The engine knows nothing of pages. A story gives it steps; each step can be asked for (`send`), which resolves
// when the system has acknowledged, and can be looked for (`find`), which returns the payloads present. Between a
// seeded number of milliseconds after the request has begun, the program is killed with signal 9, started again,
// and judged:
//   – every acknowledged step is there exactly once and unchanged, every other at most once;
//   – a step that was not acknowledged is sent again with the same payload and is then there exactly once;
//   – a draft has lost at most what was typed in the last two seconds;
//   – `lykta verify` finds the chain whole;
//   – no secret stands in the clear on the disk as the death left it, journals of the database included.

import { seeded } from "./random.mjs";
import { fingerprint, judge } from "./ledger.mjs";

/** A draft may lose what was typed during this time before the death, in milliseconds. */
export const DRAFT_LOSS_MS = 2000;

/**
 * Runs a story with `moments` deaths.
 *
 * `steps` is an endless iterator of `{ id, payload, prepare(), send(), find() }`, where `prepare` (optional) fetches
 * the form that `send` sends, so that a death falls into the sending; `usual` is the longest time in
 * milliseconds a request usually takes: deaths fall evenly between 0 and that time. `secrets` are words of the payloads.
 */
export async function dieAndReturn({ lykta, ledger, steps, moments, seed, usual, secrets = [] }) {
  const random = seeded(seed);
  const sent = [];
  for (let moment = 1; moment <= moments; moment += 1) {
    const step = steps.next().value;
    await step.prepare?.();
    sent.push(step);
    await attempt({ lykta, ledger, step, after: random() * usual });
    ledger.died(moment);
    expectSealed({ lykta, secrets, moment, seed });
    await lykta.start();
    await expectWhole({ lykta, ledger, sent, moment, seed });
    await sendAgain({ ledger, step, moment });
  }
  await expectWhole({ lykta, ledger, sent, moment: moments, seed });
  return { moments, acknowledgedBeforeDeath: sent.filter((step) => step.ackedBeforeDeath).length };
}

/** Sends one step and kills the program `after` milliseconds, wherever the request then is. */
async function attempt({ lykta, ledger, step, after }) {
  ledger.invoked(step.id, step.payload);
  let dead = false;
  const answered = step.send().then(
    () => {
      // An answer that arrives in the same breath as the death was still given: it binds.
      ledger.acked(step.id);
      step.ackedBeforeDeath = true;
    },
    (error) => {
      if (!dead) throw error;
    },
  );
  await new Promise((passed) => setTimeout(passed, after));
  dead = true;
  await lykta.kill9();
  await answered;
}

async function expectWhole({ lykta, ledger, sent, moment, seed }) {
  const found = new Map();
  for (const step of sent) found.set(step.id, (await step.find()).map(fingerprint));
  const findings = judge(ledger.operations(), found);
  const verified = lykta.verify();
  if (!verified.ok) findings.push(`verify: ${verified.text}`);
  if (findings.length > 0) throw new Error(`seed ${seed}, death ${moment}:\n  ${findings.join("\n  ")}`);
}

function expectSealed({ lykta, secrets, moment, seed }) {
  const found = secrets.flatMap((secret) => lykta.holds(secret).map((file) => `"${secret}" stands in the clear in ${file}`));
  if (found.length > 0) throw new Error(`seed ${seed}, death ${moment}:\n  ${found.join("\n  ")}`);
}

/** What was not acknowledged is tried again, as a person would, and must then be there exactly once. */
async function sendAgain({ ledger, step, moment }) {
  if (step.ackedBeforeDeath) return;
  await step.send();
  ledger.acked(step.id);
  const present = await step.find();
  if (present.length !== 1) throw new Error(`death ${moment}: ${step.id} sent again is there ${present.length} times`);
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
