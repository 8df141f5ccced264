// What has come of a script: the entries of a child's timeline and the values of its goals, as lines that are the same on every day
// and for everybody who carried the script through, however they work.

import assert from "node:assert/strict";
import { childOf } from "./scene.mjs";
import { plain } from "./web.mjs";

/** Law and delegation have tests of their own, and change on their own days. */
const OF_THE_LAW = ["Lagrum", "Delegation"];

const MONTHS = "jan(?:uari)?|feb(?:ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const DAY = new RegExp(`(?:\\b(?:mån|tis|ons|tors?|fre|lör|sön)\\w* )?\\b\\d{1,2} (?:${MONTHS})\\b(?: \\d{4})?`, "g");
const MATTER = /\b\d{4}-\d+\b/g;

/** Text without markup, and without what differs from one day and data directory to the next. */
const lasting = (markup) => plain(markup).replace(/\s+/g, " ").trim().replace(DAY, "<day>").replace(MATTER, "<number>");

const all = (text, shape) => [...text.matchAll(shape)].map(([, found]) => found);

/** One line for an entry: its title, what it establishes, and how much text stands in it. */
function line(entry) {
  const title = lasting(entry.match(/<(?:summary|h3)>([\s\S]*?)<\/(?:summary|h3)>/)[1]);
  const facts = [...entry.matchAll(/<dt>([\s\S]*?)<\/dt><dd>([\s\S]*?)<\/dd>/g)].map(([, name, value]) => [lasting(name), lasting(value)]);
  const kept = facts.filter(([name]) => !OF_THE_LAW.includes(name)).map((fact) => fact.join(": "));
  const texts = all(entry, /<(?:p|blockquote) class="text[^"]*">([\s\S]*?)<\/(?:p|blockquote)>/g).map(lasting);
  const length = texts.reduce((sum, text) => sum + [...text].length, 0);
  return [title, ...kept, ...(length > 0 ? [`${length} characters`] : [])].join(" · ");
}

/** The entries of a child's timeline, as the page shows them. */
export async function entries(web, { identity }) {
  const { text } = await web.page(`${await childOf(web, identity)}/tidslinje`);
  return text.split(/<li class="entry /).slice(1).map(line);
}

/** The goals of a service, each with what the follow-up found: from which value to which. `address` is the service's page. */
export async function goals(web, address) {
  const { text } = await web.page(address);
  return all(text, /<article class="goal"[^>]*>([\s\S]*?)<\/article>/g).map((goal) => {
    const [words] = all(goal, /class="text[^"]*">([\s\S]*?)<\//g);
    return [words, ...all(goal, /<strong>([\s\S]*?)<\/strong>/g)].map(lasting).join(" · ");
  });
}

/** What is quoted in an investigation that is being written: the section, and whose words. `address` is the writing page. */
export async function quoted(web, address) {
  const { text } = await web.page(address);
  const sections = [...text.matchAll(/<fieldset class="ds-fieldset section[^>]*>\s*<legend>([\s\S]*?)<\/legend>([\s\S]*?)<\/fieldset>/g)];
  const lists = (markup) => all(markup, /<ul class="mentions quoted"[^>]*>([\s\S]*?)<\/ul>/g);
  const ticked = (list) => all(list, /<input[^>]* checked>([\s\S]*?)<\/label>/g).map(lasting);
  return sections.flatMap(([, name, markup]) => lists(markup).flatMap(ticked).map((words) => `${lasting(name)} · ${words}`));
}

/** Everything the story says must have come of it. */
export function expectSame(found, expected) {
  assert.deepEqual(found, expected);
  assert.ok(Object.values(found).every((lines) => lines.length > 0), "an outcome without lines says nothing");
}
