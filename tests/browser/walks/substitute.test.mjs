// A substitute manager. Being put in somebody's place gives their files for those days, and nobody's power; leading the unit takes a post of
// one's own. What four eyes are wanted for a substitute does not decide either, a tie shuts the file, and afterwards all of it is gone.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inPlace, NARROW } from "../chromium.mjs";
import { expectNone } from "../checks.mjs";
import { fit } from "../fit.mjs";
import { program } from "../launch.mjs";
import { passDays } from "../scene.mjs";
import { adopts, proposes, today } from "./board.mjs";
import { HEDDA, MANFRED, TINDRA, fileOf, reported } from "./people.mjs";
import { walk } from "./seat.mjs";

const PLANTED = { hedda: ["kajutan"], tindra: ["glasverandan"], manfred: ["rönnbärsdungen"] };

/** The last day of three. */
const through = (day) => new Date(Date.parse(day) + 2 * 86_400_000).toISOString().slice(0, 10);

async function files({ url }) {
  const hedda = await reported(url, HEDDA, { concern: "Hon sover i kajutan.", main: /Frida Månsson/ });
  const tindra = await reported(url, TINDRA, { concern: "Hon är ensam på glasverandan.", main: /Ulla Ekdahl/ });
  const manfred = await reported(url, MANFRED, { concern: "Han sitter i rönnbärsdungen.", main: /Ulla Ekdahl/ });
  return { hedda: fileOf(hedda), tindra: fileOf(tindra), manfred: fileOf(manfred) };
}

/** Filip leads another unit, and has no part in any of it. */
async function stranger(filip, files) {
  for (const child of [HEDDA, TINDRA]) {
    await filip.search(child.identity);
    await filip.shows("Inget bland de akter du arbetar med");
  }
  for (const file of Object.values(files)) assert.equal(await filip.go(file), 404);
  await filip.rail("Gruppen");
  await filip.lacks("Hedda", "Tindra", "Manfred");
}

/** The board wants four eyes on not opening. Frida, who leads the unit, proposes it of Hedda before she leaves. */
async function beforeLeaving(house) {
  const enar = await house.sit("enar");
  await adopts(enar, (seat) => seat.choose("four-eyes-D03", "Ja, en annan beslutar"));
  await enar.shows("Fyra ögon: den som föreslår beslutar inte själv, inte heller genom en ersättare.");
  await proposes(await house.sit("frida"), HEDDA, {
    motive: "Mamman har ordnat det som behövdes.",
    told: ["Någon annan ska se beslutet först: delegationsordningen, punkt 1.2, kräver fyra ögon."],
    to: "Enar Lindroth",
  });
  return enar;
}

async function away(enar) {
  const day = await today(enar);
  await enar.rail("Mer");
  await enar.follow("Organisation");
  await enar.shows("Den som ersätter får öppna den frånvarandes akter de dagarna", "Rätten att besluta följer inte med.");
  await enar.choose("away", "Frida Månsson");
  await enar.write("away-from", day);
  await enar.write("away-to", through(day));
  await enar.choose("substitute", "Filip Aronsson");
  await enar.press("Skriv in frånvaro");
  await enar.shows("Frånvaron är inskriven", "Filip Aronsson ersätter");
}

/** Frida's own file is his for the days, and whose it is stands beside it. What she has proposed he does not decide. */
async function inHerPlace(filip, files) {
  await filip.rail("Min dag");
  await filip.shows("för Frida Månsson, som är frånvarande");
  expectNone("a substitute's Min dag", [...(await fit(filip.page)), ...(await inPlace(filip.page, { viewport: NARROW }, () => fit(filip.page)))]);
  await filip.child(HEDDA.given);
  await filip.act("Tidslinje");
  await filip.shows("Hon sover i kajutan.");
  await filip.child(HEDDA.given);
  await filip.follow("Läs förslaget och besluta");
  await filip.shows(
    "Du kan inte fatta det här beslutet",
    "Du ersätter den som har lagt fram förslaget, och delegationsordningen, punkt 1.2, kräver fyra ögon. Någon annan beslutar.",
    "Det kan göras av Enar Lindroth",
  );
  assert.equal(await filip.page.getByRole("button", { name: "Fatta beslutet" }).count(), 0);
  // Leading her unit is not part of it.
  assert.equal(await filip.go(files.tindra), 404);
  filip.neverSaw(PLANTED.tindra[0], PLANTED.manfred[0]);
}

