// Whether everything on a page has room: nothing wider than the window, no text cut off, no text over another.

/** What may be cut or lie over another by rounding, in pixels. */
const SLACK = 1;

/** Everything that does not fit, as sentences. */
export const fit = async (page) => [...(await overflow(page)), ...(await cutInFields(page)), ...(await overlap(page))];

/** Boxes whose content sticks out or is cut off, sideways or downwards; a page must not scroll sideways either. */
export function overflow(page) {
  return page.evaluate((slack) => {
    const findings = [];
    const root = document.scrollingElement;
    if (root.scrollWidth > root.clientWidth) findings.push(`page is ${root.scrollWidth} px in ${root.clientWidth}`);
    const painted = (style) => style.borderTopWidth !== "0px" || !/^(transparent|rgba\(0, 0, 0, 0\))$/.test(style.backgroundColor);
    for (const element of document.body.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      const field = ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);
      // One pixel is the customary box of text meant for screen readers only.
      const measured = element.clientWidth > 1 && style.display !== "inline" && !(element instanceof SVGElement);
      // What is folded away has boxes of no meaning.
      if (!measured || field || !element.checkVisibility()) continue;
      const name = `${element.tagName.toLowerCase()}.${element.className}`;
      const scrolls = (overflow) => ["auto", "scroll"].includes(overflow);
      if (!scrolls(style.overflowX) && element.scrollWidth > element.clientWidth + slack) {
        findings.push(`${name} holds ${element.scrollWidth} px in ${element.clientWidth}`);
      }
      // Downwards a box may be let out of, unless it cuts or is drawn: then its text stands outside its own edge.
      const closed = ["hidden", "clip"].includes(style.overflowY) || painted(style);
      if (closed && !scrolls(style.overflowY) && element.scrollHeight > element.clientHeight + slack) {
        findings.push(`${name} holds ${element.scrollHeight} px in a height of ${element.clientHeight}`);
      }
    }
    return findings;
  }, SLACK);
}

/**
 * Fields that cannot show what they say: a list whose chosen line is wider than the list, a field lower than its
 * letters. What is typed into a field may be longer than the field; it can be scrolled.
 */
function cutInFields(page) {
  return page.evaluate((slack) => {
    const brush = document.createElement("canvas").getContext("2d");
    const pixels = (value) => Number.parseFloat(value) || 0;
    const findings = [];
    for (const field of document.querySelectorAll("select, input:not([type=checkbox], [type=radio], [type=file], [type=hidden])")) {
      if (!field.checkVisibility()) continue;
      const style = getComputedStyle(field);
      const name = `${field.tagName.toLowerCase()}[name=${field.name}]`;
      const inner = field.clientHeight - pixels(style.paddingTop) - pixels(style.paddingBottom);
      if (inner + slack < pixels(style.fontSize)) findings.push(`${name} leaves ${inner} px for letters of ${style.fontSize}`);
      const text = field.tagName === "SELECT" ? field.selectedOptions[0]?.text.trim() : "";
      if (!text) continue;
      // The font as one word is empty as soon as its numbers are tabular.
      brush.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      brush.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
      brush.wordSpacing = style.wordSpacing;
      const room = field.clientWidth - pixels(style.paddingLeft) - pixels(style.paddingRight);
      const needed = brush.measureText(text).width;
      if (needed > room + slack) findings.push(`${name} shows "${text}" of ${Math.round(needed)} px in ${Math.round(room)}`);
    }
    return findings;
  }, SLACK);
}

/** Lines of text that lie over each other. */
function overlap(page) {
  return page.evaluate(() => {
    /** The middle of a line's height: the outermost parts of tight lines may meet without harm. */
    const MIDDLE = 0.5;
    const lifted = new Map();
    /** What follows the window lies over the page by its nature; what is transparent is only shown when pointed at. */
    const aside = (element) => {
      if (!element || element === document.body) return false;
      if (!lifted.has(element)) {
        const { position, opacity, clipPath } = getComputedStyle(element);
        lifted.set(element, ["fixed", "sticky"].includes(position) || opacity === "0" || clipPath !== "none" || aside(element.parentElement));
      }
      return lifted.get(element);
    };
    const lines = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
      const { parentElement: parent, data } = texts.currentNode;
      if (!data.trim() || !parent.checkVisibility({ visibilityProperty: true }) || aside(parent)) continue;
      range.selectNodeContents(texts.currentNode);
      for (const { left, right, top, height } of range.getClientRects()) {
        if (right - left < 2) continue;
        const shrink = (height * (1 - MIDDLE)) / 2;
        lines.push({ left, right, top: top + shrink, bottom: top + height - shrink, text: data.trim().slice(0, 30) });
      }
    }
    lines.sort((one, other) => one.top - other.top);
    const findings = new Set();
    lines.forEach((line, at) => {
      for (let next = at + 1; next < lines.length && lines[next].top < line.bottom; next += 1) {
        const other = lines[next];
        if (Math.min(line.right, other.right) - Math.max(line.left, other.left) > 2) findings.add(`"${line.text}" and "${other.text}" lie over each other`);
      }
    });
    return [...findings];
  });
}

/** The spacing everybody must be able to ask for (WCAG 1.4.12). */
const SPACING = `
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
  p { margin-block-end: 2em !important; }
`;

/** Spaces the page's text out, until the next page: a sheet made by script is let through by the page's own policy. */
export function spaceOut(page) {
  return page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, SPACING);
}

/** What stays in the window while the page scrolls may take half of it at most, or there is no page left to read. */
export function pinned(page) {
  return page.evaluate(() => {
    const root = document.scrollingElement;
    scrollTo(0, (root.scrollHeight - innerHeight) / 2);
    const stays = (element) => ["fixed", "sticky"].includes(getComputedStyle(element).position) && element.checkVisibility();
    const findings = [];
    let taken = 0;
    for (const element of [...document.body.querySelectorAll("*")].filter(stays)) {
      const { top, bottom, width } = element.getBoundingClientRect();
      // A column beside the text takes no line of it.
      if (width < innerWidth / 2) continue;
      taken += Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
      const name = `${element.tagName.toLowerCase()}.${element.className}`;
      if (taken > innerHeight / 2) findings.push(`${name}: what stays takes ${Math.round(taken)} px of ${innerHeight}`);
    }
    scrollTo(0, 0);
    return findings;
  });
}

/**
 * Gives the focus to everything that can have it, one after the other, and returns what then lies outside the window or
 * under something else. Cheaper than a walk with Tab, so that it can be done on every page in a small window.
 */
export function hiddenFocus(page) {
  return page.evaluate(() => {
    const findings = [];
    const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    for (const element of document.body.querySelectorAll(stops)) {
      if (element.disabled || !element.checkVisibility({ visibilityProperty: true })) continue;
      element.focus({ focusVisible: true });
      // One of several radio buttons, or what a closed dialog holds.
      if (document.activeElement !== element) continue;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
      // A field may be higher than the window: its visible part counts, and of it the uppermost lines.
      const from = Math.max(top, 0);
      const y = from + Math.min(Math.min(bottom, innerHeight) - from, 40) / 2;
      const middle = document.elementFromPoint(x, y);
      const seen = middle && (element.contains(middle) || middle.contains(element) || element.labels?.[0]?.contains(middle));
      if (!seen) findings.push(`focus is hidden on ${element.tagName.toLowerCase()} "${(element.ariaLabel ?? element.textContent).trim().slice(0, 40)}"`);
    }
    document.activeElement.blur();
    scrollTo(0, 0);
    return findings;
  });
}
