// The pages of Lykta, as data: who looks at what, and how one gets there.
//
// Addresses hold ids that differ between data directories, so none is written here. A page is found as a person finds
// it: by following links from Min dag, the group, or a child's page (`from`, then one `shape` of address after the
// other), by whoever may (`found`, else the one who looks). Where several children have such a page, `child` says whose:
// the lists one follows are not in the same order every day. `work` goes on from there in the window, for pages that
// only come as an answer; `leads` says that it only follows links, so that the page has an address of its own. `walk`
// says that the page is walked through by keyboard.

import { Web } from "./web.mjs";

const ID = "[0-9a-f]{8}-[0-9a-f-]{27}";
const shape = (path) => new RegExp(`^${path.replaceAll("ID", ID)}$`);

/** Addresses by what stands there. */
const CHILD = shape("/akt/ID");
const NOTE = shape("/akt/ID/anteckning");
const TIMELINE = shape("/akt/ID/tidslinje");
const PROTECTION = shape("/akt/ID/arende/ID/skydd");
const PRELIMINARY = shape("/akt/ID/arende/ID/forhandsbedomning");
const DECISION = shape("/akt/ID/arende/ID/beslut");
const PROPOSAL = shape("/akt/ID/forslag/ID");
const DECIDED = shape("/akt/ID/beslut/ID");
const CONSENT = shape("/akt/ID/arende/ID/samtycke");
const NOTICES = shape("/akt/ID/arende/ID/underratta");
const LETTER = shape("/akt/ID/arende/ID/brev/ID");
const SHARING = shape("/akt/ID/arende/ID/kommunicering");
const TELLING = shape("/akt/ID/beslut/ID/underrattelse");
const PLAN = shape("/akt/ID/arende/ID/plan");
const WRITING = shape("/akt/ID/arende/ID/utredning");
const FEEDBACK = shape("/akt/ID/arende/ID/aterkoppling");
const TAG = shape("/akt/ID/arende/ID/markning");
const MEETING = shape("/akt/ID/mote/ID");
const PERSON = shape("/akt/ID/personer/ID");
const SERVICE = shape("/akt/ID/arende/ID/insats");
const ASSIGNMENT = shape("/akt/ID/arende/ID/uppdrag(\\?nytt=ja)?");
const SERVICE_PLAN = shape("/akt/ID/arende/ID/genomforandeplan");
const SENDING = shape("/akt/ID/arende/ID/skicka/(uppdrag|genomforandeplan)");
const SENDING_PLAN = shape("/akt/ID/arende/ID/skicka/genomforandeplan");
const MESSAGE = shape("/meddelanden/ID");
const LEDGER = shape("/akt/ID/utlamnat");
const REQUEST = shape("/akt/ID/utlamnande/ID");
const FOLLOW_UP = shape("/akt/ID/arende/ID/uppfoljning");

/** What another system has sent: it breaks off, and is set aside. The stories of the demo have no such message. */
export const BROKEN = '{ "format": "lykta.report.v1",\n  "report": { "concern": "Pojken är ute ensam sent på kvällarna."';

/** What is typed where a form is refused; it must still stand there afterwards. */
export const TYPED = "Texten ska stå kvar när sidan kommer tillbaka.";

/** What is done to a program before a page is there: done to each program once, however often the page is asked for. */
function once(work) {
  const done = new Map();
  return (url) => done.get(url) ?? done.set(url, work(url)).get(url);
}

const sendMain = async (page) => {
  const answered = page.waitForEvent("load");
  await page.evaluate("void document.querySelector('form[data-main]').requestSubmit()");
  await answered;
};

const refusedReport = async (page) => {
  await page.fill("[name=concern]", TYPED);
  await page.fill("[name=child-1-number]", "201213140000");
  // The arrival is folded to one line until somebody changes it.
  await page.locator("details:has([name=arrived])").evaluateAll((all) => all.forEach((one) => (one.open = true)));
  await page.fill("[name=arrived]", "2099-01-01");
  await sendMain(page);
};

const searchFor = (words) => async (page) => {
  // On paper the field itself is not shown.
  await page.locator("main form input[type=search], main form input[type=text]").first().evaluate((field, typed) => { field.value = typed; }, words);
  await sendMain(page);
};

const checkPage = async (page) => {
  await page.check("[name=outcome][value=D02]");
  await page.fill("[name=motive]", "Uppgifterna behöver utredas för att barnets behov ska bli kända.");
  await sendMain(page);
};

/** The investigation that is being written, from its row among what is at hand. */
const writeOn = async (page) => {
  await Promise.all([page.waitForEvent("load"), page.getByRole("link", { name: "Fortsätt skriva utredningen" }).first().click()]);
};

