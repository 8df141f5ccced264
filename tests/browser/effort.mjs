// The driver: works a page as a person with keyboard and mouse does, and writes down every operation.
//
// Its log is the source of the effort metric. Nothing is counted that was not done, and nothing is done beside
// the log: a key is pressed by `press`, a text typed by `free` or `structured`, a target pointed at by `click`.
// The raw log of each step is kept as JSON, so that anybody can count again (`recount.mjs` does).
//
//   const effort = new Effort("opened", outDirectory);
//   await effort.sitDown(page, "reception");
//   await effort.step({ id: 1, name: "report", conventional: 1 }, async () => {
//     await effort.free(text);                       // into the focused field
//     await effort.press("Control+Enter");
//     await effort.ready(page.getByRole("heading", { name: "Skyddsbedömning" }));
//   });
//   effort.finish();
//
// This is how most people work, with both hands and a script that helps. Those who work otherwise are in `hands.mjs`.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, observe, readChoice } from "./inpage.mjs";
import { isCommand, Tally } from "./tally.mjs";

/** How long the next needed control may take. Longer is a failure of the page, not a long wait. */
const READY_LIMIT_MS = 10_000;

/** How many Tabs a person would bear on the way to a control. */
const TAB_LIMIT = 60;

/** One burst of the wheel – never more than half of a low window – and how far a person would bear to scroll. */
const BURST_PIXELS = 500;
const SCROLL_LIMIT_PIXELS = 10_000;

/** From this distance in a list a person types the first letters instead of stepping. */
const STEP_LIMIT = 3;

export class Effort {
  /** `script` names the story; raw logs go to `directory/script`, which is emptied first. */
  constructor(script, directory) {
    this.script = script;
    this.directory = join(directory, script);
    this.tally = new Tally();
    this.steps = [];
    this.current = null;
    rmSync(this.directory, { recursive: true, force: true });
    mkdirSync(this.directory, { recursive: true });
  }

  /** A person with this role takes over, at this page. */
  async sitDown(page, role) {
    this.page = page;
    this.role = role;
    if (page.effortWatched) return;
    page.effortWatched = true;
    page.on("domcontentloaded", () => {
      if (this.page === page) this.log({ op: "load", path: new URL(page.url()).pathname });
    });
    await page.exposeBinding("lyktaSeen", (_, seen) => this.#seen(page, seen));
    await page.addInitScript(observe);
    await page.evaluate(observe);
  }

  /** The person leaves the desk: what happens on the page until somebody sits down again is nobody's work. */
  standUp() {
    this.page = null;
  }

  /** Does one step of the script and keeps its raw log. Must end with the result in view (`ready`). */
  async step({ id, name, conventional = null }, work) {
    if (this.current) throw new Error("a step is not done inside another");
    this.current = { script: this.script, id, name, conventional, role: this.role, ops: [] };
    this.seenInStep = { characters: 0, presses: 0 };
    this.pending = null;
    this.tally.begin();
    await work();
    if (this.pending) throw new Error(`step ${id} ends in the air: say with ready() what the person waits for`);
    await this.#crossCheck();
    const counts = this.tally.end();
    this.steps.push({ id, name, conventional, role: this.current.role, counts });
    const file = `${String(this.steps.length).padStart(2, "0")}.json`;
    writeFileSync(join(this.directory, file), `${JSON.stringify(this.current, null, 1)}\n`);
    this.current = null;
    return counts;
  }

  /** Writes the driver's own counts beside the raw logs, for `recount.mjs` to disagree with. */
  finish() {
    writeFileSync(join(this.directory, "counts.json"), `${JSON.stringify(this.steps, null, 1)}\n`);
    return this.steps;
  }

  // ---- What a person does -------------------------------------------------------------------------------

  /** Presses a key or a shortcut, such as "Tab", "Enter" or "Control+Enter". */
  async press(keys) {
    const on = await this.#focused();
    this.#act({ op: "key", keys, on });
    await this.page.keyboard.press(keys);
  }

  /** Presses the page's main button the way everybody soon does. */
  sign() {
    return this.press("Control+Enter");
  }

  /** Follows the link that the page has given this letter. */
  go(letter) {
    return this.press(letter);
  }

  /** Walks to a control with Tab (`back`: Shift+Tab), one logged key at a time. */
  async tabTo(control, { back = false } = {}) {
    await this.ready(control);
    for (let presses = 0; presses <= TAB_LIMIT; presses += 1) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await this.press(back ? "Shift+Tab" : "Tab");
    }
    throw new Error(`not reached with ${TAB_LIMIT} Tabs: ${control}`);
  }

