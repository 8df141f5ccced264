// What every page must pass in every window: axe, and the walk by keyboard.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Findings that axe cannot decide by itself and a person has looked at, each with the reason. A violation is never
 * explained away.
 */
const EXPLAINED = {
  "identical-links-same-purpose": "a row's link says what to do; about whom stands in the same list item (WCAG 2.4.4)",
  "hidden-content": "only says that something is hidden, such as a closed disclosure; opened states are tested on their own",
};

/** Rules about fingers and pointers say nothing about paper, and nothing printed is a link. */
const NOT_ON_PAPER = ["target-size", "link-in-text-block"];

/** Least contrast per rule; axe leaves a text undecided when something may lie over it, so we compute it. */
const LEAST_CONTRAST = { "color-contrast": 4.5, "color-contrast-enhanced": 7 };

/** What can differ between a light and a dark window of the same page. */
export const COLOUR_RULES = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"];

/**
 * Runs axe with every rule it has – also those it leaves off by default – and returns findings as sentences. `only`
 * takes some of them, for a window in which the rest has been answered by another; `except` leaves some out, for a
 * window in which they have no answer.
 */
export async function axe(page, { only = null, except = [] } = {}) {
  const { script, paper } = await page.evaluate(() => ({
    script: !matchMedia("(scripting: none)").matches,
    paper: matchMedia("print").matches,
  }));
  if (!script) throw new Error("axe needs script; look at the page without script through another window");
  await page.evaluate(axeSource);
  const { violations, incomplete } = await page.evaluate(runAxe, { only, except });
  const open = await undecided(page, incomplete.filter(({ id }) => !EXPLAINED[id]));
  const applies = ({ id }) => !(paper && NOT_ON_PAPER.includes(id));
  return [...violations.filter(applies).map(say("axe")), ...open.filter(applies).map(say("axe undecided"))];
}

const say = (kind) => ({ id, help, places }) => {
  const lines = places.slice(0, 5).map(({ target, why }) => `    ${target} (${why})`);
  return [`${kind} ${id}: ${help}`, ...lines].join("\n");
};

/** Runs in the page. */
async function runAxe({ only, except }) {
  const every = window.axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !except.includes(ruleId) }]);
  const asked = only ? { runOnly: only } : { rules: Object.fromEntries(every) };
  const why = (node) => [...node.any, ...node.all, ...node.none][0]?.message ?? "";
  const place = (node) => ({ target: node.target.join(" "), why: why(node) });
  const short = ({ id, help, nodes }) => ({ id, help, places: nodes.map(place) });
  const result = await window.axe.run(document, { ...asked, resultTypes: ["violations", "incomplete"] });
  return { violations: result.violations.map(short), incomplete: result.incomplete.map(short) };
}

/** Drops the texts whose contrast turns out to be enough when computed from their own colours. */
async function undecided(page, findings) {
  const left = [];
  for (const finding of findings) {
    const least = LEAST_CONTRAST[finding.id];
    const places = [];
    for (const place of finding.places) {
      const ratio = least ? await page.locator(place.target).first().evaluate(contrast) : 0;
      if (!least || ratio < least) places.push(place);
    }
    if (places.length > 0) left.push({ ...finding, places });
  }
  return left;
}

/** Runs in the page: contrast of an element's text against the nearest painted background behind it. */
function contrast(element) {
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = element;
  while (behind && paint(getComputedStyle(behind).backgroundColor)[3] < 255) behind = behind.parentElement;
  const ground = luminance(behind ? paint(getComputedStyle(behind).backgroundColor) : [255, 255, 255]);
  const text = luminance(paint(getComputedStyle(element).color));
  return (Math.max(ground, text) + 0.05) / (Math.min(ground, text) + 0.05);
}

/** A date field is one control with several stops of its own (year, month, day, calendar). */
const STOPS_IN_ONE_CONTROL = 6;

/** How many Tabs a page may need before the focus is back where it began. */
const TAB_LIMIT = 300;

/**
 * Walks through a page with Tab and returns findings: focus that cannot be seen, is covered, jumps backwards, or
 * never comes out. Needs script, as it asks the page where the focus is.
 */