const checkWriting = async (page) => {
  await writeOn(page);
  await page.fill("[name=analysis-analysis]", "Barnet behöver lugn och ro och vuxna som finns kvar.");
  await sendMain(page);
};

/** Moa of reception breaks the glass over a child of Ulla's. The stories of the demo have no broken glass. */
const breakGlass = once(async (url) => {
  const moa = await Web.as(url, "moa");
  const form = (await moa.page(await leadsOn(await Web.as(url, "ulla"), moa, "/", CHILD, "/nod"))).main();
  await moa.done(form.fill({ reason: "danger", words: "Polisen har barnet hos sig och frågar vart det ska." }));
});

/**
 * Four ask for what stands in a child's file: one waits, one is given a copy, one is refused, and what one is to be given waits for a second
 * person. The board's order wants one, so Frida, who leads the unit, sends what Ulla has tested.
 */
const discloses = once(async (url) => {
  const [ulla, frida] = [await Web.as(url, "ulla"), await Web.as(url, "frida")];
  const file = (await ulla.page("/")).link(CHILD);
  const asked = async () => ulla.done((await ulla.page(`${file}/utlamnande/ny`)).main().fill({ route: "official_document", text: "Allt som står." }));
  const tests = async (request) => {
    const form = (await ulla.page(request)).main();
    const shown = form.names().find((name) => name.startsWith("how-"));
    await ulla.done(form.fill({ [shown]: "show", way: "letter", motive: "Prövat uppgift för uppgift." }));
  };
  const sends = async (request) => frida.done((await frida.page(request)).main().fill({ deed: "confirm" }));
  await asked();
  const given = await asked();
  await tests(given);
  await sends(given);
  const refused = await asked();
  await ulla.done((await ulla.page(`${refused}/avslag`)).main().fill({ reasons: "26:1", motive: "Det står inte klart att ingen lider men." }));
  await sends(refused);
  await tests(await asked());
});

/** A child's page has clocks that lead to follow-ups too: this one is the next step of its matter. */
const followUpAfterwards = async (page) => {
  const on = async (selector) => page.goto(await page.locator(selector).first().getAttribute("href"));
  await on("a[href^='/akt/']:has-text('Ines')");
  await on(".next-step a[href$='/uppfoljning']");
};

/**
 * Identity numbers that stand among other children's people, the youngest first: some of them are the numbers of
 * children one may write about.
 */
const othersNumbers = (page) =>
  page.evaluate(async () => {
    const numbers = (text) => text.match(/\b(?:19|20)\d{6}-\d{4}\b/g) ?? [];
    const text = async (path) => (await fetch(path)).text();
    const children = [...(await text("/")).matchAll(/href="(\/akt\/[0-9a-f-]{36})"/g)].map(([, href]) => href);
    const all = await Promise.all([...new Set(children)].map(async (child) => numbers(await text(`${child}/personer`))));
    return [...new Set(all.flat())].sort().reverse();
  });

/** Sends a number after the other until one is taken, that is, until the page no longer asks for it. */
async function untilTaken(page, send) {
  for (const number of await othersNumbers(page)) {
    await page.fill("[name=number]", number);
    await send();
    if ((await page.locator("input[type=text][name=number]").count()) === 0) return;
  }
  throw new Error("no number leads on");
}

const moveTo = (page) => untilTaken(page, () => sendMain(page));

/** The child's number turns out to be another child's, and then the child turns out to be another. */
const anotherChild = async (page) => {
  const people = await page.locator("main a[href*='/personer/']").evaluateAll((all) => all.map((one) => one.href));
  for (const href of people) {
    await page.goto(href);
    // How somebody stands to the child is not asked about the child.
    if ((await page.locator("[name=relation]").count()) === 0) break;
  }
  await untilTaken(page, async () => {
    await page.fill("[name=motive]", "Skolan förväxlade två elever.");
    // On paper no button is shown.
    const press = (deed) =>
      Promise.all([page.waitForEvent("load"), page.locator(`button[value=${deed}]`).evaluate((button) => void setTimeout(() => button.form.requestSubmit(button)))]);
    await press("correct");
    if ((await page.locator("button[value=move]").count()) > 0) await press("move");
  });
};

