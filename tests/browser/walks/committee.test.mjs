// A member of the committee. What was sent to it is its agenda; the papers are those of that matter and of no other in the same file. It
// decides with a paragraph and dissent, and the list of what officials have decided names nobody.

import assert from "node:assert/strict";
import { decide, register, assess } from "../scene.mjs";
import { Web } from "../web.mjs";
import { adopts, proposes } from "./board.mjs";
import { note } from "./counter.mjs";
import { MANFRED, TINDRA, fileOf, reported } from "./people.mjs";
import { walk } from "./seat.mjs";

const PLANTED = { before: ["skridskobanan"], beside: ["logopeden"], other: ["glasverandan", "Tindra", "Kvarnsten"] };

const CONCERN = "Han har inte varit i skolan på två veckor.";
const MOTIVE = "Skolan och familjen har en plan som fungerar.";

/** Manfred has been reported before, which led to nothing; now he is again. Tindra is another child in the same unit. */
async function files({ url }) {
  const [mia, frida] = [await Web.as(url, "mia"), await Web.as(url, "frida")];
  const arrived = new Date(Date.now() - 150 * 86_400_000).toISOString().slice(0, 10);
  const more = { arrived, "arrived-time": "09:10" };
  const before = await register(mia, { children: [MANFRED], concern: "Han bråkade på skridskobanan.", more });
  await assess(mia, before, "Skolan har talat med honom.");
  await decide(frida, before.replace(/skydd.*/, "beslut"), "D03", "Det var en gång.");
  const manfred = fileOf(await reported(url, MANFRED, { concern: CONCERN, main: /Ulla Ekdahl/ }));
  const tindra = fileOf(await reported(url, TINDRA, { concern: "Hon är ensam på glasverandan.", main: /Ulla Ekdahl/ }));
  return { manfred, tindra };
}

/** The board keeps the decision not to open for its committee, and Ulla sends it there. */
async function sent(house) {
  await adopts(await house.sit("enar"), (seat) => seat.choose("lowest-D03", "utskottet"));
  const ulla = await house.sit("ulla");
  await note(ulla, MANFRED.given, { text: "Mamman ringde om tiden hos logopeden.", matter: "Inget ärende, bara akten" });
  await proposes(ulla, MANFRED, {
    motive: MOTIVE,
    told: ["Beslutas av utskottet.", "Delegationsordningen, punkt 1.2"],
    to: "Sociala utskottet",
  });
  return ulla;
}

async function before(member, { manfred, tindra }) {
  for (const file of [manfred, tindra]) assert.equal(await member.go(file), 404);
  await member.search(MANFRED.identity);
  await member.shows("Ingen träff", "Inget bland de akter du arbetar med");
  await member.rail("Mer");
  await member.follow("Sammanträde");
  await member.shows("Dagordningen görs av de förslag som väntar på nämnden eller utskottet.", "Inget förslag väntar.");
}

/** The papers of the matter, and where they end. */
async function papers(member, { manfred, tindra }) {
  await member.rail("Mer");
  await member.follow("Sammanträde");
  await member.shows("Inte inleda utredning (D03)", "Manfred Löparö", "av Ulla Ekdahl");
  await member.follow("Inte inleda utredning (D03)");
  await member.shows(MOTIVE, "Föredraget av Ulla Ekdahl", "Paragraf i protokollet", "Reservationer");
  const paper = new URL(member.page.url()).pathname;
  await member.follow("Manfred");
  await member.lacks(`${manfred}/anteckning`, `${manfred}/utlamnat`, `${manfred}/lasare`, `${manfred}/personer`);
  await member.act("Tidslinje");
  await member.shows(CONCERN, "Skyddsbedömning");
  for (const page of ["/lasare", "/utlamnat", "/utlamnande/ny", "/samtycken", "/anteckning"]) {
    assert.ok([403, 404].includes(await member.go(manfred + page)), page);
  }
  assert.equal(await member.go(tindra), 404);
  member.neverSaw(...Object.values(PLANTED).flat());
  return paper;
}

async function decides(member, paper) {
  await member.go(paper);
  await member.press("Fatta beslutet");
  await member.shows("Skriv paragrafens nummer i protokollet.");
  await member.write("paragraph", "§ 87");
  await member.write("dissent", "Gun-Britt Vallmo");
  await member.press("Fatta beslutet");
  await member.shows("Beslutet är fattat");
}

/** It stands in the minutes and in the file; the papers are the committee's no more. */
async function afterwards(member, ulla, { manfred }) {
  assert.equal(await member.go(manfred), 404);
  await member.rail("Mer");
  await member.follow("Sammanträde");
  await member.shows("Inget förslag väntar.", "§ 87", "Inte inleda utredning (D03)", "Reservation: Gun-Britt Vallmo");
  await member.lacks("Manfred", "Löparö");
  await member.follow("Delegerade beslut");
  await member.shows("Utan namn: ärendets nummer, slag av beslut och dag.", "Inte inleda utredning (D03)", "punkt 1.2");
  await member.lacks("Manfred", "Löparö", "Frida Månsson", "§ 87");
  assert.equal(await member.go(`${manfred}/tidslinje`), 404);
  member.neverSaw(...Object.values(PLANTED).flat());
  assert.equal(await ulla.go(`${manfred}/tidslinje`), 200);
  await ulla.shows("Beslut: Inte inleda utredning", "87", "Gun-Britt Vallmo", MOTIVE);
}

walk("a member of the committee sees the papers of its matter, decides, and is back outside", PLANTED, async (house) => {
  const all = await files(house);
  const member = await house.sit("utskottet");
  await before(member, all);
  const ulla = await sent(house);
  const paper = await papers(member, all);
  await decides(member, paper);
  await afterwards(member, ulla, all);
});
