// What the walks have in common: somebody at a screen who clicks and types, what stands before their eyes, and what was anywhere in what
// they were sent.
//
// What is *shown* is asked of the visible text: the reason for a refusal must be legible, not only present. What is *not* shown is asked of
// the whole page as the browser has it, of every page the seat has ever had, and of the letter as it is printed.

import assert from "node:assert/strict";
import { openPage, withBrowser } from "../chromium.mjs";
import { withLykta } from "../launch.mjs";
import { test } from "../runner.mjs";

const bare = (text) => text.replace(/\s+/g, " ").trim();
const quoted = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const holds = (text, words) => (words instanceof RegExp ? words.test(text) : text.toLowerCase().includes(words.toLowerCase()));

/** A letter as it leaves the house: its markup, the whole sheet as it is printed, and the title that a browser prints above it. */
class Copy {
  constructor({ markup, paper, title }) {
    Object.assign(this, { markup, paper: bare(paper), title });
  }

  /** What must be legible on paper. */
  has(...all) {
    for (const words of all) assert.ok(holds(this.paper, words), `the letter does not say "${words}": ${this.paper}`);
  }

  /** What must be nowhere: not on the paper, not hidden in the markup, not above it. */
  lacks(...all) {
    const whole = `${this.title} ${this.paper} ${this.markup}`;
    for (const words of all) assert.ok(!holds(whole, words), `the letter holds "${words}": ${whole}`);
  }
}

/** Somebody at a screen of their own. */
export class Seat {
  constructor(page, login) {
    Object.assign(this, { page, login, seen: [] });
  }

  // ---- Going about -----------------------------------------------------------------------------------------