export const PAGES = [
  { name: "logga-in", login: null, from: "/logga-in" },
  { name: "koppla", login: null, from: "/koppla" },
  { name: "konton", login: "enar", from: "/konton" },
  { name: "driften", login: null, from: "/driften" },
  { name: "myndighet", login: "ulla", from: "/myndighet" },
  { name: "styrk", login: "ulla", from: "/logga-in/styrk" },
  { name: "galleri", login: null, from: "/galleri" },
  { name: "min-dag-mottagning", login: "mia", from: "/", walk: "everywhere" },
  { name: "min-dag-utredning", login: "ulla", from: "/", walk: true },
  { name: "min-dag-forste", login: "frida", from: "/" },
  { name: "min-dag-utskott", login: "utskottet", from: "/" },
  { name: "gruppen-forste", login: "frida", from: "/gruppen", walk: true },
  { name: "gruppen-enhetschef", login: "enar", from: "/gruppen" },
  { name: "gruppen-far-inte", login: "ulla", from: "/gruppen", status: 403 },
  { name: "anmalan", login: "mia", from: "/anmalan", walk: true },
  { name: "anmalan-avvisad", login: "mia", from: "/anmalan", work: refusedReport, status: 422, typed: true },
  { name: "anmalan-far-inte", login: "olga", from: "/anmalan" },
  { name: "barnet", login: "ulla", child: "Maja", from: "/", follow: [CHILD], walk: "everywhere" },
  { name: "tidslinje", login: "ulla", child: "Maja", from: "/", follow: [CHILD, TIMELINE], walk: true },
  { name: "tidslinje-barnets-rost", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/tidslinje\\?visa=voice")] },
  { name: "anteckning", login: "ulla", from: "/", follow: [CHILD, NOTE], walk: true },
  { name: "tillagg", login: "ulla", from: "/", follow: [CHILD, TIMELINE, shape("/akt/ID/post/\\d+/tillagg")] },
  { name: "bestridande", login: "ulla", from: "/", follow: [CHILD, TIMELINE, shape("/akt/ID/post/\\d+/bestridande")] },
  { name: "flytta-granska", login: "ulla", from: "/", follow: [CHILD, TIMELINE, shape("/akt/ID/post/\\d+/flytta")], work: moveTo },
  { name: "annat-barn-granska", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/personer")], work: anotherChild },
  { name: "hor-inte-hit", login: "mia", child: "Ture", from: "/", follow: [PROTECTION, CHILD, shape("/akt/ID/arende/ID/hor-inte-hit")] },
  { name: "kommunicering", login: "ulla", child: "Signe", from: "/", follow: [CHILD, SHARING], walk: true },
  { name: "kommunicering-lamna", login: "ulla", child: "Aino", from: "/", follow: [CHILD, SHARING], walk: true },
  { name: "kommunicering-kopia", login: "ulla", from: "/", follow: [CHILD, SHARING, shape("/akt/ID/arende/ID/kommunicering/\\d+")], letter: true },
  { name: "underrattelse", login: "ulla", from: "/", follow: [CHILD, TELLING], walk: true },
  { name: "underrattelse-som-den-skickades", login: "ulla", from: "/", follow: [CHILD, TELLING, shape("/akt/ID/beslut/ID/underrattelse/\\d+")], letter: true },
  { name: "brev-i-klarsprak", login: "ulla", from: "/", follow: [CHILD, TELLING, shape("/akt/ID/beslut/ID/underrattelse/\\d+/brev")], letter: true },
  { name: "skal", login: "oskar", found: "ulla", from: "/", follow: [CHILD], then: "/skal" },
  { name: "nodoppna", login: "mia", found: "ulla", from: "/", follow: [CHILD], then: "/nod" },
  { name: "loggkontroll", login: "frida", from: "/loggkontroll" },
  { name: "loggkontroll-manad", login: "enar", from: "/loggkontroll", follow: [shape("/loggkontroll/ID/\\d{4}-\\d{2}")], unsteady: true },
  { name: "utkast", login: "ulla", from: "/", follow: [shape("/utkast/ID")] },
  { name: "flytta", login: "ulla", from: "/", follow: [CHILD, TIMELINE, shape("/akt/ID/post/\\d+/flytta")] },
  { name: "skyddsbedomning", login: "mia", child: "Lina", from: "/", follow: [PROTECTION], walk: true },
  { name: "forhandsbedomning", login: "mia", child: "Ivana", from: "/", follow: [CHILD, PRELIMINARY], walk: true },
  { name: "beslut", login: "mia", child: "Wilma", from: "/", follow: [DECISION], walk: "everywhere" },
  { name: "beslut-kontroll", login: "mia", child: "Algot", from: "/", follow: [DECISION], work: checkPage },
  { name: "samtycke", login: "umar", child: "Noel", from: "/", follow: [CHILD, CONSENT], walk: true },
  { name: "beslut-utredning", login: "umar", child: "Melker", from: "/", follow: [CHILD, CONSENT, DECISION], walk: true },
  { name: "beslutet", login: "ulla", from: "/", follow: [CHILD, TIMELINE, DECIDED], letter: true },
  { name: "beslut-andra", login: "ulla", from: "/", follow: [CHILD, TIMELINE, DECIDED, shape("/akt/ID/beslut/ID/andra")] },
  { name: "markning", login: "mia", child: "Ivana", from: "/", follow: [CHILD, TAG] },
  { name: "forslag", login: "frida", child: "Wilma", from: "/", follow: [PROPOSAL], walk: true },
  { name: "underratta", login: "ulla", from: "/", follow: [CHILD, NOTICES], walk: true },
  { name: "brev", login: "ulla", from: "/", follow: [CHILD, NOTICES, LETTER], letter: true },
  { name: "plan", login: "ulla", from: "/", follow: [CHILD, PLAN], walk: true },
  { name: "utredning", login: "ulla", from: "/", work: writeOn, leads: true, walk: "everywhere" },
  { name: "utredning-granska", login: "ulla", from: "/", work: checkWriting, shows: "/akt/{file}/arende/{matter}/utredning/granska" },
  { name: "utredning-utan-plan", login: "ulla", child: "Aino", from: "/", follow: [WRITING] },
  { name: "utredning-undertecknad", login: "ulla", from: "/", follow: [CHILD, TIMELINE, shape("/akt/ID/arende/ID/utredning/\\d+")], letter: true },
  { name: "aterkoppling", login: "frida", child: "Melvin", from: "/gruppen", follow: [FEEDBACK], walk: true },
  { name: "personer", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/personer")], walk: true },
  { name: "person", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/personer"), PERSON] },
  { name: "dokument", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/dokument/ny")] },
  { name: "mote-boka", login: "ulla", child: "Maja", from: "/", follow: [CHILD, shape("/akt/ID/mote")], walk: true },
  { name: "mote", login: "ulla", child: "Elias", from: "/", follow: [CHILD, MEETING] },
  { name: "beslut-registrera", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/beslut/nytt")], walk: true },
  { name: "handelse", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/handelse")] },
  { name: "lasare", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/lasare")] },
  { name: "lasare-kopia", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/lasare"), shape("/akt/ID/lasare/kopia/ID")], letter: true, unsteady: true },
  { name: "utlamnat", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/utlamnat")] },
  { name: "utlamnande-ny", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/utlamnat"), shape("/akt/ID/utlamnande/ny")], walk: true },
  { name: "utlamnat-ny", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/utlamnat"), shape("/akt/ID/utlamnat/ny")] },
  { name: "samtycken", login: "ulla", from: "/", follow: [CHILD, shape("/akt/ID/utlamnat"), shape("/akt/ID/samtycken")] },
  { name: "min-dag-utforare", login: "olga", from: "/" },
  { name: "insats", login: "olga", child: "Signe", from: "/", follow: [CHILD, SERVICE], walk: true },
  { name: "insats-ansvarig", login: "ulla", from: "/", follow: [CHILD, SERVICE] },
  { name: "uppdrag", login: "ulla", from: "/", follow: [CHILD, SERVICE, ASSIGNMENT], walk: true },
  { name: "genomforandeplan", login: "olga", from: "/", follow: [CHILD, SERVICE, SERVICE_PLAN], walk: true },
  { name: "skicka-uppdrag", login: "ulla", from: "/", follow: [CHILD, SERVICE, SENDING], walk: true },
  { name: "skicka-genomforandeplan", login: "olga", child: "Signe", from: "/", follow: [CHILD, SERVICE, SENDING_PLAN], walk: true },
  { name: "skickad-kopia", login: "olga", child: "Signe", from: "/", follow: [CHILD, SERVICE, SENDING_PLAN, shape("/akt/ID/arende/ID/skicka/genomforandeplan/\\d+")], letter: true },
  { name: "skicka-utredningsplan", login: "ulla", from: "/", follow: [CHILD, PLAN, shape("/akt/ID/arende/ID/skicka/utredningsplan")] },
  { name: "uppfoljning", login: "olga", from: "/", follow: [CHILD, SERVICE, FOLLOW_UP], walk: true },
  { name: "uppfoljning-efter-utredning", login: "ulla", from: "/", work: followUpAfterwards, leads: true },
  { name: "sok", login: "mia", from: "/sok", walk: true },
  { name: "sok-traffar", login: "mia", from: "/sok", work: searchFor("Persson") },
  { name: "sok-inga", login: "ulla", from: "/sok", work: searchFor("Ingenstans") },
  { name: "meddelanden", login: "mia", from: "/meddelanden" },
  { name: "meddelande", login: "mia", from: "/", follow: [shape("/meddelanden"), MESSAGE], walk: true },
  { name: "mer", login: "mia", from: "/mer" },
  { name: "organisation", login: "enar", from: "/organisation", walk: true },
  { name: "gallring", login: "frida", from: "/mer", follow: [/^\/gallring$/] },
  { name: "gallring-plan", login: "frida", from: "/gallring", follow: [/^\/gallring\/plan$/] },
  { name: "kopplingar", login: "frida", from: "/kopplingar", walk: true },
  { name: "sammantrade", login: "utskottet", from: "/sammantrade" },
  { name: "delegerade-beslut", login: "enar", from: "/delegerade-beslut?fran=2025-01-01&till=2025-01-31" },
  { name: "delegationsordning", login: "ulla", from: "/delegationsordning" },
  { name: "delegationsordning-utkast", login: "enar", from: "/delegationsordning", follow: [shape("/delegationsordning/utkast")] },
  { name: "finns-inte", login: "ulla", from: "/akt/00000000-0000-7000-8000-000000000000", status: 404 },
  // Near the end: what has been asked for stands on the child's page from then on.
  { name: "utlamnande", login: "ulla", before: discloses, from: "/", follow: [CHILD, LEDGER, REQUEST], walk: true },
  { name: "utlamnanden", login: "frida", before: discloses, from: "/mer", follow: [shape("/utlamnanden")] },
  { name: "utlamnande-andra", login: "frida", before: discloses, from: "/utlamnanden", follow: [REQUEST] },
  { name: "utlamnande-kopia", login: "ulla", before: discloses, from: "/", follow: [CHILD, LEDGER, shape("/akt/ID/utlamnande/ID/kopia")], letter: true },
  { name: "utlamnande-avslag", login: "ulla", before: discloses, from: "/", follow: [CHILD, LEDGER, REQUEST, shape("/akt/ID/utlamnande/ID/avslag")] },
  { name: "utlamnande-beslut", login: "ulla", before: discloses, from: "/", follow: [CHILD, LEDGER, shape("/akt/ID/utlamnande/ID/beslut")], letter: true },
  // Last: a broken glass stands on its leader's Min dag and under Vem har läst from then on.
  { name: "nodoppning", login: "frida", before: breakGlass, from: "/", follow: [shape("/nodoppning/ID")], unsteady: true },
];

/** Follows links from page to page until the last shape is met; tries every link of a shape before giving up. */
async function follow(web, path, [next, ...rest], child) {
  if (!next && !child) return path;
  const answer = await web.get(path);
  if (answer.status !== 200) return null;
  // Whose page it is stands in its head, and in that of the pages behind it.
  const wanted = answer.text.includes(`Barnet: ${child}`) ? undefined : child;
  if (!next) return wanted ? null : path;
  for (const link of new Set(answer.links().filter((href) => next.test(href)))) {
    const found = await follow(web, link, rest, wanted);
    if (found) return found;
  }
  return null;
}

/** The address of a page in this data directory. */
export async function addressOf(url, { name, login, found = login, before, child, from, follow: shapes = [], then }) {
  if (before) await before(url);
  if (shapes.length === 0) return from;
  const web = await Web.as(url, found);
  const address = then ? await leadsOn(web, await Web.as(url, login), from, shapes[0], then) : await follow(web, from, shapes, child);
  if (!address) throw new Error(`${name}: no way from ${from} through ${shapes.join(" ")}`);
  return address;
}

/** The first page one person finds that leads another on to a page of their own. */
async function leadsOn(finder, looker, from, found, then) {
  for (const link of new Set((await finder.page(from)).links().filter((href) => found.test(href)))) {
    if ((await looker.get(link + then)).status === 200) return link + then;
  }
  return null;
}

/** Logs in through the login page. */
export async function logIn(page, login) {
  await page.goto("/logga-in");
  await page.locator(`button[name=login][value=${login}]`).click();
  await page.waitForURL((url) => url.pathname === "/");
}

/** Opens a page at its address and checks the answer's status; goes on to where the page comes as an answer. */
export async function visit(page, entry, address) {
  const expected = entry.work ? 200 : (entry.status ?? 200);
  const answer = await page.goto(address);
  if (answer.status() !== expected) throw new Error(`${entry.name} answered ${answer.status()}, not ${expected}`);
  if (entry.work) await entry.work(page);
}
