// Other ways to work than with both hands and script. Each takes the same steps as everybody (`effort.mjs`) and does them its own
// way: with the keyboard alone, in a window where a page is enlarged to 400 %, and in a browser without script.
//
// They put a text in at once and not key by key: how a page bears typing is seen where the effort is measured.

import { basename } from "node:path";
import { overflow } from "./fit.mjs";
import { ENLARGED } from "./chromium.mjs";
import { Effort } from "./effort.mjs";
import { describe } from "./inpage.mjs";

/** What the system's file dialog is to the log: a field of its own, outside the page. */
const FILE_DIALOG = { tag: "dialog", type: "", name: "file dialog", form: -1, field: "file dialog", text: true, plain: false, main: false, suggesting: false };

/** Nobody works like this: it is what the three below have in common. */
class Otherwise extends Effort {
  enter(text) {
    return this.page.keyboard.insertText(text);
  }
}

/** No shortcuts: the page's own buttons and links are pointed at. */
class ByPointing extends Otherwise {
  sign() {
    // The button that the shortcut would have pressed says so.
    return this.click(this.page.locator("form[data-main] button:has(kbd)"));
  }

  go(letter) {
    return this.click(this.page.locator(`[data-key="${letter}"]`).first());
  }
}

/** No mouse. What others point at is reached with Tab or Shift+Tab, whichever way it lies. */
export class ByKeyboard extends Otherwise {
  async tabTo(control) {
    await this.ready(control);
    return super.tabTo(control, { back: await control.evaluate(liesBehind) });
  }

  async click(control) {
    await this.tabTo(control);
    const { tag, type, text } = await control.evaluate(describe);
    if (text || type === "file" || tag === "select") return;
    await this.press(["radio", "checkbox"].includes(type) ? "Space" : "Enter");
  }

  clickChoice(control, label = null) {
    return this.choose(control, label);
  }

  scroll() {
    throw new Error("nobody scrolls with a wheel here: the focus brings its control into view");
  }

  /** Space opens the system's dialog, where the file's name is typed. */
  async attach(control, path) {
    await this.tabTo(control);
    const [chooser] = await Promise.all([this.page.waitForEvent("filechooser"), this.press("Space")]);
    this.log({ op: "dialog", name: FILE_DIALOG.name });
    this.log({ op: "type", kind: "structured", text: basename(path), on: FILE_DIALOG });
    this.log({ op: "key", keys: "Enter", on: FILE_DIALOG });
    await chooser.setFiles(path);
  }
}

/** A window of 1280 × 1024 at 400 %. Wherever the person comes, nothing sticks out and nothing lies over what is needed, the main button not least. */
export class Enlarged extends ByPointing {
  async sitDown(page, role) {
    const { width, height } = page.viewportSize();
    if (width > ENLARGED.width || height > ENLARGED.height) throw new Error(`${width} × ${height} px is not enlarged to 400 %`);
    await super.sitDown(page, role);
  }

  /** A page is looked at when it has come, and once more when the person leaves it with what has unfolded. */
  log(operation) {
    if (operation.op === "load") this.isNew = true;
    super.log(operation);
  }

  async ready(thing) {
    await super.ready(thing);
    if (!this.isNew) return;
    this.isNew = false;
    await this.#look();
  }

  async sign() {
    await this.#look();
    await super.sign();
  }

  async tabTo(control, way) {
    await super.tabTo(control, way);
    await this.#uncovered(control);
  }

  async enter(text) {
    await this.#uncovered(this.page.locator(":focus"));
    await super.enter(text);
  }

  async click(control) {
    await this.bringIntoView(control);
    await this.#uncovered(control);
    await super.click(control);
  }

  async clickChoice(control, label) {
    await this.bringIntoView(control);
    await this.#uncovered(control);
    await super.clickChoice(control, label);
  }

  async #look() {
    const findings = await overflow(this.page);
    if (findings.length > 0) throw new Error(`${new URL(this.page.url()).pathname} at 400 %: ${findings.join("; ")}`);
  }

  async #uncovered(control) {
    const over = await control.evaluate(whatLiesOver);
    if (over !== null) throw new Error(`${control} is ${over} at 400 %`);
  }
}

/** No script: nothing that happens while one writes, and no shortcuts. */
export class WithoutScript extends ByPointing {
  async sitDown(page, role) {
    if (!(await page.evaluate("matchMedia('(scripting: none)').matches"))) throw new Error("this window has script");
    await super.sitDown(page, role);
  }
}

// ---- Run in the page -------------------------------------------------------------------------------------

/** Whether a control lies before the one with the focus. */
function liesBehind(element) {
  return (element.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** What keeps a control from being seen and hit: null, or a few words. Of a tall field its seen part counts, of a broken link a line. */
function whatLiesOver(element) {
  const seen = ({ left, right, top, bottom }) => ({ left: Math.max(left, 0), right: Math.min(right, innerWidth), top: Math.max(top, 0), bottom: Math.min(bottom, innerHeight) });
  const boxes = [...element.getClientRects()].map(seen).filter((box) => box.right > box.left && box.bottom > box.top);
  if (boxes.length === 0) return "out of the window";
  const hits = boxes.map((box) => document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2));
  const own = (hit) => element.contains(hit) || [...(element.labels ?? [])].some((label) => label.contains(hit));
  return hits.some((hit) => hit && own(hit)) ? null : `covered by ${hits[0]?.tagName.toLowerCase()}.${hits[0]?.className}`;
}
