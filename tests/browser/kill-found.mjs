// How often an act stands in a timeline: each entry it makes the same number of times, in each file, with its words in it.

import { readFileSync } from "node:fs";
import { plain } from "./web.mjs";

/** The entries of a timeline page: `{ title, text, links }`. */
export function entries(page) {
  const items = page.split(/(?=<li class="entry )/).filter((part) => part.startsWith('<li class="entry '));
  return items.map((markup) => {
    const heading = markup.match(/<h3>([\s\S]*?)<\/h3>|<summary>([\s\S]*?)<\/summary>/);
    const links = [...markup.matchAll(/href="([^"]*)"/g)].map(([, href]) => plain(href));
    return { title: words(heading?.[1] ?? heading?.[2] ?? ""), text: words(markup), links };
  });
}

/** The words of markup, with one space between them. */
const words = (markup) => plain(markup.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();

const isNamed = (entry, title) => (title instanceof RegExp ? title.test(entry.title) : entry.title === title);

/**
 * The times an act stands in files. `files` is a list of entries per file, `traces` what the act leaves in each: `{ title,
 * holds }`, where an act without a title of its own is known by its words. Whatever is not whole is told instead of `payload`.
 */
export function timesFound(payload, files, traces) {
  const counts = files.flatMap((file) => traces.map((trace) => of(file, trace)));
  const broken = counts.map(({ lacks }) => lacks).find(Boolean);
  if (broken) return [broken];
  const [{ count }] = counts;
  const differ = counts.some((other) => other.count !== count);
  if (differ) return [`stands in part: ${counts.map((one) => one.count).join(", ")} times`];
  return Array.from({ length: count }, () => payload);
}

function of(file, { title, holds = [] }) {
  const isWhole = (entry) => holds.every((held) => entry.text.includes(held));
  if (title === null) return { count: file.filter(isWhole).length };
  const mine = file.filter((entry) => isNamed(entry, title));
  const lacking = mine.flatMap((entry) => holds.filter((held) => !entry.text.includes(held)));
  return { count: mine.length, lacks: lacking.length > 0 && `"${title}" stands without "${lacking[0]}"` };
}

/** The addresses of some shape that the entries of a file lead to. */
const linked = (file, shape) => [...new Set(file.flatMap((entry) => entry.links.filter((link) => shape.test(link))))];

/** Is the one document of each file what was sent? */
export async function holdsDocument(web, files, path) {
  const documents = files.map((file) => linked(file, /\/dokument\//));
  if (documents.some((links) => links.length !== 1)) return false;
  const texts = await Promise.all(documents.flat().map(async (link) => (await web.page(link)).text));
  const sent = new TextDecoder().decode(readFileSync(path));
  return texts.every((text) => text === sent);
}

/** The first of some words that stands in none of the letters of a shape, as they were sent. */
export async function lettersLack(web, files, shape, holds) {
  const texts = [];
  for (const link of files.flatMap((file) => linked(file, shape))) {
    const { location, text } = await web.get(link);
    texts.push(words(location ? (await web.page(location)).text : text));
  }
  return holds.find((held) => !texts.some((text) => text.includes(held)));
}
