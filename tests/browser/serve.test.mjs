// A register in earnest, from an empty directory to somebody who is logged in: the steps of docs/operations/serving.md, one by one.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import tls from "node:tls";
import { installed } from "./earnest.mjs";
import { Walker } from "./idp.mjs";
import { test } from "./runner.mjs";

test("serve: from an empty directory to somebody who is logged in, and nothing of the demo", async () =>
  installed(async ({ lykta, address, said, run, record }) => {
    await lykta.start();
    const walker = new Walker();
    const nobody = await walker.ask(`${address}/logga-in`);
    assert.equal(nobody.status, 200);
    assert.match(nobody.text, /Lyktinge kommunen/);
    assert.doesNotMatch(nobody.text, /name="login"|Övningsmiljö|type="password"/);
    assert.equal((await walker.go(`${address}/logga-in/hos/kommunen?for=login&till=/`)).status, 403, "nobody has an account");
    assert.equal((await walker.ask(`${address}/galleri`)).status, 404);
    assert.equal((await walker.ask(`${address}/logga-in`, { login: "greta" })).status, 404, "no button");

    assert.notEqual(run("token", "--user", "greta", "--scope", "read", ...record).status, 0, "no account, no token");
    const code = said("account", "open", "--user", "greta", ...record);
    assert.match((await walker.go(`${address}/koppla`, { form: { kod: code } })).text, /Greta Exempel/);
    const inside = await walker.go(`${address}/logga-in/hos/kommunen?for=bind&till=/`);
    assert.equal(inside.status, 200, inside.text);
    const more = await walker.ask(`${address}/mer`);
    assert.match(more.text, /Greta Exempel/);
    assert.doesNotMatch(more.text, /Övningsmiljö|\/ovning/);
    assert.equal((await walker.ask(`${address}/ovning/dag`, { days: "7" })).status, 404, "the day stands");
    said("token", "--user", "greta", "--scope", "read", ...record);

    await lykta.restart();
    assert.match((await walker.ask(`${address}/mer`)).text, /Greta Exempel/, "whoever was in still is");
    await lykta.stop();
    said("verify", ...record.slice(0, 2));
    assert.notEqual(run("demo", "--port", "0", ...record).status, 0, "the demo does not open it");
  }));

test("serve: one login for two authorities, each by itself", async () =>
  installed(async ({ lykta, address, at, said, run, record }) => {
    const second = [...record, "--authority", "2"];
    const neighbour = readFileSync(at("organisation.toml"), "utf8").replaceAll("Exempelkommunen", "Grannkommunen").replace("Greta Exempel", "Greta Granne");
    writeFileSync(at("granne.toml"), neighbour);
    said("organisation", "import", at("granne.toml"), ...second);
    said("delegation", "import", at("order.csv"), "--adopted", "2026-01-20", "--valid-from", "2026-02-01", ...second);
    await lykta.start();
    const walker = new Walker();
    const bind = async (of) => {
      await walker.go(`${address}/koppla`, { form: { kod: said("account", "open", "--user", "greta", ...of) } });
      return (await walker.go(`${address}/logga-in/hos/kommunen?for=bind&till=/mer`)).text;
    };
    assert.notEqual(run("account", "open", "--user", "greta", ...record).status, 0, "there are two, and none was named");
    assert.match(await bind([...record, "--authority", "1"]), /Greta Exempel/);
    assert.match(await bind(second), /Greta Granne/);

    const other = new Walker();
    const session = () => other.jar(address).get("lykta");
    const choice = await other.go(`${address}/logga-in/hos/kommunen?for=login&till=/mer`);
    assert.equal(new URL(choice.url).pathname, "/myndighet", "they choose");
    assert.match(choice.text, /Exempelkommunen[\s\S]*Grannkommunen/);
    const former = session();
    assert.match(former, /^1\./);
    const there = await other.go(`${address}/myndighet`, { form: { authority: "2" } });
    assert.match(there.text, /Greta Granne/);
    assert.doesNotMatch(there.text, /Greta Exempel|Exempelkommunen/);
    assert.match(session(), /^2\./);
    const copied = new Walker();
    copied.jar(address).set("lykta", former);
    assert.match((await copied.ask(`${address}/`)).location, /logga-in/, "the session that was left has ended");

    const token = said("token", "--user", "greta", "--scope", "read", ...second);
    const me = async (shown) => fetch(`${address}/api/v1/me`, { headers: { authorization: `Bearer ${shown}` } });
    assert.match(await (await me(token)).text(), /Greta Granne/);
    assert.equal((await me(token.replace(/^2/, "1"))).status, 401, "a token is one authority's");

    assert.equal(said("account", "close", "--user", "greta", ...second), "greta closed sessions=2 tokens=1");
    assert.match((await other.ask(`${address}/`)).location, /logga-in/);
    assert.equal((await me(token)).status, 401);
    const left = await other.go(`${address}/logga-in/hos/kommunen?for=login&till=/mer`);
    assert.equal(new URL(left.url).pathname, "/mer", "there is nothing to choose");
    assert.match(left.text, /Greta Exempel/);
    await lykta.stop();
    assert.match(said("verify", ...record.slice(0, 2)), /authority=1 ok[\s\S]*authority=2 ok/);
  }));