  /** Types free text into the focused field. */
  free(text) {
    return this.#type("free", text);
  }

  /** Types structured data – a date, a number, a search word – into the focused field; counted as keys. */
  structured(text) {
    return this.#type("structured", text);
  }

  async #type(kind, text) {
    await this.#untilFieldHasFocus();
    this.log({ op: "type", kind, text, on: await this.#focused() });
    await this.enter(text);
  }

  /** Puts what is typed into the focused field, key by key. */
  enter(text) {
    return this.page.keyboard.type(text);
  }

  /** Points at a control and presses the mouse button; scrolls there first if it is out of view. */
  async click(control) {
    await this.bringIntoView(control);
    const on = await control.evaluate(describe);
    this.#act({ op: "click", on });
    await control.click();
  }

  /** Makes a choice by keyboard: a select (by its option's label), a radio button or a checkbox. */
  async choose(control, label = null) {
    await this.ready(control);
    const before = await control.evaluate(readChoice, label);
    if (before.current === before.wanted) return;
    if (before.kind === "select") await this.#chooseOption(control, before, label);
    else if (before.kind === "radio") await this.#chooseRadio(control, before);
    else {
      await this.tabTo(control);
      await this.press("Space");
    }
    await this.#logChoice(control, before, label);
  }

  /** Makes the same choices by mouse; a select is opened and its option pointed at, which is two clicks. */
  async clickChoice(control, label = null) {
    await this.bringIntoView(control);
    const before = await control.evaluate(readChoice, label);
    if (before.current === before.wanted) return;
    const on = await control.evaluate(describe);
    this.log({ op: "click", on });
    if (before.kind === "select") {
      // The open list is drawn outside the page, where no driver can point; the second click is logged, then done.
      this.log({ op: "click", on, unseen: true });
      await control.click();
      await this.page.keyboard.press("Escape");
      await control.selectOption({ label });
    } else {
      await control.click();
    }
    await this.#logChoice(control, before, label);
  }

  /** Scrolls one burst with the wheel. */
  async scroll(pixels) {
    this.log({ op: "scroll", pixels });
    const before = await this.page.evaluate("scrollY");
    await this.page.mouse.wheel(0, pixels);
    // The page scrolls a frame later; half a second without movement means that it is at its end.
    await this.page.waitForFunction((from) => scrollY !== from, before, { timeout: 500 }).catch(() => {});
  }

  /** The driver could click what nobody sees, so the way there is scrolled and logged, burst by burst. */
  async bringIntoView(control) {
    await this.ready(control);
    const { height } = this.page.viewportSize();
    const burst = Math.min(BURST_PIXELS, height / 2);
    for (let scrolled = 0; scrolled < SCROLL_LIMIT_PIXELS; scrolled += burst) {
      const box = await control.boundingBox();
      if (box.y >= 0 && box.y + Math.min(box.height, height) <= height) return;
      await this.scroll(box.y < 0 ? -burst : burst);
    }
    throw new Error(`not in view after ${SCROLL_LIMIT_PIXELS} scrolled pixels: ${control}`);
  }

  /**
   * Chooses a file for a file control that has the focus or was clicked. The system's file dialog cannot be
   * driven; it is charged as one new view, one click on the file and Enter.
   */
  async attach(control, path) {
    await this.ready(control);
    this.log({ op: "attach", file: basename(path), bytes: readFileSync(path).length, on: await control.evaluate(describe) });
    await control.setInputFiles(path);
  }

  /**
   * Waits until the next needed thing is in view (and, if a control, can take input). The wait is measured from
   * just before the action that caused it, so the driver's own time is in it: the figure errs against us.
   */
  async ready(thing) {
    await thing.waitFor({ state: "visible", timeout: READY_LIMIT_MS });
    if (!(await thing.isEnabled())) throw new Error(`in view but cannot take input: ${thing}`);
    if (!this.pending) return;
    await this.page.waitForLoadState("load");
    this.#waited(String(thing));
  }

  /** Declares text that already stands in the case, for example in a received document. */
  stands(where, text) {
    if (!this.current) throw new Error("what stands in the case is logged in a step, where the recount finds it");
    this.log({ op: "stands", where, text });
  }

  // ---- The log ------------------------------------------------------------------------------------------

  /** Writes an operation down; nothing is counted between the steps. */
  log(operation) {
    if (!this.current) return;
    const numbered = { n: this.current.ops.length, at: Math.round(performance.now()), ...operation };
    this.current.ops.push(numbered);
    this.tally.add(numbered);
  }

  /** Logs an action after which the person may have to wait. */
  #act(operation) {
    this.log(operation);
    if (this.current && isCommand(operation)) this.pending = { n: this.current.ops.length - 1, since: performance.now() };
  }