  async #look() {
    this.seen.push({ address: this.page.url(), markup: await this.page.content() });
  }

  async #leads(act) {
    try {
      await Promise.all([this.page.waitForEvent("load"), act()]);
    } catch (error) {
      throw new Error(`${this.login} gets no further from ${this.page.url()}: ${error.message}\n${await this.text()}`);
    }
    await this.#look();
  }

  /** Types an address, and says what was answered. */
  async go(address) {
    const answer = await this.page.goto(address);
    await this.#look();
    return answer.status();
  }

  /** Follows a link by its words. `within` narrows where to look. */
  follow(name, within = this.page) {
    const link = within.getByRole("link", { name }).first();
    return this.#leads(() => link.click());
  }

  /** Presses a button by the words it begins with. */
  press(name, within = this.page) {
    const words = name instanceof RegExp ? name : new RegExp(`^${quoted(name)}`);
    const button = within.getByRole("button", { name: words }).first();
    return this.#leads(() => button.click());
  }

  /** One of the words on the left. A page that refuses has none of them, but a way back. */
  async rail(word) {
    const words = this.page.getByRole("navigation", { name: "Huvudmeny" });
    if ((await words.count()) === 0) await this.follow("Till Min dag");
    await this.follow(word, words);
  }

  /** The child's page, from a row of *Min dag*: some lead there, and others to what is to be done, from where the child's name does. */
  async child(name) {
    await this.rail("Min dag");
    const links = this.page.getByRole("listitem").filter({ hasText: name }).locator("a[href^='/akt/']");
    const own = links.filter({ hasText: name });
    await this.follow(/./, (await own.count()) > 0 ? own.first().locator("..") : links.first().locator(".."));
    if ((await this.page.getByRole("navigation", { name: "Göra" }).count()) === 0) await this.follow(name, this.page.locator(".child-head"));
    await this.shows(name);
  }

  /** One of what can be done on a child's page. */
  act(name) {
    return this.follow(name, this.page.getByRole("navigation", { name: "Göra" }));
  }

  /** Searches for a name or a number. What was typed stands in its field again, and is no finding: it is taken away before one looks. */
  async search(words) {
    await this.rail("Sök");
    await this.write("q", words);
    await this.#leads(() => this.page.getByRole("button", { name: /^Sök/ }).click());
    this.seen.pop();
    await this.page.locator("[name=q]").evaluate((field) => field.removeAttribute("value"));
    await this.#look();
  }

  /** Opens the file of somebody whose number one knows, as whoever may. */
  async found(person) {
    await this.search(person.identity);
    await this.follow("Öppna akten");
    await this.shows(person.given);
  }

  // ---- Filling in ------------------------------------------------------------------------------------------

  /** What is folded away is unfolded first, as a person does it. */
  async #field(selector) {
    const field = this.page.locator(selector).first();
    const fold = field.locator("xpath=ancestor::details[not(@open)]").first();
    while ((await fold.count()) > 0) await fold.locator("> summary").click();
    return field;
  }

  async write(name, text) {
    await (await this.#field(`input[name="${name}"], textarea[name="${name}"]`)).fill(text);
  }

  /** Ticks a box or picks one of some. */
  async pick(name, value) {
    await (await this.#field(`[name="${name}"][value="${value}"]`)).check();
  }

  /** Ticks or picks what has these words beside it. */
  async mark(name, words) {
    const field = this.page.locator("label").filter({ hasText: words }).locator(`[name="${name}"]`).first();
    await field.check();
  }

  /** Chooses from a list, by the words it shows. */
  async choose(name, words) {
    const list = await this.#field(`select[name="${name}"]`);
    const all = await list.locator("option").evaluateAll((options) => options.map((one) => [one.value, one.textContent]));
    const found = all.find(([, text]) => holds(bare(text), words));
    assert.ok(found, `${name} has no "${words}": ${all.map(([, text]) => bare(text)).join(" | ")}`);
    await list.selectOption(found[0]);
  }

  /** The words a list offers. */
  async offers(name) {
    const list = await this.#field(`select[name="${name}"]`);
    return (await list.locator("option").allTextContents()).map(bare);
  }

  // ---- Seeing ----------------------------------------------------------------------------------------------

  /** What is legible on the page; what is folded away is not. */
  async text() {
    return bare(await this.page.locator("body").innerText());
  }

  async shows(...all) {
    const text = await this.text();
    for (const words of all) assert.ok(holds(text, words), `${this.login} is not shown "${words}" at ${this.page.url()}: ${text}`);
  }

  /** What stands nowhere on the page, seen or unseen, nor in its address. */
  async lacks(...all) {
    const whole = `${decodeURI(this.page.url())} ${await this.page.content()}`;
    for (const words of all) assert.ok(!holds(whole, words), `${this.login} has "${words}" at ${this.page.url()}`);
  }

  /** What has stood on no page this seat was ever sent. */
  neverSaw(...all) {
    for (const words of all) {
      const found = this.seen.find(({ address, markup }) => holds(`${decodeURI(address)} ${markup}`, words));
      assert.ok(!found, `${this.login} was sent "${words}" at ${found?.address}`);
    }
  }

  /** The letter on the page, as it is printed and as it is saved. */
  async letter() {
    const markup = await this.page.locator("article.letter").evaluate((letter) => letter.outerHTML);
    await this.page.emulateMedia({ media: "print" });
    const paper = await this.page.locator("body").innerText();
    await this.page.emulateMedia({ media: null });
    return new Copy({ markup, paper, title: await this.page.title() });
  }
}

/** A demo of its own, and those who sit down in it. */
class House {
  constructor(lykta, browser) {
    Object.assign(this, { lykta, browser, url: lykta.url });
  }

  /** Logs in through the page of logging in. */
  async sit(login) {
    const seat = new Seat(await openPage(this.browser, { baseURL: this.url }), login);
    await seat.go("/logga-in");
    await Promise.all([seat.page.waitForURL((url) => url.pathname === "/"), seat.page.locator(`button[name=login][value=${login}]`).click()]);
    return seat;
  }

  /** Nobody, at a screen. */
  async outside() {
    return new Seat(await openPage(this.browser, { baseURL: this.url }), "nobody");
  }

  /** All that the program has written about itself. */
  log() {
    return this.lykta.output.join("");
  }
}

/** A walk: a demo, a browser, and what happens in them. Nothing of what was planted may stand in the program's log afterwards. */
export function walk(name, planted, work) {
  const walked = (lykta) =>
    withBrowser(async (browser) => {
      const house = new House(lykta, browser);
      await work(house);
      for (const words of Object.values(planted).flat()) assert.ok(!holds(house.log(), words), `the log holds "${words}": ${house.log()}`);
    });
  test(name, () => withLykta(walked), { limit: 300_000 });
}