/** A post for the same days, taken in as posts are. */
async function aPost({ lykta }, day) {
  const folder = mkdtempSync(join(tmpdir(), "lykta-walk-"));
  const file = join(folder, "vikariat.toml");
  writeFileSync(file, `
municipality = "Lyktinge kommun"
board = "Socialnämnden i Lyktinge"
[[posts]]
login = "filip"
title = "tf förste socialsekreterare"
level = "first_social_worker"
unit = "Utredningsgrupp 1"
manages = ["Mottagningsgruppen", "Utredningsgrupp 1"]
from = "${day}"
to = "${through(day)}"
`);
  await lykta.stop();
  const taken = spawnSync(program(), ["organisation", "import", file, "--data", lykta.data], { env: lykta.env, encoding: "utf8" });
  rmSync(folder, { recursive: true, force: true });
  assert.equal(taken.status, 0, taken.stderr);
  await lykta.start();
}

/** Now he leads: he decides what the order gives his level, and is told whose the rest is. */
async function leads(house, filip, files) {
  const ulla = await house.sit("ulla");
  await proposes(ulla, TINDRA, {
    motive: "Skolan och familjen har en plan.",
    told: ["Beslutas av förste socialsekreterare.", "Delegationsordningen, punkt 1.2", "Frida Månsson är frånvarande i dag. Filip Aronsson ersätter."],
    to: "Filip Aronsson",
  });
  await filip.rail("Gruppen");
  await filip.shows("Tindra", "Manfred");
  await filip.rail("Min dag");
  const row = filip.page.getByRole("listitem").filter({ hasText: "Tindra" });
  await filip.follow(/Besluta/, row);
  await filip.shows("Inte inleda utredning", "Skolan och familjen har en plan.", "Föredraget av Ulla Ekdahl");
  await filip.press("Fatta beslutet");
  await filip.shows("Beslutet är fattat");
  // To give the preliminary assessment more time is for a higher level, and the page says so before he has written anything.
  assert.equal(await filip.go(files.manfred), 200);
  await filip.follow("Besluta om utredning");
  await filip.shows("Beslutas av enhetschef.");
}

/** Manfred is family. The file shuts at once, whatever he leads, and the page says why and whom to turn to. */
async function tied(filip, files, enar) {
  await filip.rail("Mer");
  await filip.follow("Jag har en koppling till");
  await filip.shows("Du handlägger inte din egen akt, en närståendes", "16–18 §§ förvaltningslagen");
  await filip.write("number", MANFRED.identity);
  await filip.mark("kind", "Närstående");
  await filip.press("Anmäl kopplingen");
  await filip.shows("Tack. Det du skrev är mottaget.");
  await filip.go(files.manfred);
  await filip.shows("Du ska inte handlägga den här akten", "Du har en koppling till någon i den.", "17 § förvaltningslagen");
  await filip.lacks(...PLANTED.manfred, "Manfred");
  await enar.rail("Min dag");
  await enar.follow(/Pröva en koppling/);
  await enar.shows("Filip Aronsson: Närstående", "Akten är stängd för medarbetaren.");
  await enar.press("Det är gjort");
  await enar.shows("Prövningen är inskriven");
}

/** The days are over: nothing of it is his any more, on a list or at an address. */
async function afterwards(house, filip, files) {
  await passDays(house.url, 3);
  for (const [child, file] of Object.entries(files)) assert.equal(await filip.go(file), 404, child);
  await filip.shows("Antingen finns den inte, eller så är den inte till för dig.");
  for (const place of ["Min dag", "Gruppen"]) {
    await filip.rail(place);
    await filip.lacks("Hedda", "Tindra", "Manfred", "som är frånvarande");
  }
}

walk("a substitute manager has the files for the days, decides what the order gives, and no more afterwards", PLANTED, async (house) => {
  const all = await files(house);
  const filip = await house.sit("filip");
  await stranger(filip, all);
  filip.neverSaw(...Object.values(PLANTED).flat());
  const enar = await beforeLeaving(house);
  const day = await today(enar);
  await away(enar);
  await inHerPlace(filip, all);
  await aPost(house, day);
  await leads(house, filip, all);
  await tied(filip, all, enar);
  await afterwards(house, filip, all);
});
