// Bad input over plain HTTP: whatever is sent, the answer is an error in Swedish at the right field with the typed
// text kept, or a 404 that reveals nothing; never a server error.

import assert from "node:assert/strict";
import { KEPT, expectRefused, soon } from "./badinput.mjs";
import { Lykta } from "./launch.mjs";
import { test } from "./runner.mjs";
import { assess, childOf, register, reportForm } from "./scene.mjs";
import { Web } from "./web.mjs";

const CHILD = { identity: "201784129825", given: "Alva", family: "Tallåker" };
const NOWHERE = "00000000-0000-7000-8000-000000000000";

let shared = null;
async function scene() {
  if (shared) return shared;
  const lykta = new Lykta();
  await lykta.start();
  const [mia, ulla, umar] = await Promise.all(["mia", "ulla", "umar"].map((login) => Web.as(lykta.url, login)));
  const assessing = await register(mia, { children: [CHILD], concern: KEPT });
  shared = { lykta, mia, ulla, umar, assessing, child: await childOf(mia, CHILD.identity) };
  return shared;
}

const noText = { concern: "" };

/** What is wrong in a report, and at which field it is told. */
const REPORTS = [
  ["a wrong check digit", { "child-1-number": "201784129826" }, "child-1-number"],
  ["a day that does not exist", { "child-1-number": "201713409827" }, "child-1-number"],
  ["letters for a number", { "child-1-number": "tolvan" }, "child-1-number"],
  ["too many digits", { "child-1-number": "2017841298250000" }, "child-1-number"],
  ["a number that may be a real person's", { "child-1-number": "201204129822" }, "child-1-number"],
  ["an arrival in the future", { arrived: soon(3) }, "arrived"],
  ["an impossible day", { arrived: "2026-02-30" }, "arrived"],
  ["an impossible time", { "arrived-time": "25:61" }, "arrived-time"],
  ["no day", { arrived: "" }, "arrived"],
  ["an arrival before the child was born", { arrived: "1999-01-01" }, "arrived"],
  ["a birthday in the future", { "child-1-number": "", "child-1-birth": soon(40) }, "child-1-birth"],
  ["no category", { category: "" }, "category"],
  ["an unknown category", { category: "påhittad" }, "category"],
  ["no reporter", { "reporter-name": "", "reporter-role": "" }, "reporter-name"],
  ["an anonymous reporter with a name", { anonymous: "yes" }, "reporter-name"],
  ["no child", { "child-1-number": "", "child-1-given": "", "child-1-family": "" }, "child-1-number"],
  ["nothing told", noText, "concern"],
  ["too long a text", { concern: KEPT + "å".repeat(70_000) }, "concern"],
  ["a control character", { concern: `${KEPT}\u0007` }, "concern"],
  ["a control character in a name", { "reporter-name": "Maud\u0001" }, "reporter-name"],
];

for (const [what, wrong, field] of REPORTS) {
  test(`a report with ${what}`, async () => {
    const { mia } = await scene();
    const form = reportForm((await mia.page("/anmalan")).main(), { children: [CHILD], concern: KEPT });
    expectRefused(await mia.send(form.fill(wrong)), field, "concern" in wrong && wrong.concern === "" ? null : KEPT);
  });
}

test("a report with broken UTF-8", async () => {
  const { mia } = await scene();
  const form = reportForm((await mia.page("/anmalan")).main(), { children: [CHILD], concern: "PLATS" });
  const raw = new URLSearchParams(form.pairs).toString().replace("PLATS", "%E5%E4%F6+hela+ord");
  const answer = await mia.post(form.action, raw);
  expectRefused(answer, "concern", "hela ord");
});

test("a report with a file that is no document", async () => {
  const { mia } = await scene();
  const form = reportForm((await mia.page("/anmalan")).main(), { children: [CHILD], concern: KEPT });
  for (const file of [{ name: "x.exe", bytes: "MZ not a document" }, { name: "tom.pdf", bytes: "" }]) {
    expectRefused(await mia.send(form, { file }), "document");
  }
});

/** What is wrong in a note. */
const NOTES = [
  ["nothing written", { text: "" }, "text", null],
  ["a day in the future", { occurred: soon(2) }, "occurred"],
  ["a day before the child was born", { occurred: "2001-05-05" }, "occurred"],
  ["an impossible day", { occurred: "2026-13-45" }, "occurred"],
  ["words without a speaker", { "words-1": "Någon sade detta." }, "by-1"],
  ["too long a text", { text: KEPT + "ö".repeat(70_000) }, "text"],
  ["a control character", { text: `${KEPT}\u0000` }, "text"],
  ["an unknown kind", { kind: "påhittad" }, "kind"],
  ["an unknown matter", { matter: NOWHERE }, "matter"],
];

