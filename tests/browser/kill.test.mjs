// Sudden death at fifty seeded moments while the scripts' own requests are under way: reports, protection assessments,
// decisions and notes, sent as the browser sends them. Then the same for what is being typed.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPage, withBrowser } from "./chromium.mjs";
import { dieAndReturn, judgeDraft } from "./kill.mjs";
import { withLykta } from "./launch.mjs";
import { Ledger } from "./ledger.mjs";
import { logIn } from "./pages.mjs";
import { seeded } from "./random.mjs";
import { test } from "./runner.mjs";
import { childOf, register, reportForm } from "./scene.mjs";
import { Web } from "./web.mjs";

const MOMENTS = Number(process.env.DEATHS ?? 50);
const SEED = process.env.SEED ?? String(Date.now());
const CHILD = { identity: "201784129825", given: "Alva", family: "Tallåker" };

/** A family name for a number, in letters: nothing else may stand in a name. */
const letters = (number) => [...String(number)].map((digit) => "aeioubdfgl"[Number(digit)]).join("");

/** The story: a new child is reported, assessed, noted about twice, and decided for; then the next child. */
class Story {
  constructor(lykta, mia, frida) {
    Object.assign(this, { lykta, mia, frida, number: 0, pages: new Map() });
  }

  *steps() {
    for (;;) {
      const child = { number: (this.number += 1) };
      yield this.#step(`report-${child.number}`, child, () => this.#report(child));
      yield this.#step(`protection-${child.number}`, child, () => this.#protection(child));
      yield this.#step(`note-${child.number}`, child, () => this.#note(child));
      yield this.#step(`second-note-${child.number}`, child, () => this.#note(child));
      yield this.#step(`decision-${child.number}`, child, () => this.#decision(child));
    }
  }

  #step(id, child, prepare) {
    const payload = `Detta är ${id} och står en gång`;
    const step = { id, payload };
    step.prepare = async () => (step.form = await (await prepare())(payload));
    step.send = async () => {
      this.pages.clear();
      const web = id.startsWith("decision") ? this.frida : this.mia;
      return web.done(step.form);
    };
    step.find = async () => {
      const text = await this.#everything(child);
      return Array.from({ length: text.split(`${payload}.`).length - 1 }, () => payload);
    };
    return step;
  }

  /** All that stands in all files of a child; read once after each start and each sending. */
  async #everything(child) {
    const key = `${this.lykta.child?.pid}/${child.number}`;
    if (!this.pages.has(key)) {
      const search = (await this.mia.page("/sok")).main();
      const field = search.names().find((name) => !["command", "seen"].includes(name));
      const hits = await this.frida.send(search.fill({ [field]: `Prov ${letters(child.number)}sson` }));
      const files = [...new Set(hits.links().filter((href) => /^\/akt\/[0-9a-f-]{36}$/.test(href)))];
      const texts = await Promise.all(files.map(async (file) => (await this.frida.page(`${file}/tidslinje`)).text));
      [child.file] = files;
      this.pages.set(key, texts.join("\n"));
    }
    return this.pages.get(key);
  }

  async #report(child) {
    const form = (await this.mia.page("/anmalan")).main();
    const reported = { identity: "", given: "Prov", family: `${letters(child.number)}sson` };
    return (text) => reportForm(form, { children: [reported], concern: `${text}.`, more: { "child-1-birth": "2018-03-04", children: "1" } });
  }

  async #matter(child) {
    await this.#everything(child);
    const page = await this.mia.page(child.file);
    child.matter ??= page.link(/\/arende\/[0-9a-f-]{36}\//).match(/^.*\/arende\/[0-9a-f-]{36}/)[0];
    return child.matter;
  }

  async #protection(child) {
    const form = (await this.mia.page(`${await this.#matter(child)}/skydd`)).main();
    return (text) => form.fill({ text: `${text}.`, outcome: "no_immediate_need" });
  }

  async #note(child) {
    await this.#everything(child);
    const form = (await this.mia.page(`${child.file}/anteckning`)).main();
    return (text) => form.fill({ text: `${text}.` });
  }

  async #decision(child) {
    const matter = await this.#matter(child);
    const form = (await this.frida.page(`${matter}/beslut`)).main();
    const check = async (text) => (await this.frida.send(form.fill({ outcome: "D02", motive: `${text}.`, deed: "check" }))).main();
    return check;
  }
}

test(
  `killed ${MOMENTS} times while requests are under way, seed ${SEED}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "ledger-"));
    const ledger = new Ledger(join(folder, "ledger.jsonl"));
    await withLykta(async (lykta) => {
      const story = new Story(lykta, await Web.as(lykta.url, "mia"), await Web.as(lykta.url, "frida"));
      const steps = story.steps();
      const usual = 1.2 * (await rehearse(steps));
      const told = await dieAndReturn({ lykta, ledger, steps, moments: MOMENTS, seed: SEED, usual });
      console.log(`        seed ${SEED}: ${told.moments} deaths within ${usual.toFixed(0)} ms, ${told.acknowledgedBeforeDeath} after the answer`);
      // With all deaths on one side of the answer, the other side would be untried.
      const { moments, acknowledgedBeforeDeath } = told;
      assert.ok(moments < 20 || (acknowledgedBeforeDeath > 0 && acknowledgedBeforeDeath < moments), "deaths fell on one side of the answer only");
    });
    ledger.close();
    rmSync(folder, { recursive: true });
  },
  { limit: 900_000 },
);

/** The first child's steps without deaths: how long a request takes here and now, in milliseconds. */
async function rehearse(steps) {
  let longest = 0;
  for (let count = 0; count < 5; count += 1) {
    const step = steps.next().value;
    await step.prepare();
    const started = performance.now();
    await step.send();
    longest = Math.max(longest, performance.now() - started);
    assert.equal((await step.find()).length, 1, `${step.id} is found once when nothing dies`);
  }
  return longest;
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
