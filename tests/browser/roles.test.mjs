// Every page as everybody who works here: whoever may open it has it looked at where room is least, and whoever may not
// gets a refusal in the same calm frame. A page that is drawn as it was for somebody else is not looked at again.
//
// pages.test.mjs looks at each page as the one its entry names, in every window; here that one is where we begin.

import assert from "node:assert/strict";
import { axe, expectNone } from "./checks.mjs";
import { startBrowser } from "./chromium.mjs";
import { common } from "./common.mjs";
import { enter, logins } from "./doors.mjs";
import { fit } from "./fit.mjs";
import { Lykta } from "./launch.mjs";
import { BROKEN, PAGES, addressOf, visit } from "./pages.mjs";
import { test } from "./runner.mjs";
import { Web } from "./web.mjs";
import { Windows } from "./windows.mjs";

/** Pages with an address of their own; the others come as the answer to a form that anybody here may have sent. */
const ADDRESSED = PAGES.filter(({ name, work, shows, leads }) => [undefined, name].includes(process.env.PAGE) && (!work || leads) && !shows);

/** Who must get a page, whoever else does. Who must not is told below. */
const MUST_SEE = {
  "min-dag-mottagning": ["mia", "moa", "jon", "ulla", "oskar", "frida", "umar", "filip", "olga", "fatima", "enar", "utskottet"],
  "gruppen-forste": ["frida", "filip", "enar"],
  anmalan: ["mia", "moa", "jon"],
  meddelanden: ["mia", "moa", "jon"],
  meddelande: ["mia", "moa", "jon"],
  skyddsbedomning: ["mia", "moa", "jon"],
  nodoppna: ["mia", "jon"],
  nodoppning: ["frida"],
  loggkontroll: ["frida", "filip", "enar"],
  "loggkontroll-manad": ["frida", "enar"],
  forhandsbedomning: ["mia", "frida"],
  beslut: ["mia", "frida"],
  forslag: ["mia", "frida"],
  barnet: ["ulla", "oskar", "frida"],
  utredning: ["ulla", "frida"],
  "beslut-utredning": ["umar", "filip"],
  aterkoppling: ["moa", "frida"],
  insats: ["olga", "ulla", "frida"],
  uppdrag: ["olga", "ulla"],
  genomforandeplan: ["olga", "ulla"],
  "skicka-uppdrag": ["ulla", "frida"],
  "skicka-genomforandeplan": ["olga", "ulla"],
  "skickad-kopia": ["olga", "ulla"],
  uppfoljning: ["olga", "ulla"],
  organisation: ["mia", "jon", "oskar", "frida", "olga", "enar", "utskottet"],
  delegationsordning: ["mia", "jon", "oskar", "frida", "olga", "enar", "utskottet"],
  "delegationsordning-utkast": ["enar"],
  kopplingar: ["mia", "jon", "oskar", "frida", "olga", "enar", "utskottet"],
  sammantrade: ["enar", "utskottet"],
};

/** Who must not get a page: a group is another's, and who carries a service out reads of the service, not of why. */
const MAY_NOT = {
  "gruppen-forste": ["ulla", "olga", "utskottet"],
  barnet: ["mia", "umar", "olga", "utskottet"],
  skyddsbedomning: ["ulla", "umar", "olga"],
  samtycke: ["ulla", "olga"],
  meddelanden: ["ulla", "frida", "olga", "enar"],
  meddelande: ["ulla", "frida", "olga", "enar"],
  nodoppna: ["ulla", "oskar", "umar", "frida", "enar", "olga"],
  nodoppning: ["jon", "mia", "ulla", "filip"],
  loggkontroll: ["mia", "ulla", "olga", "utskottet"],
  "loggkontroll-manad": ["mia", "ulla", "filip", "olga"],
  kommunicering: ["olga", "umar"],
  "underrattelse-som-den-skickades": ["olga"],
  "skicka-utredningsplan": ["olga"],
  "utredning-undertecknad": ["olga"],
  insats: ["umar", "mia", "fatima"],
  "delegationsordning-utkast": ["mia", "frida", "ulla", "utskottet"],
  sammantrade: ["mia", "frida", "ulla", "olga"],
};

// One program, one browser and one session for each, until the end. `doors` holds, by address, its entries and what
// everybody got there.
let shared = null;
async function open() {
  if (shared) return shared;
  const lykta = new Lykta();
  await lykta.start();
  lykta.receive(BROKEN);
  const browser = await startBrowser();
  const windows = new Windows(browser, lykta.url);
  const people = await Promise.all((await logins(lykta.url)).map(async (login) => [login, await Web.as(lykta.url, login)]));
  const doors = new Map();
  for (const entry of ADDRESSED) {
    const address = await find(lykta, windows, entry);
    const door = doors.get(address) ?? { address, entries: [], got: new Map() };
    door.entries.push(entry);
    doors.set(address, door);
  }
  shared = { lykta, browser, windows, people, doors: [...doors.values()], frames: new Set(), refusals: new Set() };
  return shared;
}

