// Two parents in conflict. Tyra is nine; Annelie has left Börje and is hidden from him, and a neighbour has reported. They have custody
// together, so both may ask for all that is about Tyra, and neither may learn by it what protects somebody else.

import assert from "node:assert/strict";
import { around } from "../scene.mjs";
import { Web } from "../web.mjs";
import { ask, decide, give, item, note, readersLetter, refuse, suggested } from "./counter.mjs";
import { ANNELIE, BORJE, NEIGHBOUR, TYRA, fileOf, investigated } from "./people.mjs";
import { walk } from "./seat.mjs";

/** What must reach nobody but whom it is about: words that stand nowhere else. */
const PLANTED = {
  reporter: [NEIGHBOUR["reporter-name"], NEIGHBOUR["reporter-contact"], "andra våningen", "sovrumsväggen"],
  hers: ["sömntabletter", "klinikvistelsen"],
  his: ["spelskulder"],
  childs: ["klädkammaren"],
  where: ["Kvarnholmen", "Idrottsgränd"],
  asked: ["lägenheten i Vasslunda"],
};

const CONCERN = "Jag hör genom sovrumsväggen hur han skriker och hur flickan gråter.";
const OPEN = "Tyra går i årskurs tre. Hon kommer i tid och har matsäck med sig.";
const LIVES = "Annelie bor sedan i fredags på Idrottsgränd hos sin syster.";
const SLEEPS = "Tyra sover sedan i fredags på Kvarnholmen.";
const HERS = "Börje gav Tyra mina sömntabletter en kväll i våras. Han får inte veta att jag berättar.";
const OF_HERSELF = "Jag, Annelie, har inte berättat för någon om klinikvistelsen.";
const HIS = "Jag har spelskulder som jag inte vill att Annelie får veta om.";
const CHILDS = "Jag gömmer mig i klädkammaren när han ringer.";

/** What each of the parents is given of what the other is not, and what neither is. */
const NOT_TO_BORJE = [PLANTED.reporter, PLANTED.hers, PLANTED.childs, PLANTED.where].flat();
const NOT_TO_ANNELIE = [PLANTED.reporter, PLANTED.his, PLANTED.childs, PLANTED.asked].flat();

async function family({ url }) {
  const here = await investigated(url, TYRA, { concern: CONCERN, report: NEIGHBOUR });
  const ulla = await Web.as(url, "ulla");
  await around(ulla, fileOf(here), ANNELIE, { relation: "Mamma", custody: "Gemensam vårdnad", protection: "Sekretessmarkering" });
  await around(ulla, fileOf(here), BORJE, { relation: "Pappa", custody: "Gemensam vårdnad", lives: "Nej" });
}

/** Each tells what the other is not to know; the timeline reminds of it where it stands. */
async function told(ulla) {
  await note(ulla, TYRA.given, { text: OPEN });
  await note(ulla, TYRA.given, { text: LIVES, said: [["Annelie", HERS]] });
  await note(ulla, TYRA.given, { text: SLEEPS, said: [["Annelie", OF_HERSELF], ["Börje", HIS]], words: CHILDS, kept: true });
  await ulla.shows("Ska inte visas för vårdnadshavarna (12 kap. 3 §");
}

/** Börje asks for all that stands about his child. */
async function toBorje(ulla, frida) {
  await ask(ulla, TYRA.given, { route: "own_data", person: "Börje Sundvall", text: "Allt ni har, så att jag får veta om lägenheten i Vasslunda." });
  await ulla.shows("Den som begär får det som rör barnet. Håll inne det som skyddar någon annan", "12 kap. 1 och 3 §§ OSL");
  for (const [words, how, ground] of [
    [CONCERN, "keep", "26 kap. 5 §"],
    [HERS, "keep", "26 kap. 1 §"],
    [OF_HERSELF, "keep", "26 kap. 1 §"],
    [CHILDS, "keep", "12 kap. 3 §"],
    [LIVES, "keep", "26 kap. 1 §"],
    [OPEN, "show", ""],
    [HIS, "show", ""],
  ]) {
    const got = await suggested(ulla, words);
    assert.equal(got.how, how, `${words} ${got.why}`);
    assert.ok(got.why.includes(ground), `${words} ${got.why}`);
  }
  // That the child sleeps somewhere nobody can know to be a secret but the one who tests it.
  await decide(ulla, SLEEPS, "mask", { hide: "Kvarnholmen" });
  await ulla.press("Visa kopian först");
  await ulla.page.locator("details.preview > summary").click();
  await ulla.shows("Tyra sover sedan i fredags på █████.");
  const copy = await give(ulla, TYRA.given, "Prövat uppgift för uppgift. Det som hålls inne skyddar barnet, den andra föräldern och den som har anmält.", frida);
  copy.has("Du har bett att få läsa det som står om Tyra", "Börje Sundvall", OPEN, HIS, "på █████.", "Skyddsbedömning", "är i skolan i dag");
  copy.has("Några uppgifter är utelämnade eller maskade", "26 kap. 1 §", "12 kap. 3 §", "26 kap. 5 §");
  copy.has("Du kan begära ett skriftligt beslut om det som inte är med. Beslutet går att överklaga.");
  copy.lacks(...NOT_TO_BORJE);
}

