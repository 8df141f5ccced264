// What a worker does at the counter for somebody who asks: writes down what they ask for, tests it item by item, gives the copy out, and
// who has read. Each is carried out in the pages, from the child's page and back.

import assert from "node:assert/strict";

/** An item as it is tested: its row, found by words of what it says. */
export function item(seat, words) {
  return seat.page.locator(".item").filter({ hasText: words }).first();
}

/** What is chosen for an item: `show`, `mask` or `keep`, and why it should perhaps not be given. */
export async function suggested(seat, words) {
  const row = item(seat, words);
  assert.equal(await row.count(), 1, `nothing to test says "${words}"`);
  const how = await row.locator("select[name^=how-]").inputValue();
  const why = await row.locator("> .hint").allTextContents();
  return { how, why: why.join(" ") };
}

/** Chooses for an item. */
export async function decide(seat, words, how, { hide, despite } = {}) {
  const row = item(seat, words);
  await row.locator("select[name^=how-]").selectOption(how);
  for (const [name, text] of [["hide-", hide], ["despite-", despite]]) {
    if (text === undefined) continue;
    const area = row.locator(`textarea[name^=${name}]`);
    const fold = area.locator("xpath=ancestor::details[not(@open)]");
    if ((await fold.count()) > 0) await fold.locator("> summary").click();
    await area.fill(text);
  }
}

/** Somebody asks by one of the four ways. Ends where it is tested, or where it was refused. */
export async function ask(seat, child, { route, person, matter, text }) {
  await seat.child(child);
  await seat.act("Utlämnat");
  await seat.follow("Ny begäran");
  await seat.pick("route", route);
  await seat.write("text", text);
  if (person) await seat.choose("person", person);
  if (matter) await seat.choose("matter", matter);
  await seat.press("Registrera begäran");
}

/** Gives out what has been chosen, and comes back with the copy. `second` leads the unit; a party never waits for her. */
export async function give(seat, child, motive, second) {
  await seat.choose("way", "Brev");
  await seat.write("motive", motive);
  if (second) return throughSecond(seat, child, second, "Lämna ut");
  await seat.press("Lämna ut");
  return seat.letter();
}

/** Whoever has tested it sends nothing alone: somebody else sees just that, and sends it. */
export async function throughSecond(seat, child, second, deed) {
  await seat.shows("När du är klar ser någon annan det först (delegationsordningen, punkt 5.5).");
  await seat.press("Klar för andra person");
  await seat.shows("väntar på en andra person", "kräver att någon annan ser det innan det går i väg", "Det kan göras av", "Frida Månsson");
  assert.equal(await seat.page.getByRole("button", { name: deed }).count(), 0, "nobody is their own second person");
  await second.rail("Gruppen");
  const row = second.page.getByRole("listitem").filter({ hasText: child });
  await second.follow(/./, row.locator("a[href*='/utlamnande/']").first().locator(".."));
  await second.shows("Prövat av", "Delegationsordningen, punkt 5.5");
  await second.press(deed);
  return second.letter();
}

/** The authority refuses what a request asks for and was not given; the decision, as it is sent. */
export async function refuse(seat, child, { grounds, motive }, second) {
  await seat.follow("Avslå begäran");
  await seat.shows("Ett avslag är ett skriftligt beslut");
  for (const ground of grounds) await seat.pick("reasons", ground);
  await seat.write("motive", motive);
  return throughSecond(seat, child, second, "Fatta beslutet");
}

/** Who has read, as a letter to the child or a guardian. */
export async function readersLetter(seat, child, to) {
  await seat.child(child);
  await seat.act("Vem har läst");
  await seat.follow(to, seat.page.locator("p").filter({ hasText: "Utskrift utan namn" }));
  return seat.letter();
}

/** A note with what each has said. `kept`: the child does not want its words to reach the guardians. */
export async function note(seat, child, { text, said = [], words, kept = false, matter }) {
  await seat.child(child);
  await seat.act("Skriv anteckning");
  if (matter) await seat.choose("matter", matter);
  if (text) await seat.write("text", text);
  if (words) await seat.write("child-words", words);
  if (kept) await seat.pick("keep", "child-words");
  for (const [at, [by, told]] of said.entries()) {
    await seat.write(`words-${at + 1}`, told);
    await seat.write(`by-${at + 1}`, by);
  }
  await seat.press("Skriv under");
  await seat.shows("Tidslinje");
}
