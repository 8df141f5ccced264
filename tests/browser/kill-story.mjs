// The story the sudden deaths interrupt, family after family: two siblings are reported, and then one of three roads is
// taken in turn, so that every kind of act is under way in many deaths.

import { ACTS } from "./kill-acts.mjs";
import { CHILDREN } from "./kill-forms.mjs";
import { entries, holdsDocument, lettersLack, timesFound } from "./kill-found.mjs";
import { Web } from "./web.mjs";

const INVESTIGATED = ["distributed", "guardian", "told", "planned", "section", "sections", "signed", "shared", "replied"];

/** What happens to a family. What is written once about both siblings must stand once in each child's file, or in none. */
const ROADS = [
  ["report", "protection", "notOpened", "feedback"],
  [
    ...["report", "protection", "note", "meeting", "opened", ...INVESTIGATED, "consented", "proposed", "granted", "informed"],
    ...["assigned", "taken", "servicePlanned", "started", "followedUp", "ended"],
  ],
  [
    ...["report", "protection", "opened", ...INVESTIGATED, "proposedEnd", "closed", "informed"],
    ...["followUpDecided", "followUpTold", "followUpClosed"],
  ],
];

/** How many steps it takes until every road has been taken once. */
export const ROUND = ROADS.flat().length;

/** A family name for a number, in letters: nothing else may stand in a name. */
const letters = (number) => [...String(number)].map((digit) => "aeioubdfgl"[Number(digit)]).join("");

export class Story {
  constructor(lykta, people) {
    Object.assign(this, { lykta, people, number: 0 });
  }

  static async begin(lykta) {
    const logins = ["mia", "frida", "ulla", "olga"];
    const webs = await Promise.all(logins.map((login) => Web.as(lykta.url, login)));
    return new Story(lykta, Object.fromEntries(logins.map((login, at) => [login, webs[at]])));
  }

  *steps() {
    for (;;) {
      const at = new Family(this, (this.number += 1));
      for (const kind of ROADS[(this.number - 1) % ROADS.length]) yield at.step(kind);
    }
  }
}

/** One family: who they are, what has begun for them, and what is written about them. */
class Family {
  constructor(story, number) {
    Object.assign(this, story.people, { story, number, family: `${letters(number)}sson`, files: [], pages: null });
  }

  get file() {
    return this.files[0];
  }

  /** What is recognised as an act's own words. */
  words(kind) {
    return `Detta är ${kind}-${this.number} och står en gång.`;
  }

  /** Remembers the addresses of the matters a form will begin. */
  begins(matters) {
    for (const [name, id] of Object.entries(matters)) this[name] = `${this.file}/arende/${id}`;
  }

  step(kind) {
    const act = ACTS[kind];
    const payload = this.words(kind);
    const step = { id: `${kind}-${this.number}`, kind, family: this.number, payload };
    step.prepare = async () => {
      await this.#reach();
      step.form = await act.form(this, payload);
    };
    step.send = async () => {
      this.pages = null;
      return this.#sent(this[act.by], step.form, act.file);
    };
    if (act.leaves) step.sendAgain = () => this.#sentAgain(this[act.by], step);
    step.find = () => (act.drafted ? this.#drafts(payload, act.drafted(payload)) : this.#entries(payload, act));
    return step;
  }

  /** A page leads on; what the page's script sends is answered by itself. */
  async #sent(web, form, file) {
    if (!form.action.includes("/avsnitt/")) return web.done(form, { file });
    const { status } = await web.send(form);
    if (status !== 200) throw new Error(`${form.action} answered ${status}`);
  }

  /** What was taken is as done when it is sent again, also where whoever sent it can write there no more by it. */
  async #sentAgain(web, step) {
    this.pages = null;
    const { status } = await web.send(step.form);
    if (status !== 303) throw new Error(`${step.id} sent again answered ${status}`);
  }

  /** The files are looked for by name until they are there, and the report is then found from the elder's. */
  async #reach() {
    await this.timelines();
    if (!this.file || this.report) return;
    const page = await this.mia.page(this.file);
    this.report = page.link(/\/arende\/[0-9a-f-]{36}\//).match(/^.*\/arende\/[0-9a-f-]{36}/)[0];
  }

  async #entries(payload, act) {
    const files = (await this.timelines()).slice(0, act.both ? CHILDREN.length : 1);
    const found = files.length === 0 ? [] : timesFound(payload, files, act.stands(payload, this));
    if (found.length === 0) return found;
    if (act.file && !(await holdsDocument(this.frida, files, act.file))) return ["without the document that was sent with it"];
    const missing = act.letters && (await lettersLack(this.frida, files, act.letters.at, act.letters.holds(payload, this)));
    return missing ? [`what was sent stands without "${missing}"`] : found;
  }

  /**
   * A section stands as a draft until the investigation is signed, and then in what was signed; never in both. Each section
   * is kept by itself: a page whose saving was cut short may be kept in part, and is then not there until it is sent again.
   */
  async #drafts(payload, texts) {
    const [timeline] = await this.timelines();
    const signed = timesFound(payload, [timeline], [{ title: "Utredningen skrevs under", holds: texts }]);
    const page = await this.ulla.get(`${this.investigation}/utredning`);
    // Whoever wrote it does not reach the page when the matter is closed: no draft is left there.
    const form = page.status === 200 ? page.main() : null;
    const isKept = (text) => form?.pairs.some(([name, value]) => value === text && form.get(version(name)) !== "0");
    const kept = texts.filter(isKept).length;
    const isThere = signed.length > 0 ? kept > 0 : kept === texts.length;
    return isThere ? [...signed, payload] : signed;
  }

  /** The entries of each child's timeline, the elder's first; read once after each start and each sending. */
  async timelines() {
    const { pid } = this.story.lykta.child;
    if (this.pages?.pid !== pid) {
      if (this.files.length < CHILDREN.length) await this.#find();
      const read = this.files.map(async (file) => entries((await this.frida.page(`${file}/tidslinje`)).text));
      this.pages = { pid, read: await Promise.all(read) };
    }
    return this.pages.read;
  }

  async #find() {
    const files = await Promise.all(CHILDREN.map((given) => this.#file(given)));
    this.files = files.filter(Boolean);
  }

  async #file(given) {
    const search = (await this.mia.page("/sok")).main();
    const field = search.names().find((name) => !["command", "seen"].includes(name));
    const hits = await this.frida.send(search.fill({ [field]: `${given} ${this.family}` }));
    const files = [...new Set(hits.links().filter((href) => /^\/akt\/[0-9a-f-]{36}$/.test(href)))];
    if (files.length > 1) throw new Error(`${given} ${this.family} has ${files.length} files`);
    return files[0];
  }
}

/** The field that says which version of a section one has before one's eyes. */
const version = (name) => `${name.split("-")[0]}-version`;
