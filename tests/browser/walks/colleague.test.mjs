// A curious colleague: one from another unit, who finds nothing at all; one from the same unit, who is asked why; and one in reception, who
// breaks the glass. What they read is told, reviewed, signed, and told the child.

import assert from "node:assert/strict";
import { around } from "../scene.mjs";
import { Web } from "../web.mjs";
import { note, readersLetter } from "./counter.mjs";
import { SIGBRITT, VILGOT, fileOf, investigated } from "./people.mjs";
import { walk } from "./seat.mjs";

const PLANTED = { names: ["Vilgot", "Brovik", "Sigbritt"], secret: ["Tranbärsmossen"], reasons: ["vaktmästaren", "polispatrullen"] };

const SECRET = "Jag brukar gömma mig vid Tranbärsmossen.";
const WHY = "Läraren ringer, och vaktmästaren har sett pojken på taket.";
const GLASS = "Den polispatrullen vi ringde har pojken hos sig och frågar vart han ska.";

/** Everything but the tag that is new on each page: two answers that are alike are alike to the letter. */
const alike = (markup) => markup.replace(/<time[^>]*>.*?<\/time>/g, "");

async function scene(house) {
  const here = await investigated(house.url, VILGOT, { concern: "Han är ute om kvällarna." });
  await around(await Web.as(house.url, "ulla"), fileOf(here), SIGBRITT, { relation: "Mamma", custody: "Ensam vårdnad" });
  await note(await house.sit("ulla"), VILGOT.given, { words: SECRET, kept: true });
  return fileOf(here);
}

/** From another unit there is no list, no hit and no address. A file that is not his is answered as one that is nowhere. */
async function elsewhere(house, file) {
  const umar = await house.sit("umar");
  await umar.lacks(...PLANTED.names);
  for (const words of ["Vilgot Brovik", VILGOT.identity]) {
    await umar.search(words);
    await umar.shows("Ingen träff", "Inget bland de akter du arbetar med. Mottagningen kan svara på om ett barn är känt.");
  }
  await umar.rail("Gruppen");
  await umar.shows("Gruppens sida är för den som leder den", "Inre sekretess: den som inte behöver uppgifterna i arbetet har inte tillgång till dem.");
  const nowhere = "/akt/00000000-0000-7000-8000-000000000000";
  for (const page of ["", "/tidslinje", "/lasare", "/utlamnat", "/skal", "/nod", "/personer"]) {
    assert.equal(await umar.go(`${nowhere}${page}`), 404);
    const nothing = alike(await umar.page.content());
    assert.equal(await umar.go(`${file}${page}`), 404, page);
    assert.equal(alike(await umar.page.content()), nothing, `${page} tells that the file is there`);
    await umar.shows("Sidan finns inte", "Antingen finns den inte, eller så är den inte till för dig.");
  }
  umar.neverSaw(...PLANTED.names, ...PLANTED.secret, VILGOT.identity);
}

/** In the same unit he is told that the child is known, and says why before he reads. */
async function sameUnit(house, file) {
  const oskar = await house.sit("oskar");
  await oskar.lacks(...PLANTED.names);
  await oskar.search(VILGOT.identity);
  await oskar.shows("Känd hos Utredningsgrupp 1. Kontakta Ulla Ekdahl, 08-465 004 11.");
  await oskar.follow("Läs med angivet skäl");
  await oskar.shows("Akten finns i din enhet, men du har ingen del i den.", "Skälet står under Vem har läst. Du kan sedan läsa, men inte skriva, i en timme.");
  oskar.neverSaw(...PLANTED.secret);
  await oskar.press("Ange skäl och läs");
  await oskar.shows("Välj varför du behöver läsa akten.", "Beskriv med några ord vad du ska göra.");
  await oskar.mark("reason", "Barnet eller familjen har hört av sig");
  await oskar.write("words", WHY);
  await oskar.press("Ange skäl och läs");
  await oskar.shows(VILGOT.given, "Du läser med ett angivet skäl och kan inte skriva");
  await oskar.lacks(`${file}/anteckning`, `${file}/utlamnat`);
  await oskar.act("Tidslinje");
  await oskar.shows(SECRET);
  assert.equal(await oskar.go(`${file}/anteckning`), 404, "reads, and does not write");
}