for (const [what, wrong, field, kept = KEPT] of NOTES) {
  test(`a note with ${what}`, async () => {
    const { mia, child } = await scene();
    const form = (await mia.page(`${child}/anteckning`)).main().fill({ text: KEPT });
    expectRefused(await mia.send(form.fill(wrong)), field, kept);
  });
}

test("a protection assessment without its parts", async () => {
  const { mia, assessing } = await scene();
  const form = (await mia.page(assessing)).main();
  expectRefused(await mia.send(form.fill({ text: KEPT })), "outcome");
  expectRefused(await mia.send(form.fill({ text: "", outcome: "no_immediate_need" })), "text", null);
  expectRefused(await mia.send(form.fill({ text: KEPT, outcome: "påhittad" })), "outcome");
  expectRefused(await mia.send(form.fill({ text: KEPT, outcome: "no_immediate_need", occurred: "2001-01-01" })), "occurred");
});

test("a double submit is one entry", async () => {
  const { mia, child } = await scene();
  const text = "Skickas två gånger i samma ögonblick.";
  const form = (await mia.page(`${child}/anteckning`)).main().fill({ text });
  const answers = await Promise.all([mia.send(form), mia.send(form), mia.send(form)]);
  for (const { status } of answers) assert.equal(status, 303);
  const timeline = (await mia.page(`${child}/tidslinje`)).text;
  assert.equal(timeline.split(text).length - 1, 1, "it stands once in the timeline");
});

test("a stale version is told, with everything typed kept", async () => {
  const { mia, child, assessing } = await scene();
  const address = assessing.replace(/\?.*/, "");
  const stale = (await mia.page(address)).main();
  await assess(mia, address, "Bedömningen gjordes i ett annat fönster.");
  const answer = await mia.send(stale.fill({ text: KEPT, outcome: "no_immediate_need" }));
  assert.ok([409, 422].includes(answer.status), `answered ${answer.status}`);
  assert.ok(answer.text.includes(KEPT), "what was typed is given back");
  assert.equal((await mia.page(`${child}/tidslinje`)).text.split("Bedömningen gjordes i ett annat fönster.").length - 1, 1);
});

test("V2.3.4 of fifty who decide at once one does", async () => {
  const { mia, child, assessing } = await scene();
  const address = assessing.replace(/skydd.*/, "beslut");
  const colleague = await Web.as(mia.url, "frida");
  const checked = async (who, at) => {
    const form = (await who.page(address)).main();
    return (await who.send(form.fill({ outcome: "D03", motive: `${KEPT} Motiv ${at}.`, deed: "check" }))).main();
  };
  const forms = [];
  for (let at = 0; at < 50; at += 1) forms.push([at % 2 ? mia : colleague, await checked(at % 2 ? mia : colleague, at)]);
  const answers = await Promise.all(forms.map(([who, form]) => who.send(form)));
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 303).length, 1, `answered ${statuses.join(" ")}`);
  for (const { status, text } of answers) assert.ok(status === 303 || (status < 500 && text.includes(KEPT)), `what was typed is given back: ${status}`);
  const told = (await mia.page(`${child}/tidslinje`)).text;
  assert.equal(forms.filter((_, at) => told.includes(`Motiv ${at}.`)).length, 1, "one decision stands");
});

