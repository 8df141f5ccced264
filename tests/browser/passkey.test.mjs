// Keys that people hold, with Chromium's own virtual one: bound with a code, asked who somebody is, and everything that is not let in.

import assert from "node:assert/strict";
import { startBrowser } from "./chromium.mjs";
import { installed } from "./earnest.mjs";
import { test } from "./runner.mjs";

/** A key as in a telephone or a computer: it knows whose it is, and whether its owner has unlocked it. */
const KEY = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };

/** A window with a key of its own. */
async function withKey(browser, baseURL, work) {
  const context = await browser.newContext({ baseURL, locale: "sv-SE" });
  try {
    const page = await context.newPage();
    const key = await context.newCDPSession(page);
    await key.send("WebAuthn.enable");
    const { authenticatorId } = await key.send("WebAuthn.addVirtualAuthenticator", { options: KEY });
    const say = (what, more = {}) => key.send(`WebAuthn.${what}`, { authenticatorId, ...more });
    return await work(page, say, context);
  } finally {
    await context.close();
  }
}

const session = async (context) => (await context.cookies()).find(({ name }) => name === "lykta")?.value;
const told = (page) => page.locator("h1").innerText();

async function bind(page, code) {
  await page.goto("/koppla");
  await page.fill("[name=kod]", code);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Skapa en inloggningsnyckel" }).click();
  await page.waitForURL((url) => url.pathname === "/");
}

async function logOut(page) {
  await page.getByRole("button", { name: "Logga ut" }).click();
  await page.waitForURL((url) => url.pathname === "/logga-in");
}

const useKey = (page) => page.getByRole("button", { name: "Logga in med nyckel" }).click();

test("passkey: V6.3.3 a key is made with a code, logs in, and steps up under a new token", async () =>
  installed(
    async ({ lykta, address, said, record }) => {
      await lykta.start();
      const browser = await startBrowser();
      try {
        await withKey(browser, address, async (page, say, context) => {
          const code = said("account", "open", "--user", "greta", ...record);
          await bind(page, code);
          await page.getByText("Greta Exempel").waitFor();
          assert.match(said("account", "list", ...record), /greta opened=\S+ logins=passkey/);
          await logOut(page);

          await useKey(page);
          await page.waitForURL((url) => url.pathname === "/");
          const former = await session(context);
          await page.goto("/logga-in/styrk?till=/mer");
          await useKey(page);
          await page.waitForURL((url) => url.pathname === "/mer");
          assert.notEqual(await session(context), former);
          await logOut(page);

          await say("setUserVerified", { isUserVerified: false });
          await useKey(page);
          await page.getByText("Nyckeln användes inte").waitFor();
          assert.equal(await session(context), undefined, "whoever finds a key has not its PIN");
          await say("setUserVerified", { isUserVerified: true });
          await page.getByRole("button", { name: "Använd nyckeln" }).click();
          await page.waitForURL((url) => url.pathname === "/");
          await logOut(page);

          // A copy of the key counts from where it was made.
          const { credentials: [own] } = await say("getCredentials");
          assert.equal(own.rpId, "localhost", "it answers to no other name");
          await say("clearCredentials");
          await say("addCredential", { credential: { ...own, signCount: 0 } });
          await useKey(page);
          await page.getByText("Inloggningen godtogs inte").first().waitFor();
          assert.equal(await session(context), undefined);
          await say("clearCredentials");
          await say("addCredential", { credential: own });

          await page.goto("/logga-in");
          assert.equal(said("account", "close", "--user", "greta", ...record), "greta closed sessions=0 tokens=0");
          await useKey(page);
          await page.getByText("Du har inget konto här").first().waitFor();
          assert.equal(await session(context), undefined);
        });
      } finally {
        await browser.close();
      }
    },
    { passkeys: true },
  ));

test("passkey: another's key, an old question and a page without script let nobody in", async () =>
  installed(
    async ({ lykta, address, said, record }) => {
      await lykta.start();
      const browser = await startBrowser();
      try {
        await withKey(browser, address, async (page, say, context) => {
          await bind(page, said("account", "open", "--user", "greta", ...record));
          await logOut(page);
          // The same answer a second time: its question is gone.
          let sent = null;
          page.on("request", (request) => {
            if (request.url().endsWith("/svar")) sent = request.postData();
          });
          await useKey(page);
          await page.waitForURL((url) => url.pathname === "/");
          await logOut(page);
          const again = await context.request.post("/logga-in/nyckel/svar", { data: sent, headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" } });
          assert.equal(again.status(), 400);

          // Nor does it answer another question.
          await context.request.post("/logga-in/nyckel", { form: { for: "login" }, headers: { "sec-fetch-site": "same-origin" } });
          const other = await context.request.post("/logga-in/nyckel/svar", { data: sent, headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" } });
          assert.equal(other.status(), 403);
          assert.equal(await session(context), undefined);
        });
        await withKey(browser, address, async (page) => {
          await page.goto("/logga-in");
          await useKey(page);
          await page.getByText("Nyckeln användes inte").waitFor();
          assert.equal(await told(page), "Använd din inloggningsnyckel", "a key without an account here says nothing");
        });
        const plain = await browser.newContext({ baseURL: address, javaScriptEnabled: false });
        const page = await plain.newPage();
        await page.goto("/logga-in");
        await useKey(page);
        await page.getByText("kräver JavaScript").waitFor();
        await page.getByRole("button", { name: "Använd nyckeln" }).click();
        assert.match(await told(page), /godtogs inte/);
        await plain.close();
      } finally {
        await browser.close();
      }
    },
    { passkeys: true },
  ));
