// The tree that a screen reader meets on a page, made the same every day: what kind each thing is, what it is called,
// and in which order – without what a new start of the demo changes. The trees are kept in trees/, one file for a page.

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const KEPT = join(dirname(fileURLToPath(import.meta.url)), "trees");

const WEEKDAY = "(?:mån|tis|ons|tor|fre|lör|sön)(?:s?dag(?:en)?)?";
const MONTH = "(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*";

/**
 * What differs between two starts, and what is kept in its place; taken in this order. The demo tells its story around
 * the day of its first start, so every day, distance, age and number that counts them belongs here. References to law
 * (11 kap. 1 §, 2025:400) stay, and so do the names: they are invented, and the same every time.
 */
const VARIES = [
  [/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>"],
  [/\b(?:19|20)\d{6}-?\d{4}\b/g, "<personnummer>"],
  [/\b20\d\d-\d\d-\d\d(?:T\d\d:\d\d)?\b/g, "<datum>"],
  [new RegExp(`\\b(?:${WEEKDAY} )?\\d{1,2} ${MONTH}(?: \\d{4})?(?![a-zåäö])`, "g"), "<datum>"],
  [/Version <datum>\.\d+/g, "Version <datum>.<nr>"],
  [/\b\d\d[.:]\d\d\b/g, "<tid>"],
  [/(?<!Inom )\b(?:väntat |om )?\d+ dag(?:ar)?(?: sen)?(?![\wåäö])|\bi (?:dag|går|morgon)\b|(?<=, )dag \d+/g, "<frist>"],
  [/\b\d+ (?:år|månad(?:er)?)(?![\wåäö])/g, "<ålder>"],
  [/\bK20\d\d-\d+\b/g, "<kvitto>"],
  [/\b20\d\d-\d+\b/g, "<ärende>"],
  [/\d+ sak(?:er)? behöver/g, "<antal> behöver"],
  [/\(\d+ ärenden?\)/g, "(<antal> ärenden)"],
  [/\d+ (gånge?r?)(?![\wåäö])/g, "<antal> gånger"],
  [/\d+ skyldigheter? utan/g, "<antal> skyldigheter utan"],
  [/(heading|region) "(.*) \d+"/g, '$1 "$2 <antal>"'],
  [/\/(post|kommunicering|underrattelse|utredning|skicka\/[a-z]+)\/\d+/g, "/$1/<nr>"],
  [/#p\d+/g, "#p<nr>"],
  [/\bnr \d+/g, "nr <nr>"],
  [/citera=[\d.]+/g, "citera=<nr>"],
  // A draft is put away in its own time.
  [/- status: Sparat <tid>/g, "- status"],
];

/** Those who share a moment stand in the order of their ids, which is another in every demo. */
const someOf = (...words) => [new RegExp(words.join("|"), "g"), "<någon>"];

/** What differs on one page only. */
const VARIES_ON = {
  lasare: [someOf("Frida Månsson förste socialsekreterare, Utredningsgrupp <antal>", "Jon Hästbacka socialsekreterare, socialjouren, Mottagningsgruppen")],
  "mote-boka": [someOf("Denis Aho", "Sandra Roos")],
  personer: [someOf("Denis Aho", "Sandra Roos", "Pappa", "Mamma")],
  "sok-traffar": [someOf("Tilde", "Algot")],
  // Around days of rest the acts of two matters may come together or apart: one list of them all.
  tidslinje: [[/ {2}- heading ".* <datum>.*" \[level=2\]\n {2}- list:\n/g, ""]],
};

/** Pages that list what there is to do: which rows they have, and in which order, is another every weekday. */
const LISTS_WORK = /^(min-dag|gruppen)-/;

/** The snapshot of a page without what varies. */
export function steady(page, snapshot) {
  const text = [...VARIES, ...(VARIES_ON[page] ?? [])].reduce((all, [pattern, name]) => all.replace(pattern, name), snapshot.trimEnd());
  return LISTS_WORK.test(page) ? written(parsed(text).map(withoutRows)).join("\n") : text;
}

/** Nodes with what stands under them, from the indented lines. */
function parsed(text) {
  const root = { inside: [] };
  const open = [root];
  for (const line of text.split("\n")) {
    const depth = line.search(/\S/) / 2;
    const node = { line: line.trim(), inside: [] };
    open[depth].inside.push(node);
    open.splice(depth + 1, open.length, node);
  }
  return root.inside;
}

const written = (nodes, depth = 0) => nodes.flatMap(({ line, inside }) => ["  ".repeat(depth) + line, ...written(inside, depth + 1)]);

/** The rows of a list become one row, with every kind of thing that any of them has. Menus are left as they are. */
function withoutRows(node) {
  if (/^- navigation/.test(node.line)) return node;
  if (node.line !== "- list:") return { ...node, inside: node.inside.map(withoutRows) };
  const things = node.inside.flatMap(({ inside, line }) => (inside.length > 0 ? inside : [{ line, inside: [] }]));
  // Which clock has a reason to tell, folded away in a group, is a matter of the day.
  const kinds = new Map(things.map(kindOf).filter(({ line }) => line !== "- group").map((kind) => [kind.line, kind]));
  const row = { line: "- listitem:", inside: [...kinds.values()].sort((one, other) => (one.line < other.line ? -1 : 1)) };
  return { line: node.line, inside: [row] };
}

/** What is read differs from row to row, what is done there does not. A name is a name; that there is one is kept. */
function kindOf({ line, inside }) {
  const [, kind, name] = line.match(/^- '?(\w+)( ".)?/);
  if (!["link", "text", "strong", "time", "group"].includes(kind)) return { line, inside };
  return { line: name ? `- ${kind} "…"` : `- ${kind}`, inside: [] };
}

/** Where the tree of a page is kept. */
const fileOf = (page, folder) => join(folder, `${page}.yml`);

/** What differs from the kept tree, as findings; `write` keeps this one instead. */
export function compareTree(page, snapshot, { folder = KEPT, write = process.env.TREES === "write" } = {}) {
  const seen = `${steady(page, snapshot)}\n`;
  const file = fileOf(page, folder);
  if (write) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, seen);
    return [];
  }
  if (!existsSync(file)) return [`the page has no kept tree; ${HOW}`];
  const kept = readFileSync(file, "utf8");
  return kept === seen ? [] : [`the tree is not the kept one; if it should be, ${HOW}\n${difference(kept, seen)}`];
}

const HOW = "run: TREES=write node tests/browser/runner.mjs pages";

/** Kept trees that no page has any longer. */
export function strayTrees(pages, folder = KEPT) {
  return readdirSync(folder).filter((name) => !pages.some((page) => name === `${page}.yml`));
}

/** Lines taken away and added, each with the number it has or had. */
function difference(before, after) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const common = old.map(() => new Uint16Array(now.length + 1)).concat([new Uint16Array(now.length + 1)]);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = now.length - 1; j >= 0; j -= 1) {
      common[i][j] = old[i] === now[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines = [];
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) [i, j] = [i + 1, j + 1];
    else if (j >= now.length || (i < old.length && common[i + 1][j] >= common[i][j + 1])) lines.push(`    ${i + 1} - ${old[i++]}`);
    else lines.push(`    ${j + 1} + ${now[j++]}`);
  }
  return lines.slice(0, 40).join("\n");
}
