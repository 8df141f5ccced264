// A register in earnest, made step by step as docs/operations/serving.md tells, for the tests that need one.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Idp, LOA3, freePort, settingsFile } from "./idp.mjs";
import { Lykta, program } from "./launch.mjs";

/** Invented: the personal number is a test number, the organisation's nobody's. */
const GRETA = { sub: "198112189876@2120000142", acr: LOA3 };

const ORGANISATION = `
municipality = "Exempelkommunen"
board = "Socialnämnden i Exempelkommunen"
[[units]]
name = "Mottagningen"
kind = "reception"
[[members]]
login = "greta"
name = "Greta Exempel"
title = "Enhetschef"
level = "unit_head"
unit = "Mottagningen"
manages = ["Mottagningen"]
reception = true
`;

/** An installation. `scheme` and `doors` say how browsers come in, `passkeys` whether keys take the place of the provider. */
export async function installed(work, { scheme = "http", doors = () => [], passkeys = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "lykta-serve-"));
  const at = (name) => join(folder, name);
  const port = await freePort();
  const address = `${scheme}://localhost:${port}`;
  const idp = await new Idp(GRETA).start(`${address}/logga-in/svar`);
  const login = settingsFile(folder, address, passkeys ? [] : [{ code: "kommunen", issuer: idp.issuer, secret: idp.secret }]);
  if (passkeys) appendFileSync(login, "[passkeys]\nlevel = 3\n");
  writeFileSync(at("phrase"), "fyra-ord-som-ingen-gissar\n", { mode: 0o600 });
  const key = ["--key", at("key"), "--key-passphrase-file", at("phrase")];
  const lykta = new Lykta({ command: [program(), "serve", "--login", login, ...key, ...doors(at)] });
  lykta.port = port;
  const run = (...what) => spawnSync(program(), what, { env: lykta.env, encoding: "utf8" });
  const said = (...what) => {
    const done = run(...what);
    assert.equal(done.status, 0, `${what.join(" ")}: ${done.stderr}`);
    return done.stdout.trim();
  };
  const record = ["--data", lykta.data, ...key];
  try {
    said("key", "make", ...key);
    writeFileSync(at("organisation.toml"), ORGANISATION);
    said("organisation", "import", at("organisation.toml"), ...record);
    writeFileSync(at("order.csv"), "punkt;beslut;lägst;villkor\n1.1;D03;enhetschef;\n");
    said("delegation", "import", at("order.csv"), "--adopted", "2026-01-20", "--valid-from", "2026-02-01", ...record);
    return await work({ lykta, address, port, idp, at, said, run, record });
  } finally {
    await lykta.remove();
    await idp.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
