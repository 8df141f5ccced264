// Every address that shows a page is among the pages that are looked at: a page added tomorrow is missed here at once.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PAGES } from "../pages.mjs";
import { test } from "../runner.mjs";

const sources = join(dirname(fileURLToPath(import.meta.url)), "../../../crates/web/src");
const AN_ID = "00000000-0000-7000-8000-000000000000";

/** Show nothing of their own: a document as it came, to be saved; an address that goes on to the decision, to a provider or from it. */
const NO_PAGES = ["/logga-in/hos/{provider}", "/logga-in/svar", "/akt/{file}/dokument/{document}", "/akt/{file}/arende/{matter}/underrattelse", "/meddelanden/{message}/text"];

/** The addresses that answer a GET, as the pages name them. */
function addresses() {
  const files = readdirSync(sources, { recursive: true }).filter((name) => name.endsWith(".rs") && !/tests|scene|testing|routes\.rs/.test(name));
  const texts = files.map((name) => readFileSync(join(sources, name), "utf8").split("#[cfg(test)]")[0]);
  const routes = texts.flatMap((text) => [...text.matchAll(/\.(?:form|page)\(\s*"(\/[^"]*)"/g)].map(([, path]) => path));
  return routes.filter((path) => !NO_PAGES.includes(path));
}

/** An address with ids in the place of names. */
const filled = (path) => path.replace("{seq}", "7").replace("{month}", "2026-11").replace("{what}", "genomforandeplan").replaceAll(/\{[a-z]+\}/g, AN_ID);

const looksAt = (entry, path) => {
  // Where the page is reached in the window, the entry says what it shows.
  if (entry.shows) return filled(entry.shows) === path;
  const last = entry.follow?.at(-1);
  if (!last) return entry.from.split("?")[0] === path;
  return entry.then ? path.endsWith(entry.then) && last.test(path.slice(0, -entry.then.length)) : last.test(path);
};

test("every page that can be asked for is looked at", () => {
  const all = addresses();
  assert.ok(all.length > 25, `found only ${all.length} addresses`);
  const missed = all.filter((path) => !PAGES.some((entry) => looksAt(entry, filled(path))));
  assert.deepEqual(missed, []);
});
