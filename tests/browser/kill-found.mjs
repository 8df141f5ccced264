// How often an act stands in a timeline: each entry it makes the same number of times, in each file, with its words in it.

import { plain } from "./web.mjs";

/** The entries of a timeline page: `{ title, text, documents }`, where documents are the addresses of what came with it. */
export function entries(page) {
  const items = page.split(/(?=<li class="entry )/).filter((part) => part.startsWith('<li class="entry '));
  return items.map((markup) => {
    const heading = markup.match(/<h3>([\s\S]*?)<\/h3>|<summary>([\s\S]*?)<\/summary>/);
    const documents = [...markup.matchAll(/href="([^"]*\/dokument\/[^"]*)"/g)].map(([, href]) => href);
    return { title: words(heading?.[1] ?? heading?.[2] ?? ""), text: words(markup), documents };
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
  if (counts.some((other) => other.count !== count)) return [`stands in part: ${counts.map((one) => one.count).join(", ")} times`];
  return Array.from({ length: count }, () => payload);
}

function of(file, { title, holds = [] }) {
  if (title === null) return { count: file.filter((entry) => holds.every((held) => entry.text.includes(held))).length };
  const mine = file.filter((entry) => isNamed(entry, title));
  const lacking = mine.flatMap((entry) => holds.filter((held) => !entry.text.includes(held)));
  return { count: mine.length, lacks: lacking.length > 0 && `"${title}" stands without "${lacking[0]}"` };
}
