// Logging in by a real provider of identities: what is let in, and everything that is not. Rows 36 to 41, 43 and 44 of ASVS, by name.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UnsecuredJWT } from "jose";
import { Idp, LOA2, LOA3, Walker, freePort, settingsFile } from "./idp.mjs";
import { Lykta, program } from "./launch.mjs";
import { test } from "./runner.mjs";

/** Invented: the personal number is a test number, the organisation's nobody's. */
const ULLA = { sub: "198112189876@2120000142", acr: LOA3 };
const MIA = { sub: "199003132386@2120000142", acr: LOA3 };

/** Lykta with two providers: one with a secret, one with a key. */
async function withProviders(work) {
  const folder = mkdtempSync(join(tmpdir(), "lykta-login-"));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const clientKey = { ...publicKey.export({ format: "jwk" }), kid: "lykta-1", alg: "ES256", use: "sig" };
  const one = await new Idp(ULLA).start(`${address}/logga-in/svar`);
  const two = await new Idp(ULLA).start(`${address}/logga-in/svar`, clientKey);
  const pem = privateKey.export({ type: "pkcs8", format: "pem" });
  const file = settingsFile(folder, address, [
    { code: "kommunen", issuer: one.issuer, secret: one.secret },
    { code: "siths", issuer: two.issuer, key: pem },
  ]);
  const lykta = new Lykta({ command: [program(), "demo", "--login", file] });
  lykta.port = port;
  const account = (...what) => {
    const done = spawnSync(program(), ["account", ...what, "--data", lykta.data], { env: lykta.env, encoding: "utf8" });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout.trim();
  };
  try {
    await lykta.start();
    return await work({ url: address, one, two, account, log: () => lykta.output.join("") });
  } finally {
    await lykta.remove();
    await Promise.all([one.stop(), two.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

const way = (url, { code = "kommunen", why = "login", till = "/" } = {}) =>
  `${url}/logga-in/hos/${code}?for=${why}&till=${encodeURIComponent(till)}`;

/** Opens an account and binds what the provider calls its owner. */
async function bound(at, login, code = "kommunen") {
  const walker = new Walker();
  const form = { kod: at.account("open", "--user", login).toLowerCase().replaceAll("-", " ") };
  const asked = await walker.go(`${at.url}/koppla`, { form });
  assert.match(asked.text, /Koden är för/);
  const answer = await walker.go(way(at.url, { code, why: "bind" }));
  assert.equal(answer.status, 200, answer.text);
  return { walker, form };
}

const session = (walker, url) => walker.jar(url).get("lykta");

test("login: V6.3.2 nobody has an account before one is opened, and a code binds one login once", async () =>
  withProviders(async (at) => {
    const stranger = new Walker();
    const refused = await stranger.go(way(at.url));
    assert.equal(refused.status, 403);
    assert.match(refused.text, /Du har inget konto här/);
    assert.equal(session(stranger, at.url), undefined);

    const { walker, form } = await bound(at, "ulla");
    assert.match((await walker.ask(`${at.url}/mer`)).text, /Ulla/);
    const again = await new Walker().ask(`${at.url}/koppla`, form);
    assert.equal(again.status, 422);
    assert.match(again.text, /Koden gäller inte/);

    const later = new Walker();
    const there = await later.go(way(at.url, { till: "/mer?gjort=sparat" }));
    assert.equal(there.url, `${at.url}/mer?gjort=sparat`);
    assert.match(there.text, /Ulla/);
    const elsewhere = await new Walker().go(way(at.url, { till: "//evil.example" }));
    assert.equal(elsewhere.url, `${at.url}/`);
  }));

test("login: V6.8.2 V6.8.3 V10.5.1 no answer that is not wholly right lets anybody in", async () =>
  withProviders(async (at) => {
    await bound(at, "ulla");
    const now = () => Math.floor(Date.now() / 1000);
    const { one } = at;
    const not = { foreign: "it is another provider", other: "it is for somebody else", nonce: "it is the answer to another login" };
    const [unknown, spoilt, manner, old] = ["a key nobody knows", "its signature is wrong", "in a way that is not taken", "expired, or was not issued now"];
    const wrong = [
      ["another issuer", not.foreign, (claims) => one.sign({ ...claims, iss: "https://idp.example" })],
      ["the other provider as issuer", not.foreign, (claims) => one.sign({ ...claims, iss: at.two.issuer })],
      ["another audience", not.other, (claims) => one.sign({ ...claims, aud: "journalen" })],
      ["one audience too many", not.other, (claims) => one.sign({ ...claims, aud: ["lykta", "journalen"] })],
      ["another nonce", not.nonce, (claims) => one.sign({ ...claims, nonce: "0".repeat(43) })],
      ["no nonce", not.nonce, ({ nonce, ...claims }) => one.sign(claims)],
      ["another key", spoilt, (claims) => one.sign(claims, { key: { ...one.stranger, kid: one.key.kid } })],
      ["a key nobody knows", unknown, (claims) => one.sign(claims, { key: one.stranger })],
      ["the shared secret as key", manner, (claims) => one.sign(claims, { alg: "HS256" })],
      ["no signature", manner, (claims) => new UnsecuredJWT(claims).encode()],
      ["a spoilt signature", spoilt, async (claims) => (await one.sign(claims)).replace(/.{4}$/, "AAAA")],
      ["expired", old, (claims) => one.sign({ ...claims, exp: now() - 1 })],
      ["issued an hour ago", old, (claims) => one.sign({ ...claims, iat: now() - 3600, exp: now() + 60 })],
      ["issued tomorrow", old, (claims) => one.sign({ ...claims, iat: now() + 86_400, exp: now() + 90_000 })],
      ["no token at all", "", () => ""],
    ];
    for (const [what, why, spoil] of wrong) {
      one.spoil = spoil;
      const [walker, before] = [new Walker(), at.log().length];
      const answer = await walker.go(way(at.url));
      assert.ok([403, 503].includes(answer.status), `${what}: ${answer.status}`);
      assert.equal(session(walker, at.url), undefined, what);
      const logged = at.log().slice(before);
      assert.ok(logged.includes("a login came to nothing") && logged.includes(why), `${what} is refused for that: ${logged}`);
      assert.ok(!logged.includes(ULLA.sub), "nobody stands in the log");
    }
    one.spoil = (claims) => one.sign(claims);
    assert.equal((await new Walker().go(way(at.url))).status, 200, "signed anew and not changed it is taken: the others were refused for what was changed");
  }));

test("login: V6.8.4 a lower level of assurance than the role needs is refused, and so is none", async () =>
  withProviders(async (at) => {
    await bound(at, "ulla");
    for (const acr of [LOA2, "urn:example:password", undefined]) {
      at.one.spoil = (claims) => at.one.sign({ ...claims, acr });
      const walker = new Walker();
      const answer = await walker.go(way(at.url));
      assert.equal(answer.status, 403);
      assert.match(answer.text, /starkare inloggning/);
      assert.equal(session(walker, at.url), undefined);
    }
  }));

test("login: V6.8.1 another provider that claims the same person is somebody else, also with a code in hand", async () =>
  withProviders(async (at) => {
    await bound(at, "ulla");
    const claimed = await new Walker().go(way(at.url, { code: "siths" }));
    assert.equal(claimed.status, 403);
    assert.match(claimed.text, /Du har inget konto här/);
    // Whoever is Ulla's at the first provider cannot become Mia's with Mia's code.
    const walker = new Walker();
    await walker.go(`${at.url}/koppla`, { form: { kod: at.account("open", "--user", "mia") } });
    const taken = await walker.go(way(at.url, { why: "bind" }));
    assert.equal(taken.status, 403);
    assert.match(taken.text, /redan kopplad/);
    at.one.person = MIA;
    at.one.spoil = null;
    const own = await new Walker().go(way(at.url));
    assert.equal(own.status, 403, "the code was not used for anybody");
  }));

test("login: V10.2.1 an answer is this browser's and this errand's, once", async () =>
  withProviders(async (at) => {
    await bound(at, "ulla");
    const walker = new Walker();
    const answers = (url) => url.startsWith(`${at.url}/logga-in/svar`);
    const { location } = await walker.go(way(at.url), { stop: answers });
    const stolen = await new Walker().ask(location);
    assert.equal(stolen.status, 400, "in another browser");
    for (const [name, value] of [["state", "0".repeat(43)], ["iss", at.two.issuer]]) {
      const changed = new URL(location);
      changed.searchParams.set(name, value);
      const other = new Walker();
      await other.go(way(at.url), { stop: answers });
      assert.equal((await other.ask(changed.href)).status, 400, name);
    }
    const fresh = new Walker();
    const second = await fresh.go(way(at.url), { stop: answers });
    const kept = new Map(fresh.jar(at.url));
    assert.equal((await fresh.ask(second.location)).status, 303);
    assert.equal((await fresh.ask(second.location)).status, 400, "a second time");
    fresh.jars.set(at.url, kept);
    const replayed = await fresh.ask(second.location);
    assert.equal(replayed.status, 403, "also with the errand put back: the provider's code is used");
    const stopped = new Walker();
    const third = await stopped.go(way(at.url), { stop: answers });
    const state = new URL(third.location).searchParams.get("state");
    const no = await stopped.ask(`${at.url}/logga-in/svar?error=access_denied&state=${state}`);
    assert.equal(no.status, 403);
    assert.match(no.text, /Inloggningen avbröts/);
  }));

test("login: V10.4 the client proves itself with a key where the provider wants one", async () =>
  withProviders(async (at) => {
    const { walker } = await bound(at, "ulla", "siths");
    assert.match((await walker.ask(`${at.url}/mer`)).text, /Ulla/);
    assert.equal((await new Walker().go(way(at.url, { code: "siths" }))).status, 200);
  }));

test("login: V7.2.4 V7.5.3 stepping up is the same person, anew, under a new token", async () =>
  withProviders(async (at) => {
    const { walker } = await bound(at, "ulla");
    const former = session(walker, at.url);
    const page = await walker.go(way(at.url, { why: "step-up", till: "/mer" }));
    assert.equal(page.url, `${at.url}/mer`);
    assert.notEqual(session(walker, at.url), former);
    const copied = new Walker();
    copied.jar(at.url).set("lykta", former);
    assert.match((await copied.ask(`${at.url}/`)).location, /logga-in/, "the old token is dead");

    const now = session(walker, at.url);
    const old = Math.floor(Date.now() / 1000) - 3600;
    at.one.spoil = (claims) => at.one.sign({ ...claims, auth_time: old });
    assert.match((await walker.go(way(at.url, { why: "step-up" }))).text, /gammal inloggning/);
    at.one.spoil = ({ auth_time, ...claims }) => at.one.sign(claims);
    assert.match((await walker.go(way(at.url, { why: "step-up" }))).text, /gammal inloggning/);
    assert.equal(session(walker, at.url), now);

    at.one.spoil = null;
    at.one.person = MIA;
    await bound(at, "mia");
    walker.jars.delete(at.one.issuer); // somebody else sits down at the same computer
    const other = await walker.go(way(at.url, { why: "step-up" }));
    assert.equal(other.status, 403);
    assert.match(other.text, /Det var någon annan/);
  }));

test("login: V7.4.2 closing an account ends its sessions with the very next request", async () =>
  withProviders(async (at) => {
    const { walker } = await bound(at, "ulla");
    assert.equal((await walker.ask(`${at.url}/`)).status, 200);
    assert.equal(at.account("close", "--user", "ulla"), "ulla closed sessions=1 tokens=0");
    assert.match((await walker.ask(`${at.url}/`)).location, /logga-in/);
    const again = await walker.go(way(at.url));
    assert.equal(again.status, 403);
    assert.match(again.text, /Du har inget konto här/);
  }));

test("login: a provider that is away is told calmly, and work goes on", async () =>
  withProviders(async (at) => {
    const { walker } = await bound(at, "ulla");
    await at.two.stop();
    const away = await new Walker().go(way(at.url, { code: "siths" }));
    assert.equal(away.status, 503);
    assert.match(away.text, /Inloggningstjänsten svarar inte/);
    assert.equal((await walker.ask(`${at.url}/`)).status, 200);
    assert.equal((await new Walker().ask(`${at.url}/logga-in/hos/ingen`)).status, 404);
  }));