  #waited(what) {
    const ms = Math.round((performance.now() - this.pending.since) * 10) / 10;
    this.log({ op: "wait", after: this.pending.n, ms, for: what });
    this.pending = null;
  }

  #focused() {
    return this.page.evaluate(`(${describe})(document.activeElement)`);
  }

  /** Typing goes where the focus is; after an action the page itself must bring the cursor to a field. */
  async #untilFieldHasFocus() {
    const started = performance.now();
    // A page on its way out cannot be asked; the next one can.
    while (!(await this.#focused().catch(() => ({}))).text) {
      if (performance.now() - started > READY_LIMIT_MS) throw new Error("no text field has the focus");
      await this.page.waitForTimeout(5);
    }
    if (this.pending) this.#waited("the focused field");
  }

  async #chooseOption(control, { index, wantedIndex }, label) {
    await this.tabTo(control);
    if (Math.abs(wantedIndex - index) <= STEP_LIMIT) {
      const key = wantedIndex > index ? "ArrowDown" : "ArrowUp";
      for (let at = index; at !== wantedIndex; at += Math.sign(wantedIndex - index)) await this.press(key);
      return;
    }
    for (const letter of label) {
      await this.press(letter === " " ? "Space" : letter);
      const now = await control.evaluate(readChoice, label);
      if (now.current === now.wanted) return;
    }
  }

  async #chooseRadio(control, { index, wantedIndex, group }) {
    const members = this.page.locator(group);
    await this.tabTo(members.nth(Math.max(index, 0)));
    if (index === wantedIndex || (index < 0 && wantedIndex === 0)) return this.press("Space");
    for (let at = Math.max(index, 0); at !== wantedIndex; at += Math.sign(wantedIndex - at)) {
      await this.press(wantedIndex > at ? "ArrowDown" : "ArrowUp");
    }
  }

  async #logChoice(control, before, label) {
    const after = await control.evaluate(readChoice, label);
    if (after.current !== after.wanted) throw new Error(`chose ${after.current}, wanted ${after.wanted}: ${control}`);
    this.log({ op: "choice", from: before.current, to: after.current, on: await control.evaluate(describe) });
  }

  // ---- The page's own account ---------------------------------------------------------------------------

  #seen(page, { kind, amount }) {
    if (this.page !== page || !this.current) return;
    if (kind === "dialog") this.log({ op: "dialog", name: amount });
    else this.seenInStep[kind] += amount;
  }

  /** The page's events must tell the same story as the log. With script switched off the page tells nothing. */
  async #crossCheck() {
    if (await this.page.evaluate("matchMedia('(scripting: none)').matches")) return;
    const typed = this.current.ops.filter((it) => it.op === "type" && it.on.plain);
    const characters = typed.reduce((sum, it) => sum + [...it.text].length, 0);
    const presses = this.current.ops.filter((it) => it.op === "click" && !it.unseen).length;
    const seen = this.seenInStep;
    if (seen.characters !== characters || seen.presses !== presses) {
      const said = `${characters} characters and ${presses} presses`;
      throw new Error(`the log says ${said}, the page saw ${seen.characters} and ${seen.presses}`);
    }
  }
}