/** Reception breaks the glass: told whom to ring first, asked why, and reminded above every page. */
async function reception(house, file) {
  const moa = await house.sit("moa");
  assert.equal(await moa.go(file), 404);
  await moa.search(VILGOT.identity);
  await moa.shows("Känd hos Utredningsgrupp 1. Kontakta Ulla Ekdahl");
  await moa.follow("Nödöppna");
  await moa.shows("Kontakta i första hand den som har den.", "Den som leder enheten får veta det genast och granskar läsningen.", "kan läsas av barnet");
  await moa.press("Nödöppna och läs");
  await moa.shows("Välj varför du behöver läsa akten.", "Beskriv med några ord vad som har hänt");
  moa.neverSaw(...PLANTED.secret);
  await moa.mark("reason", "Polis, sjukvård eller domstol behöver ett besked nu");
  await moa.write("words", GLASS);
  await moa.press("Nödöppna och läs");
  for (const page of ["Tidslinje", "Vem har läst"]) {
    await moa.shows(/Nödöppnad akt\. Du kan läsa till \d\d[.:]\d\d\. Läsningen granskas och står under Vem har läst\./);
    await moa.act(page);
    await moa.go(file);
  }
  await moa.shows("Nödöppnad akt: du läser och kan inte skriva");
  await moa.lacks(`${file}/anteckning`);
  assert.equal(await moa.go(`${file}/anteckning`), 404);
  await moa.rail("Min dag");
  await moa.lacks("Granska nödöppningen");
  return moa;
}

/** Somebody else is told at once, and closes it with what she found. Nobody reviews their own. */
async function reviewed(house, moa) {
  const frida = await house.sit("frida");
  await frida.follow("Granska nödöppningen");
  await frida.shows("Moa Yıldız", GLASS, "Polis, sjukvård eller domstol", "Tidslinjen", "Vem har läst", "Det du skriver står under Vem har läst och kan läsas av barnet.");
  const review = new URL(frida.page.url()).pathname;
  assert.equal(await moa.go(review), 404);
  await frida.press("Avsluta granskningen");
  await frida.shows("Välj vad du kom fram till.", "Beskriv med några ord vad du har kontrollerat.");
  await frida.mark("reason", "Läsningen behövdes inte, men gjordes i god tro");
  await frida.write("words", "Jag har talat med Moa och med Ulla.");
  await frida.press("Avsluta granskningen");
  await frida.lacks("Granska nödöppningen");
  return frida;
}

/** Whoever works with the child sees who, why and what was found; the child is told unit, role, day and why. */
async function told(house) {
  const ulla = await house.sit("ulla");
  await ulla.child(VILGOT.given);
  await ulla.act("Vem har läst");
  await ulla.shows("Oskar Blom", WHY, "Moa Yıldız", GLASS, "Granskad av Frida Månsson", "Läsningen behövdes inte, men gjordes i god tro: Jag har talat med Moa och med Ulla.");
  for (const name of ["Vilgot", "Sigbritt"]) {
    const letter = await readersLetter(ulla, VILGOT.given, name);
    letter.has("Mottagningsgruppen", "Nödöppning", "Utredningsgrupp 1", "Kollega med angivet skäl", "Tidslinjen");
    letter.lacks("Moa", "Oskar", "Frida", ...PLANTED.reasons);
  }
}

/** At the desk of the log check the month is looked through when it is over, each reading by itself, and signed. */
async function signed(house, frida) {
  await frida.rail("Mer");
  await frida.follow("Kontrollera hur enhetens medarbetare har läst");
  await frida.shows("Pågår", "Det mesta förklarar sig självt");
  await (await Web.as(house.url, "enar")).post("/ovning/dag", [["days", "31"]]);
  for (const [unit, reader, why, words] of [
    ["Utredningsgrupp 1", "Oskar Blom", "Angivet skäl", WHY],
    ["Mottagningsgruppen", "Moa Yıldız", "Nödöppning", GLASS],
  ]) {
    await frida.rail("Mer");
    await frida.follow("Kontrollera hur enhetens medarbetare har läst");
    const months = frida.page.locator("section").filter({ hasText: unit }).getByRole("listitem").filter({ hasText: "Väntar på kontroll" });
    await frida.follow(/./, months.last());
    let found = false;
    for (let month = 0; !found; month += 1) {
      found = (await frida.text()).includes(words);
      if (found) break;
      await frida.follow("Till alla månader");
      assert.ok(month < (await months.count()), `${unit} has no month with "${words}"`);
      await frida.follow(/./, months.nth(month));
    }
    await frida.shows(reader, why, words);
    await frida.press("Underteckna kontrollen");
    await frida.shows("Skriv kort vad du har kontrollerat.");
    for (const row of await frida.page.locator("section.reader").all()) await row.locator("input[type=radio]").first().check();
    await frida.write("words", "Gått igenom med gruppen.");
    await frida.press("Underteckna kontrollen");
    await frida.shows("Undertecknad av Frida Månsson");
  }
}

walk("a curious colleague finds nothing, or says why; what was read is reviewed, and told the child", PLANTED, async (house) => {
  const file = await scene(house);
  await elsewhere(house, file);
  await sameUnit(house, file);
  const moa = await reception(house, file);
  const frida = await reviewed(house, moa);
  await told(house);
  await signed(house, frida);
});
