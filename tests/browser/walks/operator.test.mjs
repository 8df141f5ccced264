// An operator: who looks after the machine, the copies and the log. The page that tells everybody what they can see is held here to what they
// do see, on the command line, in what the program writes about itself, and in every file that lies on the disk.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { program } from "../launch.mjs";
import { around } from "../scene.mjs";
import { Web } from "../web.mjs";
import { note } from "./counter.mjs";
import { GOTE, NEIGHBOUR, RONJA, fileOf, investigated } from "./people.mjs";
import { walk } from "./seat.mjs";

const PLANTED = {
  names: ["Ronja", "Stubbmyr", "Göte"],
  numbers: [RONJA, GOTE].flatMap(({ identity }) => [identity, identity.slice(2), `${identity.slice(0, 8)}-${identity.slice(8)}`]),
  told: ["Solhyddan", "linneförrådet", NEIGHBOUR["reporter-name"], NEIGHBOUR["reporter-contact"], GOTE.phone],
};
const SECRETS = Object.values(PLANTED).flat();

/** What is promised, before anybody has logged in. */
async function promised(house) {
  const anybody = await house.outside();
  await anybody.go("/logga-in");
  await anybody.follow("Vad driften kan och inte kan se");
  await anybody.shows(
    "Den som sköter databasen eller en säkerhetskopia",
    "vad någon heter, personnummer, adress eller telefon, ett ord av det som står i akten",
    "Den som läser programmets driftlogg",
    "namn, nummer eller något som står i en akt. Det skrivs aldrig i driftloggen.",
    "Den som sköter personalens konton",
    "Den som har nyckelfilen",
    "Kan de ändra något?",
    "Be din handläggare om listan ”Vem har läst”.",
  );
  anybody.neverSaw(...SECRETS);
}

/** A day's work, with the log as talkative as it can be, and what goes wrong in it. */
async function aDay(house) {
  house.lykta.env.LYKTA_LOG = "trace";
  await house.lykta.restart();
  const here = await investigated(house.url, RONJA, { concern: "Han står i linneförrådet och gråter.", report: NEIGHBOUR });
  await around(await Web.as(house.url, "ulla"), fileOf(here), GOTE, { relation: "Pappa", custody: "Ensam vårdnad" });
  const ulla = await house.sit("ulla");
  await note(ulla, RONJA.given, { text: "De bor på Solhyddan.", words: "Jag heter Ronja Stubbmyr." });
  await ulla.found(RONJA);
  await ulla.go(`/akt/${RONJA.identity}`);
  await ulla.search("Ronja Stubbmyr");
  const broken = await Web.as(house.url, "ulla");
  await broken.post(`/akt/Ronja Stubbmyr/anteckning?q=${RONJA.identity}`, [["text", "De bor på Solhyddan."]]);
  await broken.post("/sok", "q=%ff%fe Ronja Stubbmyr");
  house.lykta.receive('{ "format": "lykta.report.v1",\n  "report": { "concern": "Ronja Stubbmyr bor på Solhyddan."');
}

/** What an operator runs, and what it says of how things are. */
function asked({ lykta }, told, ...what) {
  const done = spawnSync(program(), [...what, "--data", lykta.data], { env: lykta.env, encoding: "utf8" });
  const said = `${done.stdout}${done.stderr}`;
  assert.equal(done.status, 0, `${what.join(" ")}: ${said}`);
  for (const words of told) assert.match(said, words, what.join(" "));
  for (const words of SECRETS) assert.ok(!said.toLowerCase().includes(words.toLowerCase()), `${what.join(" ")} tells "${words}"`);
}

/** While it runs, and when it has been stopped. */
async function commandLine(house) {
  const folder = mkdtempSync(join(tmpdir(), "lykta-operator-"));
  const at = (name) => join(folder, name);
  try {
    asked(house, [/authority=1 ok height=\d+/], "verify");
    asked(house, [/^$|done=/], "jobs");
    asked(house, [/to be used once/], "account", "open", "--user", "ulla");
    asked(house, [/ulla opened=/, /logins=none/], "account", "list");
    asked(house, [/authority=1 checkpoint=\d+/, /key lykta\/1/], "checkpoint");
    asked(house, [/authority=1 checkpoint=/], "witness", "--output", at("witness"));
    asked(house, [/authority=1 exported after=0 height=\d+/], "export", "--output", at("export"));
    if (house.lykta.folders().length === 1) asked(house, [/backed-up height=\d+/, /keyring backed-up/], "backup", "--to", at("backup"), "--keyring-to", at("keys"));
    await house.lykta.stop();
    asked(house, [/Utredningsgrupp 1/, /ulla: Ulla Ekdahl/], "organisation", "show");
    asked(house, [/D03/], "delegation", "show");
    asked(house, [/\S/], "retention", "plan", "--all", "--user", "enar");
    inFiles(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies, exports and witnesses lie with others: nothing of it can be read in them. */
function inFiles(folder) {
  const inside = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.ok(inside.length >= 2, "nothing was written");
  for (const file of inside) {
    const path = join(file.parentPath ?? file.path, file.name);
    const bytes = existsSync(path) ? readFileSync(path) : "";
    for (const words of SECRETS) assert.ok(!bytes.includes(words) && !path.includes(words), `${file.name} holds "${words}"`);
  }
}

walk("an operator sees that it works and how much there is, and nobody's name or number", PLANTED, async (house) => {
  await promised(house);
  await aDay(house);
  await commandLine(house);
  assert.ok(house.log().length > 1000, "the log was talkative");
  assert.deepEqual(house.lykta.holds(SECRETS), []);
});
