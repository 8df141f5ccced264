// A school. It must report, and is told that an investigation was opened or not, on request, and nothing more. What else it may know rests
// on a consent that names it, for as long as nobody has taken it back.

import assert from "node:assert/strict";
import { around, assess, decide as decides, distribute, register } from "../scene.mjs";
import { Web } from "../web.mjs";
import { ask, note, refuse } from "./counter.mjs";
import { GOTE, LUDVIG, NEIGHBOUR, RONJA, fileOf } from "./people.mjs";
import { walk } from "./seat.mjs";

/** What the school said itself it may hear again; what is found out afterwards is not for it. */
const PLANTED = { found: ["Solhyddan", "försörjningsstöd"], reporter: [NEIGHBOUR["reporter-name"], "tvättstugan"] };

const SCHOOL = "Granlundens skola";
const CONCERN = "Hon kommer i tunna skor och somnar på lektionerna.";
const FOUND = "Göte har berättat att de bor på Solhyddan och söker försörjningsstöd.";
const SAID = "Utredning har inletts.";
const KIND = "Att familjen har kontakt med socialtjänsten";

const sentence = (seat) => seat.page.locator("blockquote.say").allTextContents();

/** The school rings before anything is decided: there is nothing to say yet, and that it asks is written down. */
async function before(mia) {
  await mia.found(RONJA);
  await mia.follow("Återkoppling");
  await mia.shows("Det finns inget beslut att återkoppla än", "Maud Ekenstam");
  assert.deepEqual(await sentence(mia), []);
  await mia.press("Anmälaren ber om återkoppling");
  await mia.shows("Önskan om återkoppling är registrerad");
}

/** One sentence, word for word, and why no more. */
async function after(seat, child, words) {
  await seat.found(child);
  await seat.follow("Återkoppla till anmälaren");
  assert.deepEqual(await sentence(seat), [words]);
  await seat.shows("Säg bara det här till anmälaren", "Inget mer får sägas: varken skäl, insatser eller hur familjen har det (19 kap. 6 § SoL, 26 kap. 1 § OSL).");
  await seat.press("Registrera återkopplingen");
  await seat.shows("Återkopplingen är registrerad");
}

/** Ronja is investigated; a younger boy is not. */
async function reported(house) {
  const [mia, frida] = [await Web.as(house.url, "mia"), await Web.as(house.url, "frida")];
  const seat = await house.sit("mia");
  const assessing = await register(mia, { children: [RONJA], concern: CONCERN });
  await assess(mia, assessing, "Skolan ser henne varje dag.");
  await before(seat);
  const told = await decides(mia, assessing.replace(/skydd.*/, "beslut"), "D02", "Skolans oro behöver utredas.");
  await after(seat, RONJA, SAID);
  const other = await register(mia, { children: [LUDVIG], concern: "Han är ofta trött.", more: { "wants-feedback": "yes" } });
  await assess(mia, other, "Han är hemma med sin mamma i dag.");
  await decides(frida, other.replace(/skydd.*/, "beslut"), "D03", "Skolan och mamman har redan en plan.");
  await after(await house.sit("frida"), LUDVIG, "Utredning har inte inletts.");
  const here = told.replace(/\/underratta.*/, "");
  await distribute(frida, here, { main: /Ulla Ekdahl/ });
  await around(await Web.as(house.url, "ulla"), fileOf(here), GOTE, { relation: "Pappa", custody: "Ensam vårdnad" });
}

/** A neighbour has no duty to report: the law gives no feedback, and the page offers none. */
async function neighbour(house) {
  const mia = await Web.as(house.url, "mia");
  const assessing = await register(mia, { children: [LUDVIG], concern: "Han leker ensam i tvättstugan.", more: NEIGHBOUR });
  await assess(mia, assessing, "Han är hemma med sin mamma i dag.");
  const seat = await house.sit("mia");
  await seat.found(LUDVIG);
  await seat.lacks(`${assessing.replace(/\/skydd.*/, "")}/aterkoppling`);
}

/** Something is told the school: on what ground is chosen, and consent is one only where there is one. */
async function hands(ulla, { to = SCHOOL, kind = KIND, consent } = {}) {
  await ulla.child(RONJA.given);
  await ulla.act("Utlämnat");
  await ulla.follow("Lämna uppgifter till någon annan");
  await ulla.write("recipient", to);
  await ulla.mark("kind", kind);
  await ulla.write("text", "Att vi har kontakt med familjen.");
  await ulla.mark("reasons", "Samtycke (12 kap. 2 § och 10 kap. 1 § OSL)");
  if (consent) await ulla.choose("consent", consent);
  await ulla.choose("way", "Telefon");
}

