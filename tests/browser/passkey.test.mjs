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

test("passkey: a sealed account is bound to a key, reaches the accounts alone, and nobody overlooks that it was used", async () =>
  installed(
    async ({ lykta, address, said, record }) => {
      await lykta.start();
      const browser = await startBrowser();
      const emergency = (...what) => said("account", "emergency", "--number", "1", ...what, ...record);
      const listed = () => said("account", "list", ...record).split("\n").find((line) => line.startsWith("emergency-1"));
      /** A key in a new envelope. */
      const seal = async (page) => {
        await page.goto("/koppla");
        await page.fill("[name=kod]", emergency());
        await page.keyboard.press("Enter");
        await page.getByText("Reservkonto 1").waitFor();
        await page.getByRole("button", { name: "Skapa en inloggningsnyckel" }).click();
        await page.getByText("Lägg den i kuvertet").waitFor();
      };
      try {
        await withKey(browser, address, async (page, say, context) => {
          await seal(page);
          assert.equal(await session(context), undefined, "binding it is not using it");
          assert.match(listed(), / logins=passkey seal=whole$/);
          const { credentials: [kept] } = await say("getCredentials");

          // The day when nobody else gets in: Greta is given a way.
          await page.goto("/logga-in?till=/gruppen");
          await useKey(page);
          await page.waitForURL((url) => url.pathname === "/konton");
          await page.getByText("Reservkonto 1 är inloggat").waitFor();
          assert.match(listed(), / seal=broken used=\S+ unreviewed$/);
          assert.equal((await page.goto("/sok")).status(), 403);
          await page.goto("/konton");
          await page.getByRole("button", { name: "Öppna konto Greta Exempel" }).click();
          const code = await page.locator(".code").innerText();
          await logOut(page);

          await withKey(browser, address, async (own) => {
            await bind(own, code);
            await own.getByRole("link", { name: "Granska reservkonto 1" }).click();
            await own.getByText("Sigillet är brutet").waitFor();
            await own.fill("[name=words-1]", "Inloggningstjänsten låg nere. Greta hämtade kuvertet.");
            await own.getByRole("button", { name: "Granskat" }).click();
            await own.getByText("Användningen är granskad").waitFor();
            await own.goto("/");
            await own.getByText("Försegla reservkonto 1 igen").waitFor();

            await say("clearCredentials");
            await seal(page);
            assert.match(listed(), / seal=whole used=\S+$/);
            await own.goto("/");
            assert.equal(await own.getByText("eservkonto 1").count(), 0);
          });

          // Whoever kept the key from the first envelope gets nowhere with it.
          await say("clearCredentials");
          await say("addCredential", { credential: kept });
          await page.goto("/logga-in");
          await useKey(page);
          await page.getByText("Du har inget konto här").first().waitFor();
          assert.equal(await session(context), undefined);
          assert.match(listed(), / seal=whole used=\S+$/, "a key that opens nothing breaks no seal");
        });
      } finally {
        await browser.close();
      }
    },
    { passkeys: true },
  ));