test("V16.4.1 nobody writes lines of their own into the log", async () => {
  const { mia, lykta } = await scene();
  const line = "1999-01-01T00:00:00Z ERROR lykta: PLANTERAD";
  const form = (await mia.page("/sok")).main();
  for (const broken of ["\n", "\r\n", "\u2028", "\u0085", "\u001b[2K\r"]) {
    await mia.send(form.fill({ q: `x${broken}${line}` }));
    await mia.get(`/akt/${encodeURIComponent(`x${broken}${line}`)}`);
    await mia.get(`/sok?${encodeURIComponent(`${broken}${line}`)}=1`);
    const report = JSON.stringify([{ body: { effectiveDirective: `img-src${broken}${line}`, sample: `${broken}${line}` } }]);
    assert.equal((await fetch(`${lykta.url}/csp-report`, { method: "POST", body: report })).status, 204);
    const token = `Bearer x${broken.replace(/[^\x20-\x7e]/g, " ")}${line}`;
    await fetch(`${lykta.url}/api/v1/files/${encodeURIComponent(broken + line)}`, { headers: { authorization: token } });
  }
  const log = lykta.output.join("");
  assert.match(log, /a browser reported a breach/, "the log was listened to");
  assert.doesNotMatch(log, /PLANTERAD/);
  assert.doesNotMatch(log, /\u001b\[2K/);
});

test("another unit's file and a file that is not there answer the same 404", async () => {
  const { umar, child, assessing } = await scene();
  const matter = assessing.split("/")[4];
  const pages = ["", "/anteckning", "/tidslinje", "/lasare", "/personer", "/mote", "/dokument/ny", "/beslut/nytt", "/handelse", `/arende/${matter}/skydd`, `/arende/${matter}/beslut`, "/post/1/flytta"];
  for (const page of pages) {
    const theirs = await umar.get(`${child}${page}`);
    const nobodys = await umar.get(`/akt/${NOWHERE}${page.replace(matter, NOWHERE)}`);
    const garbage = await umar.get(`/akt/inget-id${page}`);
    assert.deepEqual([theirs.status, nobodys.status, garbage.status], [404, 404, 404], page);
    assert.equal(theirs.text, nobodys.text, `${page}: the answers differ`);
    assert.equal(garbage.text, nobodys.text, `${page}: the answers differ`);
  }
});

test("writing to another unit's file answers 404 and writes nothing", async () => {
  const { mia, umar, child } = await scene();
  const form = (await mia.page(`${child}/anteckning`)).main().fill({ text: "Från fel enhet." });
  const [theirs, nobodys] = [await umar.send(form), await umar.post(`/akt/${NOWHERE}/anteckning`, form)];
  assert.deepEqual([theirs.status, nobodys.status], [404, 404]);
  assert.equal(theirs.text, nobodys.text);
  assert.ok(!(await mia.page(`${child}/tidslinje`)).text.includes("Från fel enhet."));
});

test("bodies of any size and kind never break the server", async () => {
  const { mia, child } = await scene();
  const form = (await mia.page(`${child}/anteckning`)).main();
  const bodies = ["", "&&&&====", "%", "%zz=%e5", "x".repeat(3_000_000), `${"a=1&".repeat(200_000)}b`, "\u0000".repeat(1000), '{"command":1}'];
  for (const path of [form.action, "/anmalan", "/sok", "/logga-in", "/gruppen/fordela", "/mer/val", "/ovning/dag", `/utkast/${NOWHERE}?form=note`]) {
    for (const body of bodies) {
      for (const type of ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json", "text/plain"]) {
        // A body beyond the limit may be cut off in the middle, and the connection with it: the next one is tried anew.
        const send = () => mia.post(path, body, { type });
        const answer = await send().catch(send).catch((error) => (body.length > 200_000 ? null : Promise.reject(error)));
        assert.ok(answer === null || answer.status < 500, `${path} answered ${answer?.status} to ${type} of ${body.length} bytes`);
      }
    }
  }
});

test("unknown addresses and methods", async () => {
  const { mia, lykta } = await scene();
  for (const path of ["/finns-inte", "/akt", "/akt/", "/akt/%00", "/akt/%ff%fe", "/akt/../../etc/passwd", `/utkast/${NOWHERE}`, "/assets/x/y.css", "/akt/x/brev/y"]) {
    const { status } = await mia.get(path);
    assert.ok(status >= 300 && status < 500, `${path} answered ${status}`);
  }
  for (const method of ["PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const { status } = await fetch(`${lykta.url}/anmalan`, { method });
    assert.ok(status >= 300 && status < 500, `${method} answered ${status}`);
  }
});

test("a form from another site is refused", async () => {
  const { mia, lykta } = await scene();
  const cookie = [...mia.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { cookie, origin: "https://annan.example", "content-type": "application/x-www-form-urlencoded" };
  const { status } = await fetch(`${lykta.url}/sok`, { method: "POST", headers, body: "q=x", redirect: "manual" });
  assert.equal(status, 403);
});

test("after all this the chain is whole", async () => {
  const { lykta } = await scene();
  await lykta.stop();
  const verified = lykta.verify();
  await lykta.remove();
  assert.ok(verified.ok, verified.text);
});
