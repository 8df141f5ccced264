// Sudden death at fifty seeded moments while the scripts' own requests are under way: reports of siblings with a document,
// protection assessments, decisions either way, feedback, notes and meetings, sent as the browser sends them. After each
// death nothing stands in the clear on the disk it left. Then the same for what is being typed.

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
import { STORIES, childOf, register, reportForm, story } from "./scene.mjs";
import { Web } from "./web.mjs";

const MOMENTS = Number(process.env.DEATHS ?? 50);
const SEED = process.env.SEED ?? String(Date.now());
const CHILD = { identity: "201784129825", given: "Alva", family: "Tallåker" };
const CHILDREN = ["Aldo", "Bodil"];
/** Words of every family: they may stand nowhere in the data directory as they are. */
const SECRETS = ["Detta är ", "Bodil", "Maud Ekenstam", "Ahlsten"];
const REPORT = join(STORIES, story("polisanmalan").document.file);

/** A family name for a number, in letters: nothing else may stand in a name. */
const letters = (number) => [...String(number)].map((digit) => "aeioubdfgl"[Number(digit)]).join("");

/**
 * The story, family after family: two siblings are reported, with the report as a document; both are assessed; then
 * either it is decided not to open an investigation and the reporter is told, or both are noted about, a meeting is
 * booked and an investigation is opened. What is written once about both must stand once in each child's file, or in none.
 */
class Story {
  constructor(lykta, mia, frida) {
    Object.assign(this, { lykta, mia, frida, number: 0, pages: new Map() });
  }

  *steps() {
    for (;;) {
      const family = { number: (this.number += 1), files: [] };
      const step = (what, more = {}) => this.#step(`${what}-${family.number}`, family, { ...more, prepare: () => this[what](family) });
      yield step("report", { file: REPORT });
      yield step("protection");
      if (family.number % 2 === 1) {
        yield step("notOpened", { web: this.frida });
        yield step("feedback", { web: this.frida, mark: "Återkoppling till anmälaren</a>" });
      } else {
        yield step("note");
        yield step("meeting", { files: 1 });
        yield step("opened", { web: this.frida });
      }
    }
  }

  /** `mark` is what to look for of a step without words of its own; `files` in how many files it stands. */
  #step(id, family, { prepare, web = this.mia, file, mark, files = 2 }) {
    const payload = `Detta är ${id} och står en gång`;
    const step = { id, payload };
    step.prepare = async () => (step.form = await (await prepare())(`${payload}.`));
    step.send = async () => {
      this.pages.clear();
      return web.done(step.form, { file });
    };
    step.find = async () => {
      const texts = (await this.#everything(family)).slice(0, files);
      const counts = texts.map((text) => text.split(mark ?? `${payload}.`).length - 1);
      const [count = 0] = counts;
      if (counts.some((other) => other !== count)) return [`${id} stands in one child's file and not in the other's: ${counts}`];
      return Array.from({ length: count }, () => payload);
    };
    return step;
  }

  /** All that stands in each child's file, the elder's first; read once after each start and each sending. */
  async #everything(family) {
    const key = `${this.lykta.child?.pid}/${family.number}`;
    if (!this.pages.has(key)) {
      family.files = (await Promise.all(CHILDREN.map((given) => this.#file(given, family)))).filter(Boolean);
      const timelines = family.files.map(async (file) => (await this.frida.page(`${file}/tidslinje`)).text);
      this.pages.set(key, await Promise.all(timelines));
    }
    return this.pages.get(key);
  }

  async #file(given, family) {
    const search = (await this.mia.page("/sok")).main();
    const field = search.names().find((name) => !["command", "seen"].includes(name));
    const hits = await this.frida.send(search.fill({ [field]: `${given} ${letters(family.number)}sson` }));
    return hits.links().find((href) => /^\/akt\/[0-9a-f-]{36}$/.test(href));
  }

  async report(family) {
    const form = (await this.mia.page("/anmalan")).main();
    const children = CHILDREN.map((given) => ({ identity: "", given, family: `${letters(family.number)}sson` }));
    const more = { "child-1-birth": "2015-03-04", "child-2-birth": "2018-05-06", "wants-feedback": "yes" };
    return (concern) => reportForm(form, { children, concern, more });
  }

  async #matter(family) {
    await this.#everything(family);
    const page = await this.mia.page(family.files[0]);
    family.matter ??= page.link(/\/arende\/[0-9a-f-]{36}\//).match(/^.*\/arende\/[0-9a-f-]{36}/)[0];
    return family.matter;
  }

  async protection(family) {
    const form = (await this.mia.page(`${await this.#matter(family)}/skydd`)).main();
    return (text) => form.fill({ text, outcome: "no_immediate_need" });
  }

  async note(family) {
    await this.#everything(family);
    const form = (await this.mia.page(`${family.files[0]}/anteckning`)).main();
    const siblings = [...form.markup.matchAll(/name="sibling" value="([^"]*)"/g)].map(([, file]) => file);
    return (text) => form.fill({ text, sibling: siblings });
  }

  async meeting(family) {
    await this.#everything(family);
    const form = (await this.mia.page(`${family.files[0]}/mote`)).main();
    return (place) => form.fill({ place });
  }

  notOpened(family) {
    return this.#decision(family, "D03");
  }

  opened(family) {
    return this.#decision(family, "D02");
  }

  async #decision(family, outcome) {
    const form = (await this.frida.page(`${await this.#matter(family)}/beslut`)).main();
    return async (motive) => (await this.frida.send(form.fill({ outcome, motive, deed: "check" }))).main();
  }

  async feedback(family) {
    const form = (await this.frida.page(`${await this.#matter(family)}/aterkoppling`)).main();
    return () => form;
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
      const told = await dieAndReturn({ lykta, ledger, steps, moments: MOMENTS, seed: SEED, usual, secrets: SECRETS });
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

/** The first two families' steps without deaths: how long a request takes here and now, in milliseconds. */
async function rehearse(steps) {
  let longest = 0;
  for (let count = 0; count < 9; count += 1) {
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