test("serve: V12.1.1 V12.1.2 it speaks TLS 1.2 and later, with forward secrecy, and nothing else", async () =>
  installed(
    async ({ lykta, port, at }) => {
      const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
      const made = spawnSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", ...subject, "-keyout", at("tls.key"), "-out", at("tls.pem")]);
      assert.equal(made.status, 0, String(made.stderr));
      await lykta.start().catch((error) => assert.fail(error.message));
      const ca = readFileSync(at("tls.pem"));
      const answer = await new Promise((come, fail) => https.get({ host: "localhost", port, path: "/logga-in", ca }, come).on("error", fail));
      assert.equal(answer.statusCode, 200);
      assert.match(answer.headers["strict-transport-security"], /max-age=31536000/);
      answer.resume();
      const spoken = (version, ciphers = "DEFAULT@SECLEVEL=0") =>
        new Promise((told) => {
          const line = tls.connect({ host: "localhost", port, ca, minVersion: version, maxVersion: version, ciphers });
          line.once("secureConnect", () => (told(line.getProtocol()), line.destroy()));
          line.once("error", (error) => told(error.code));
        });
      assert.equal(await spoken("TLSv1.3"), "TLSv1.3");
      assert.equal(await spoken("TLSv1.2"), "TLSv1.2");
      assert.match(await spoken("TLSv1.1"), /ALERT|PROTOCOL|ECONNRESET/);
      // Each cipher by itself, as a scanner asks.
      const older = tls.getCiphers().filter((cipher) => !cipher.startsWith("tls_"));
      const taken = [];
      for (const cipher of older) if ((await spoken("TLSv1.2", cipher.toUpperCase())) === "TLSv1.2") taken.push(cipher);
      assert.ok(taken.length > 0, "one of those that are meant");
      for (const cipher of taken) assert.match(cipher, /^ecdhe-.*(gcm|chacha20-poly1305)/, "a fresh key each time, and sealing that notices change");
      const plain = await new Promise((told) => http.get({ host: "localhost", port, path: "/" }, () => told("answered")).on("error", () => told("nothing")));
      assert.equal(plain, "nothing");
    },
    { scheme: "https", doors: (at) => ["--tls-certificate", at("tls.pem"), "--tls-key", at("tls.key")] },
  ));

test("serve: behind a proxy nobody else is answered", async () =>
  installed(
    async ({ lykta, port }) => {
      await lykta.start().catch((error) => assert.fail(error.message));
      const from = (localAddress) =>
        new Promise((come, fail) => http.get({ host: "127.0.0.1", port, path: "/logga-in", localAddress }, (answer) => (answer.resume(), come(answer))).on("error", fail));
      assert.equal((await from("127.0.0.1")).statusCode, 403);
      const proxied = await from("127.0.0.2");
      assert.equal(proxied.statusCode, 200);
      assert.match(proxied.headers["strict-transport-security"], /max-age/);
    },
    { scheme: "https", doors: () => ["--proxy", "127.0.0.2"] },
  ));