export async function keyboardWalk(page) {
  const findings = [];
  await page.evaluate(beginAtTheTop);
  let first = null;
  let before = null;
  let repeated = 0;
  for (let presses = 0; presses < TAB_LIMIT; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluateHandle("document.activeElement");
    const about = await stop.evaluate(lookAtFocus, before);
    // A browser leaves the page at its end, or begins it again.
    const again = before && !about.same && (await stop.evaluate((element, start) => element === start, first));
    if (about.outside || again) return findings;
    first ??= stop;
    repeated = about.same ? repeated + 1 : 0;
    if (repeated > STOPS_IN_ONE_CONTROL) return [...findings, `focus does not leave ${about.name}`];
    if (about.backwards) findings.push(`focus jumps backwards to ${about.name}`);
    if (about.covered) findings.push(`something covers the focused ${about.name}`);
    if (!about.same && !(await focusIsSeen(page, stop, about.box))) findings.push(`focus cannot be seen on ${about.name}`);
    before = stop;
  }
  return [...findings, `no way out in ${TAB_LIMIT} Tabs`];
}

/**
 * Runs in the page: blurred alone, a page goes on from the field it began in, and only wraps to its top. A field that
 * begins with the focus gets it a frame after the page is loaded.
 */
async function beginAtTheTop() {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  // A typeface that arrives between two pictures would pass for a focus that is drawn.
  await document.fonts.ready;
  const top = document.createElement("span");
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  scrollTo(0, 0);
}

/** Runs in the page. */
function lookAtFocus(element, before) {
  const name = `${element.tagName.toLowerCase()} "${(element.ariaLabel ?? element.textContent).trim().slice(0, 40)}"`;
  const outside = element === document.body || element === document.documentElement;
  const box = element.getBoundingClientRect();
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
  const label = element.labels?.[0];
  const covered = !outside && !(middle && (element.contains(middle) || label?.contains(middle) || middle.contains(element)));
  const after = before && (before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const same = element === before;
  const backwards = Boolean(before) && !same && !after && !outside;
  return { name, outside, covered, same, backwards, box: { x: box.x, y: box.y, width: box.width, height: box.height } };
}

/**
 * How much of a picture must change, and how clearly, for a focus to be seen: a drawn ring is hundreds of points, while
 * the same edge drawn twice may differ faintly in some.
 */
const SEEN_POINTS = 40;
const SEEN_DIFFERENCE = 48;

/** Compares two pictures of the focused box and its edge, with the focus and without it. */
async function focusIsSeen(page, handle, box) {
  const { width, height } = page.viewportSize();
  const clip = { x: Math.max(0, box.x - 6), y: Math.max(0, box.y - 6) };
  clip.width = Math.max(1, Math.min(width - clip.x, box.width + 12));
  clip.height = Math.max(1, Math.min(height - clip.y, box.height + 12));
  const picture = () => page.screenshot({ clip, caret: "hide", animations: "disabled" });
  const focused = await picture();
  await handle.evaluate((element) => element.blur());
  const blurred = await picture();
  await handle.evaluate((element) => element.focus({ focusVisible: true, preventScroll: true }));
  if (focused.equals(blurred)) return false;
  const pictures = [focused, blurred].map((bytes) => bytes.toString("base64"));
  return (await page.evaluate(pointsThatDiffer, [pictures, SEEN_DIFFERENCE])) >= SEEN_POINTS;
}

/** Runs in the page: how many points of two pictures differ by at least so much in a colour. */
async function pointsThatDiffer([pictures, least]) {
  const colours = async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const brush = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    brush.drawImage(bitmap, 0, 0);
    return brush.getImageData(0, 0, bitmap.width, bitmap.height).data;
  };
  const [one, other] = await Promise.all(pictures.map(colours));
  let points = 0;
  for (let at = 0; at < one.length; at += 4) {
    if ([0, 1, 2].some((colour) => Math.abs(one[at + colour] - other[at + colour]) >= least)) points += 1;
  }
  return points;
}

/** Throws with every finding in the text, so that one run shows all there is to mend. */
export function expectNone(where, findings) {
  if (findings.length > 0) throw new Error(`${where}: ${findings.length} findings\n  ${findings.join("\n  ")}`);
}