/** He asks for a decision about what he was not given. The order leaves that to the unit head. */
async function refusedToBorje(house, frida) {
  const enar = await house.sit("enar");
  await enar.found(TYRA);
  await enar.act("Utlämnat");
  await enar.follow(/visade/);
  await enar.follow("Till begäran");
  const motive = "Det som inte lämnas ut skyddar barnet och andra. Vad det är kan inte sägas utan att det röjs.";
  const decision = await refuse(enar, TYRA.given, { grounds: ["26:1", "26:5", "12:3"], motive }, frida);
  decision.has("Nämnden lämnar inte ut en del av det som begärdes", motive, "26 kap. 1 §", "26 kap. 5 §", "12 kap. 3 §");
  decision.has("Hur du överklagar", "kammarrätten", "tre veckor", "Börje Sundvall");
  decision.lacks(...NOT_TO_BORJE, "Annelie");
}

/** He asks which data are processed about him: the same is kept, and more is told. */
async function registerToBorje(ulla, frida) {
  await ask(ulla, TYRA.given, { route: "data_subject", person: "Börje Sundvall", text: "Ett registerutdrag." });
  await decide(ulla, SLEEPS, "keep");
  const copy = await give(ulla, TYRA.given, "Prövat uppgift för uppgift.", frida);
  copy.has("Ändamål", "Mottagare", "Integritetsskyddsmyndigheten", HIS);
  copy.lacks(...NOT_TO_BORJE);
}

/** Annelie asks as a party. Her address stands nowhere, not even on the letter to herself. */
async function toAnnelie(ulla) {
  await ask(ulla, TYRA.given, { route: "party_insight", person: "Annelie Ekeby", matter: "Ärende", text: "Allt i utredningen." });
  await ulla.shows("Parten har rätt till allt i ärendet", "10 § FL; 10 kap. 3 § OSL");
  assert.equal((await suggested(ulla, HIS)).how, "keep");
  assert.equal((await suggested(ulla, CHILDS)).how, "keep");
  assert.equal(await item(ulla, "Vasslunda").count(), 0, "what the other asked is no part of the matter");
  const copy = await give(ulla, TYRA.given, "Prövat uppgift för uppgift. Det som hålls inne skyddar barnet och andra.");
  copy.has("Du är part i ärendet", OPEN, LIVES, SLEEPS, HERS, OF_HERSELF, "26 kap. 1 §", "12 kap. 3 §");
  copy.has("Vi berättar gärna på annat sätt vad det handlar om");
  copy.lacks(...NOT_TO_ANNELIE);
  await ulla.shows("skyddade");
}

/** Tyra is nine, and no party: why not, and what she can ask for instead, is told where it was chosen. */
async function notYetAParty(ulla) {
  await ask(ulla, TYRA.given, { route: "party_insight", person: "Tyra Ekeby", matter: "Ärende", text: "Jag vill läsa." });
  await ulla.shows("Ett barn är part från 15 år", "kan begära det som står om barnet");
}

/** Who has read: unit, role, day and why, and no name of anybody. */
async function readers(ulla) {
  for (const [name, own] of [["Börje", NOT_TO_BORJE], ["Annelie", NOT_TO_ANNELIE]]) {
    const letter = await readersLetter(ulla, TYRA.given, name);
    letter.has("Vem har läst i akten", "Utredningsgrupp 1", "Handläggare", "Mottagningsgruppen", "kan ha utelämnats");
    letter.lacks(...own, "Mia Sandell", "Enar Lindroth");
  }
}

walk("two parents in conflict are each given what is theirs, and nothing of what protects the other", PLANTED, async (house) => {
  await family(house);
  const [ulla, frida] = [await house.sit("ulla"), await house.sit("frida")];
  await told(ulla);
  await toBorje(ulla, frida);
  await refusedToBorje(house, frida);
  await registerToBorje(ulla, frida);
  await toAnnelie(ulla);
  await notYetAParty(ulla);
  await readers(ulla);
  // The ledger tells what was done, and whoever has no part in it gets none of it.
  await ulla.child(TYRA.given);
  await ulla.act("Utlämnat");
  await ulla.shows("Börje Sundvall", "Annelie Ekeby", "Vårdnadshavare om det egna barnet (12 kap. 3 § OSL", "Utlämnande avslogs");
});