const NO_CONSENT = "Det finns inget samtycke som gäller för den mottagaren och räcker till allt som lämnas. Fråga om samtycke först, eller välj en annan grund.";

async function withoutConsent(ulla) {
  await hands(ulla);
  await ulla.page.getByText("Det här är inte grunder").click();
  await ulla.shows("Generalklausulen (10 kap. 27 § OSL)");
  await ulla.press("Anteckna");
  await ulla.shows(NO_CONSENT);
  assert.equal(await ulla.page.locator("textarea[name=text]").inputValue(), "Att vi har kontakt med familjen.", "what was written is kept");
}

async function withConsent(ulla) {
  await ulla.child(RONJA.given);
  await ulla.act("Utlämnat");
  await ulla.shows("Inget har lämnats ut ur akten.");
  await ulla.follow("Samtycken till att dela");
  await ulla.shows("Ingen har samtyckt till att dela något.", "kan tas tillbaka när som helst");
  await ulla.mark("person", "Göte Stubbmyr");
  await ulla.write("recipient", SCHOOL);
  await ulla.write("purpose", "Stöd i skolan");
  await ulla.mark("kind", KIND);
  await ulla.write("text", "Att vi har kontakt, och inte varför");
  await ulla.press("Spara samtycket");
  await ulla.shows("Samtycket är sparat", SCHOOL, "Göte Stubbmyr", "tills det tas tillbaka");
  for (const beyond of [{ to: "Fritidsgården i Vik" }, { kind: "Hälsa" }]) {
    await hands(ulla, { ...beyond, consent: SCHOOL });
    await ulla.press("Anteckna");
    await ulla.shows(NO_CONSENT);
  }
  await hands(ulla, { consent: SCHOOL });
  await ulla.press("Anteckna");
  await ulla.shows("Antecknat.", SCHOOL, "Samtycke (12 kap. 2 § och 10 kap. 1 § OSL)", "Att vi har kontakt med familjen.");
}

async function takenBack(ulla) {
  await ulla.follow("Samtycken till att dela");
  await ulla.press("Återkalla");
  await ulla.shows("Samtycket är återkallat och gäller inte längre", "återkallat");
  await hands(ulla);
  assert.deepEqual(await ulla.offers("consent"), ["Vilar inte på samtycke"]);
  await ulla.press("Anteckna");
  await ulla.shows(NO_CONSENT);
}

/** The school asks for what stands there, as anybody may. Nothing is suggested to be given, and that there is a file is not told. */
async function document(house, ulla) {
  await ask(ulla, RONJA.given, { route: "official_document", text: "Allt ni har om Ronja Stubbmyr, säger skolan." });
  await ulla.shows("Uppgifterna lämnas ut bara om det står klart att ingen lider men");
  const chosen = await ulla.page.locator("select[name^=how-]").evaluateAll((all) => [...new Set(all.map((one) => one.value))]);
  assert.deepEqual(chosen, ["keep"]);
  await ulla.choose("way", "Brev");
  await ulla.write("motive", "Det står inte klart att ingen lider men.");
  await ulla.press("Klar för andra person");
  await ulla.shows("Inget lämnas ut. Då är det ett avslag, och det beslutas för sig.");
  const enar = await house.sit("enar");
  await enar.found(RONJA);
  await enar.act("Utlämnat");
  await enar.shows("Väntar på svar", "Allmän handling", "Den som begär");
  await enar.follow("Allmän handling");
  const decision = await refuse(enar, RONJA.given, { grounds: ["26:1"], motive: "Det står inte klart att uppgifterna, om det finns några, kan röjas utan att någon lider men." }, await house.sit("frida"));
  decision.has("Nämnden lämnar inte ut det som begärdes", "Lagrum: 26 kap. 1 § OSL", "Hur du överklagar", "kammarrätten", "tre veckor");
  decision.lacks(...PLANTED.found, "Ronja", "Stubbmyr", "Göte", "Utredningsgrupp", "Ärende", CONCERN);
}

walk("a school hears whether an investigation was opened, and the rest with consent alone", PLANTED, async (house) => {
  await reported(house);
  await neighbour(house);
  const ulla = await house.sit("ulla");
  await note(ulla, RONJA.given, { text: FOUND });
  await withoutConsent(ulla);
  await withConsent(ulla);
  await takenBack(ulla);
  await document(house, ulla);
});
