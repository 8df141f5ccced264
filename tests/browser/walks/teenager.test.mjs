// A teenager. Isak is sixteen: a party of his own, who reads what stands about him, whose wish is heard before a guardian reads, and from
// whom little is kept but what protects somebody else.

import assert from "node:assert/strict";
import { around } from "../scene.mjs";
import { Web } from "../web.mjs";
import { ask, give, note, readersLetter, suggested, throughSecond } from "./counter.mjs";
import { ISAK, KERSTIN, NEIGHBOUR, fileOf, investigated } from "./people.mjs";
import { walk } from "./seat.mjs";

const PLANTED = {
  reporter: [NEIGHBOUR["reporter-name"], NEIGHBOUR["reporter-contact"], "cykelrummet"],
  hers: ["cellförändringar"],
  his: ["Fyrskeppet"],
};

const CONCERN = "Jag ser honom sitta i cykelrummet om nätterna.";
const OPEN = "Isak går första året på gymnasiet och spelar trummor.";
const HERS = "Jag har cellförändringar och orkar inte. Isak vet inte om det.";
const HIS = "Jag sover på Fyrskeppet ibland. Mamma får inte veta det.";
const FREELY = "Jag vill ha någon att prata med som inte är mamma.";

const NOT_TO_ISAK = [PLANTED.reporter, PLANTED.hers].flat();
const NOT_TO_KERSTIN = [PLANTED.reporter, PLANTED.his].flat();

async function told(house) {
  const here = await investigated(house.url, ISAK, { concern: CONCERN, report: NEIGHBOUR });
  await around(await Web.as(house.url, "ulla"), fileOf(here), KERSTIN, { relation: "Mamma", custody: "Ensam vårdnad" });
  const ulla = await house.sit("ulla");
  await note(ulla, ISAK.given, { text: OPEN, said: [["Kerstin", HERS]], words: HIS, kept: true });
  await note(ulla, ISAK.given, { words: FREELY });
  // What he did not ask to have kept is a child's words all the same: it is tested before a guardian reads.
  await ulla.shows("Ska inte visas för vårdnadshavarna (12 kap. 3 §");
  return ulla;
}

/** He asks for what stands about him, in words of his own, and is answered in such words. */
async function toIsak(ulla, frida) {
  await ask(ulla, ISAK.given, { route: "own_data", person: "Isak Tallmo", text: "Vad har ni skrivit om mig?" });
  assert.deepEqual(await suggested(ulla, HIS), { how: "show", why: "" });
  const hers = await suggested(ulla, HERS);
  assert.ok(hers.how !== "show" && hers.why.includes("26 kap. 1 §"), hers.why);
  const reported = await suggested(ulla, CONCERN);
  assert.ok(reported.how === "keep" && reported.why.includes("26 kap. 5 §"), reported.why);
  const copy = await give(ulla, ISAK.given, "Prövat uppgift för uppgift. Det som hålls inne skyddar andra än Isak.", frida);
  copy.has("Det som står om dig", "Hej Isak", OPEN, HIS, FREELY);
  copy.has("En del är inte med. Det är för att skydda någon", "26 kap. 1 §", "26 kap. 5 §", "Det går att klaga på beslutet, och vi hjälper dig");
  copy.lacks(...NOT_TO_ISAK, "12 kap. 3 §");
}

/** At fifteen he is a party: what has been decided is always given. */
async function asAParty(ulla) {
  await ask(ulla, ISAK.given, { route: "party_insight", person: "Isak Tallmo", matter: "Ärende", text: "Allt i utredningen." });
  const copy = await give(ulla, ISAK.given, "Prövat uppgift för uppgift.");
  copy.has("Du är part i ärendet", "Inleda utredning", "Det som har berättats behöver utredas.", HIS);
  copy.lacks(...NOT_TO_ISAK);
}

/** His mother asks for the same. */
async function toKerstin(ulla, frida) {
  await ask(ulla, ISAK.given, { route: "own_data", person: "Kerstin Tallmo", text: "Allt om min son." });
  const his = await suggested(ulla, HIS);
  assert.ok(his.how === "keep" && his.why.startsWith("Märkt som hemligt: 12 kap. 3 §"), his.why);
  assert.equal((await suggested(ulla, FREELY)).how, "keep", "a child's words are tested first");
  // Marked, it is not given without a reason of its own, and the page says so at the place.
  const row = ulla.page.locator(".item").filter({ hasText: HIS });
  await row.locator("select").selectOption("show");
  await ulla.choose("way", "Brev");
  await ulla.write("motive", "Prövat uppgift för uppgift.");
  await ulla.press("Klar för andra person");
  await ulla.shows("Kopian innehåller något som enligt akten inte får visas för den som kopian är till");
  await ulla.page.locator(".item").filter({ hasText: HIS }).locator("select").selectOption("keep");
  const copy = await throughSecond(ulla, ISAK.given, frida, "Lämna ut");
  copy.has("Du har bett att få läsa det som står om Isak", OPEN, HERS, "12 kap. 3 §");
  copy.lacks(...NOT_TO_KERSTIN, FREELY);
}

/** Who has read, to each. What the child itself asked for is one of the openings. */
async function readers(ulla) {
  for (const name of ["Isak", "Kerstin"]) {
    const letter = await readersLetter(ulla, ISAK.given, name);
    letter.has("Utredningsgrupp 1", "Handläggare", "Ett brev", "Mottagningsgruppen");
    letter.lacks("Mia Sandell", "Frida Månsson", PLANTED.his[0], PLANTED.hers[0]);
  }
  await ulla.page.goBack();
  await ulla.shows("Ulla Ekdahl", "Mia Sandell");
}

/** What he has said, by itself. */
async function voice(ulla) {
  await ulla.child(ISAK.given);
  await ulla.act("Barnets röst");
  await ulla.shows(HIS, FREELY, "Isak egna ord");
}

walk("a teenager reads what stands about him, and keeps from a guardian what he has asked to keep", PLANTED, async (house) => {
  const ulla = await told(house);
  const frida = await house.sit("frida");
  await toIsak(ulla, frida);
  await asAParty(ulla);
  await toKerstin(ulla, frida);
  await readers(ulla);
  await voice(ulla);
});
