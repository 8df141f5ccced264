// The driver's running count, one operation at a time. `recount.mjs` counts the same raw log in its own way.

/** A repeated string counts as written twice from this length on. */
const DUPLICATE_FROM = 20;

/** Keys that move or edit but command nothing. */
const MOVING = new Set(["Tab", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageDown", "PageUp"]);

const SPACED = /\s+/g;

export class Tally {
  constructor() {
    // Text that stands in the case; lives through all steps of a script.
    this.standing = [];
  }

  /** A step begins with the hands on the keyboard. */
  begin() {
    this.counts = {
      keys: 0,
      clicks: 0,
      hands: 0,
      scrolls: 0,
      loads: 0,
      dialogs: 0,
      choices: 0,
      fields: 0,
      commands: 0,
      free: 0,
      duplicate: 0,
      waited: 0,
    };
    this.hand = "keyboard";
    this.field = null;
    this.formOfLastField = null;
  }

  end() {
    return { ...this.counts, waited: Math.round(this.counts.waited * 10) / 10 };
  }

  add(operation) {
    const counted = {
      key: () => this.#key(operation),
      type: () => this.#type(operation),
      click: () => this.#click(operation),
      choice: () => this.#choice(operation),
      attach: () => this.#attach(operation),
      scroll: () => this.#scroll(),
      load: () => this.#load(),
      dialog: () => (this.counts.dialogs += 1),
      wait: () => (this.counts.waited += operation.ms),
      stands: () => this.standing.push(plain(operation.text)),
    };
    counted[operation.op]();
  }

  #use(hand) {
    if (this.hand !== hand) this.counts.hands += 1;
    this.hand = hand;
  }

  #key({ keys, on }) {
    this.#use("keyboard");
    const strokes = keys.split("+");
    this.counts.keys += strokes.length;
    if (isCommand({ op: "key", keys, on })) this.#command(on, strokes.at(-1) === "Enter" || on.main);
  }

  #click({ on }) {
    this.#use("mouse");
    this.counts.clicks += 1;
    this.field = null;
    if (isCommand({ op: "click", on })) this.#command(on, on.main);
  }

  /** A command costs thought unless it is the expected end: Enter or the main button right after the last field. */
  #command(on, ends) {
    const expected = ends && this.formOfLastField !== null && this.formOfLastField === on.form;
    if (!expected) this.counts.commands += 1;
    this.formOfLastField = null;
    this.field = null;
  }

  #type({ kind, text, on }) {
    this.#use("keyboard");
    const characters = [...text];
    if (kind === "free") this.counts.free += characters.length;
    else this.counts.keys += characters.length + characters.filter(shifted).length;
    if (this.field !== on.field) this.counts.fields += 1;
    this.field = on.field;
    this.formOfLastField = on.form;
    this.counts.duplicate += this.#duplicate(plain(text));
    this.standing.push(plain(text));
  }

  #duplicate(text) {
    const covered = new Array(text.length).fill(false);
    for (let at = 0; at + DUPLICATE_FROM <= text.length; at += 1) {
      const piece = text.slice(at, at + DUPLICATE_FROM);
      if (this.standing.some((known) => known.includes(piece))) covered.fill(true, at, at + DUPLICATE_FROM);
    }
    return covered.filter(Boolean).length;
  }

  #choice({ from, to, on }) {
    if (from !== to) this.counts.choices += 1;
    this.formOfLastField = on.form;
    this.field = null;
  }

  /** The system's file dialog: a new view, a click on the file, Enter. */
  #attach({ on }) {
    this.#use("mouse");
    this.#use("keyboard");
    this.counts.dialogs += 1;
    this.counts.clicks += 1;
    this.counts.keys += 1;
    this.formOfLastField = on.form;
    this.field = null;
  }

  #scroll() {
    this.#use("mouse");
    this.counts.scrolls += 1;
  }

  #load() {
    this.counts.loads += 1;
    this.field = null;
    this.formOfLastField = null;
  }
}

/**
 * Whether a key or a click commands something: a shortcut, Enter, Escape, an activated button, link or summary.
 * Moving, stepping through a list, and pointing at a field to write in it command nothing.
 */
export function isCommand({ op, keys, on }) {
  if (op === "click") {
    const field = on.text || ["select", "label", "option"].includes(on.tag);
    return !field && !["radio", "checkbox", "file"].includes(on.type);
  }
  const strokes = keys.split("+");
  const last = strokes.at(-1);
  if (MOVING.has(last)) return false;
  if (strokes.some((stroke) => ["Control", "Alt", "Meta"].includes(stroke))) return true;
  if (on.suggesting && last === "Enter") return false;
  if (last === "Enter" || last === "Escape") return true;
  if (last === "Space") return ["button", "a", "summary"].includes(on.tag) || ["submit", "button"].includes(on.type);
  return last.length === 1 && !on.text && on.tag !== "select";
}

/** A capital needs Shift, which counts as its own key. */
function shifted(character) {
  return character !== character.toLowerCase();
}

function plain(text) {
  return text.normalize("NFC").replace(SPACED, " ").trim();
}
