// Sudden death at seeded moments while requests are under way: every act of a case, from the report of two siblings to the
// end of a service, sent as the browser sends it (kill-story.mjs, kill-acts.mjs). After each death nothing stands in the
// clear on the disk it left. Then the same for what is being typed. `DEATHS=500` is the long run, `SEED=` repeats one.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPage, withBrowser } from "./chromium.mjs";
import { deathTable, dieAndReturn, judgeDraft } from "./kill.mjs";
import { ROUND, Story } from "./kill-story.mjs";
import { withLykta } from "./launch.mjs";
import { Ledger } from "./ledger.mjs";
import { logIn } from "./pages.mjs";
import { seeded } from "./random.mjs";
import { test } from "./runner.mjs";
import { childOf, register } from "./scene.mjs";
import { Web } from "./web.mjs";

const MOMENTS = Number(process.env.DEATHS ?? 100);
const SEED = process.env.SEED ?? String(Date.now());
const CHILD = { identity: "201784129825", given: "Alva", family: "Tallåker" };
/** Words of every family: they may stand nowhere in the data directory as they are. */
const SECRETS = ["Detta är ", "Bodil", "Veronika", "Maud Ekenstam", "Ahlsten"];

/** Deaths fall between the sending and this many times the usual answer, so that some come after it. */
const BEYOND_ANSWER = 2;

/** What a death may take at the most, with the start after it, on a machine that does much else. */
const DEATH_LIMIT_MS = 8000;

test(
  `killed ${MOMENTS} times while requests are under way, seed ${SEED}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "ledger-"));
    const ledger = new Ledger(join(folder, "ledger.jsonl"));
    await withLykta(async (lykta) => {
      const steps = (await Story.begin(lykta)).steps();
      const times = await rehearse(steps);
      const usual = ({ kind }) => BEYOND_ANSWER * times.get(kind);
      const sent = await dieAndReturn({ lykta, ledger, steps, moments: MOMENTS, seed: SEED, usual, secrets: SECRETS });
      console.log(deathTable(sent).map((line) => `        ${line}`).join("\n"));
      // With all deaths on one side of the answer, the other side would be untried.
      const after = sent.filter((step) => step.ackedBeforeDeath).length;
      assert.ok(MOMENTS < 20 || (after > 0 && after < MOMENTS), "deaths fell on one side of the answer only");
    });
    ledger.close();
    rmSync(folder, { recursive: true });
  },
  { limit: 120_000 + MOMENTS * DEATH_LIMIT_MS },
);

/**
 * Every road once without deaths: how long a request of each kind takes here and now, in milliseconds. Each is sent twice, as
 * by somebody whose answer was lost, and stands there once; few deaths fall between the keeping and the answer.
 */
async function rehearse(steps) {
  const times = new Map();
  for (let count = 0; count < ROUND; count += 1) {
    const step = steps.next().value;
    await step.prepare();
    const started = performance.now();
    await step.send();
    times.set(step.kind, Math.min(times.get(step.kind) ?? Infinity, performance.now() - started));
    assert.deepEqual(await step.find(), [step.payload], `${step.id} is found once when nothing dies`);
    await (step.sendAgain ?? step.send)();
    assert.deepEqual(await step.find(), [step.payload], `${step.id} is found once when it is sent twice`);
  }
  return times;
}

test(
  "what is typed when the program dies is kept but for two seconds",
  async () =>
    withLykta((lykta) =>
      withBrowser(async (browser) => {
        const mia = await Web.as(lykta.url, "mia");
        await register(mia, { children: [CHILD], concern: "Inför utkasten." });
        const child = await childOf(mia, CHILD.identity);
        const page = await openPage(browser, { baseURL: lykta.url });
        await logIn(page, "mia");
        const random = seeded(SEED);
        for (let death = 1; death <= 4; death += 1) {
          await page.goto(`${child}/anteckning`);
          const kept = await typeUntilDeath(lykta, page, `Omgång ${death}. `, 2500 + random() * 3000);
          const after = (await mia.page(`${child}/anteckning`)).main().get("text");
          const findings = judgeDraft({ ...kept, kept: after });
          assert.deepEqual(findings, [], `seed ${SEED}, death ${death}`);
        }
      }),
    ),
  { limit: 240_000 },
);

/** Types without pause for some time, kills, and starts again. */
async function typeUntilDeath(lykta, page, first, time) {
  const typed = [];
  await page.fill("[name=text]", "");
  const started = performance.now();
  let text = "";
  while (performance.now() - started < time) {
    const piece = text === "" ? first : "ord efter ord ";
    await page.keyboard.type(piece);
    text += piece;
    typed.push({ at: performance.now(), text });
    await page.waitForTimeout(120);
  }
  const died = performance.now();
  await lykta.kill9();
  await page.goto("about:blank");
  await lykta.start();
  return { typed, died };
}
