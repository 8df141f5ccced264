// The two stories of Alva through the second door: a program carries them over the API, and what has come of them is what comes of them
// when people work them in the pages (opened.test.mjs, whole.test.mjs and linked.test.mjs ask for the same outcome).

import { execFileSync, spawnSync } from "node:child_process";
import assert from "node:assert/strict";
import { join } from "node:path";
import { expectOutcome } from "./alva.mjs";
import { program, withLykta } from "./launch.mjs";
import { test } from "./runner.mjs";
import { expectOutcome as expectLinked } from "./linked.mjs";
import { STORIES, knownFamily, runningInvestigation, story } from "./scene.mjs";

const { people } = story("alva");
const ROOT = join(STORIES, "..", "..");

/** A token for somebody, made beside the running program. */
function token(lykta, user) {
  const asked = ["token", "--data", lykta.data, "--user", user, "--scope", "read,write"];
  return execFileSync(program(), asked, { env: lykta.env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}

/** Runs a Python program to its end and says what it printed. */
function python(file, args, input = "") {
  const done = spawnSync("python3", ["-B", join(ROOT, file), ...args], { input, encoding: "utf8", timeout: 110_000 });
  assert.equal(done.status, 0, `${file}: ${done.error ?? done.stderr}${done.stdout}`);
  return done.stdout;
}

test("doors: a program carries the case of Alva, and leaves what the pages leave", async () =>
  withLykta(async (lykta) => {
    const family = { children: [people.alva, people.sixten], guardian: people.jenny };
    await knownFamily(lykta.url, { ...family, relation: "Mamma", custody: "Ensam vårdnad" });
    const tokens = Object.fromEntries(["mia", "frida", "ulla", "olga"].map((user) => [user, token(lykta, user)]));
    const service = python("tests/api/alva.py", [lykta.url], JSON.stringify(tokens)).trim();
    await expectOutcome(lykta.url, service);
  }));

test("doors: a program carries a report during the investigation of Alva, and leaves what the pages leave", async () =>
  withLykta(async (lykta) => {
    const { running } = story("linked");
    await knownFamily(lykta.url, { children: [people.alva], guardian: people.jenny, relation: "Mamma", custody: "Ensam vårdnad" });
    const here = await runningInvestigation(lykta.url, people.alva, { ...running, main: /Ulla Ekdahl/, second: /Oskar Blom/ });
    const tokens = Object.fromEntries(["mia", "frida", "ulla"].map((user) => [user, token(lykta, user)]));
    const writing = python("tests/api/linked.py", [lykta.url, here.split("/").at(-1)], JSON.stringify(tokens)).trim();
    await expectLinked(lykta.url, writing);
  }));

test("doors: the example client carries a report to an open investigation", async () =>
  withLykta((lykta) => {
    const printed = python("examples/report.py", [lykta.url, token(lykta, "mia")]);
    const kinds = printed.trim().split("\n").map((line) => line.split(" ").at(-1));
    assert.deepEqual(kinds, ["file_opened", "report_received", "protection_assessed", "decision_made", "investigation_opened"]);
  }));

test("doors: connections that nobody means are bounded in time and memory", async () =>
  withLykta((lykta) => {
    const printed = python("tests/api/rude.py", [lykta.url, String(lykta.child.pid)]);
    assert.match(printed, /gigabyte form \| HTTP\/1.1 413/);
    assert.match(printed, /half closed \| HTTP\/1.1 400/);
    assert.match(printed, /slow body \| HTTP\/1.1 504/);
    assert.match(printed, /slow head \| closed/);
  }));
