// What a page is drawn of, without what it says: two pages drawn alike are laid out alike, and one look is enough.

import { createHash } from "node:crypto";

const ATTRIBUTES = ["role", "class", "type", "name", "aria-current"];

/** Elements that hold nothing. */
const EMPTY = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;

const NOT_DRAWN = /<!--[\s\S]*?-->|<(script|style|head)\b[\s\S]*?<\/\1>/g;
const TAGS = /<(\/?)([a-z][\w-]*)((?:[^>"]|"[^"]*")*)>/g;

/** Ids and the numbers of rows say which thing it is, not of what kind. */
const kindOf = (value) => value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, "#");

/**
 * The drawing of some markup, as a short text to compare. Of every element counts what it is and what it stands in, but
 * not how many there are: a list of seven rows is drawn like a list of two.
 */
export function drawing(markup) {
  const open = [];
  const kinds = new Set();
  for (const [, end, tag, rest] of markup.replaceAll(NOT_DRAWN, "").matchAll(TAGS)) {
    if (end) {
      const at = open.findLastIndex((one) => one.tag === tag);
      if (at >= 0) open.length = at;
      continue;
    }
    const facts = ATTRIBUTES.map((name) => rest.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? "");
    const kind = `${open.at(-1)?.kind ?? ""}>${[tag, ...facts.map(kindOf)].join("|")}`;
    kinds.add(kind);
    if (!EMPTY.test(tag)) open.push({ tag, kind });
  }
  return createHash("sha256").update([...kinds].sort().join("\n")).digest("hex").slice(0, 12);
}

/** The drawing of a page's own part, and of what stands around it on every page. */
export function drawings(page) {
  const main = page.match(/<main\b[\s\S]*<\/main>/)?.[0] ?? "";
  return { main: drawing(main), around: drawing(page.replace(main, "")) };
}