/** Where the page is; where a window leads to it, the window knows. */
async function find(lykta, windows, entry) {
  const address = await addressOf(lykta.url, entry);
  if (!entry.work) return address;
  const page = await windows.of("narrow", entry.login);
  await visit(page, entry, address);
  return new URL(page.url()).pathname;
}

/** Everybody tries the door; `look` tells whether what they got has to be looked at here. */
async function tryDoor({ people, frames, refusals }, { address, entries, got }) {
  for (const [login, gets] of await Promise.all(people.map(async ([login, web]) => [login, await enter(web, address)]))) got.set(login, gets);
  const named = entries.map(({ login }) => login);
  for (const login of got.keys()) got.get(login).named = named.includes(login) && got.get(login).status === 200;
  const drawn = new Set([...got.values()].filter((gets) => gets.named).map(({ main }) => main));
  for (const gets of got.values()) {
    const [known, drawing] = gets.status === 200 ? [drawn, gets.main] : [refusals, `${gets.status} ${gets.main}`];
    gets.look = !gets.named && !(known.has(drawing) && frames.has(gets.around));
    known.add(drawing);
    frames.add(gets.around);
  }
}

/** Looks at a page as somebody, in light at 320 px: no rule is off, and everything fits. */
async function look({ windows }, entry, login, address, { status }) {
  const page = await windows.of("narrow", login);
  const answer = await page.goto(address);
  const found = answer.status() === status ? [] : [`the window got ${answer.status()}, not ${status}`];
  found.push(...(await common(page, entry)), ...(await fit(page)), ...(await axe(page)));
  return found.map((finding) => `${login}: ${finding}`);
}

for (const entry of ADDRESSED) {
  test(`${entry.name} as everybody`, async () => {
    const office = await open();
    const door = office.doors.find(({ entries }) => entries.includes(entry));
    // Another entry's address too: everybody has been there.
    if (door.got.size > 0) return;
    await tryDoor(office, door);
    const odd = [...door.got].filter(([, { status }]) => ![200, 403, 404].includes(status)).map(([login, { status }]) => `${login} got ${status}`);
    const looks = [...door.got].filter(([, gets]) => gets.look).map(([login, gets]) => look(office, entry, login, door.address, gets));
    expectNone(entry.name, [...odd, ...(await Promise.all(looks)).flat()]);
  });
}

/** One letter for what somebody got. */
function mark({ status, named, asked, look }) {
  const seen = named ? "N" : look ? "S" : "=";
  return status === 200 ? `${seen}${asked ? "?" : ""}` : String(status);
}

const LEGEND = "N: looked at in every window, as pages.mjs names them. S: looked at here. =: drawn as for another. ?: gave a reason first.";

/** The table of pages and people. */
function table(people, doors) {
  const wide = Math.max(...people.map(([login]) => login.length)) + 1;
  const line = (first, cells) => `        ${first.slice(0, 40).padEnd(41)}${cells.map((cell) => cell.padEnd(wide)).join("")}`;
  const rows = doors.map(({ entries, got }) => line(entries.map(({ name }) => name).join(" "), people.map(([login]) => mark(got.get(login)))));
  return [`        ${LEGEND}`, line("", people.map(([login]) => login)), ...rows].join("\n");
}

test("whoever should see a page sees it, and nobody who should not", async () => {
  const { people, doors } = await open();
  // A door nobody could try has failed above.
  const tried = doors.filter(({ got }) => got.size > 0);
  console.log(table(people, tried));
  const statusAt = (name, login) => tried.find(({ entries }) => entries.some((entry) => entry.name === name))?.got.get(login)?.status;
  const looked = ([name]) => ADDRESSED.some((entry) => entry.name === name) || process.env.PAGE === undefined;
  const wrong = (expected, right) =>
    Object.entries(expected).filter(looked).flatMap(([name, everybody]) =>
      everybody.filter((login) => !right(statusAt(name, login))).map((login) => `${login} got ${statusAt(name, login)} at ${name}`),
    );
  assert.deepEqual([...wrong(MUST_SEE, (status) => status === 200), ...wrong(MAY_NOT, (status) => [403, 404].includes(status))], []);
});

test("the program that everybody used ends calmly", async () => {
  const { lykta, browser } = await open();
  await browser.close();
  await lykta.stop();
  await lykta.remove();
});
