// Windows kept open between pages: one per kind of window and login, because opening and logging in is what costs.

import { openPage } from "./chromium.mjs";
import { logIn } from "./pages.mjs";

export class Windows {
  constructor(browser, baseURL) {
    this.browser = browser;
    this.baseURL = baseURL;
    this.open = new Map();
    /** Other places that any page asked for anything, and what the policy stopped. */
    this.elsewhere = new Set();
    this.stopped = new Set();
  }

  /** The window of this kind in which this member of staff is logged in; `null` is nobody. */
  async of(form, login) {
    const key = `${form}/${login}`;
    if (!this.open.has(key)) {
      const page = await openPage(this.browser, { form, baseURL: this.baseURL });
      this.#listen(page);
      if (login) await logIn(page, login);
      this.open.set(key, page);
    }
    return this.open.get(key);
  }

  /** What a page asks for, and what its policy stops: the browser says the latter on its console and nowhere else. */
  #listen(page) {
    page.context().on("request", (request) => {
      if (new URL(request.url()).origin !== this.baseURL) this.elsewhere.add(request.url());
    });
    page.on("console", (said) => {
      if (/Content Security Policy|Trusted Type/i.test(said.text())) this.stopped.add(`${new URL(page.url()).pathname}: ${said.text()}`);
    });
  }

  /** What lies in the browser's stores for us, beside cookies that no script can read. */
  async kept() {
    const found = [];
    for (const [key, page] of this.open) {
      const { cookies, origins } = await page.context().storageState({ indexedDB: true });
      for (const { origin, localStorage } of origins) found.push(...localStorage.map(({ name }) => `${key}: ${name} at ${origin}`));
      // The English windows were given their language by the test.
      for (const { name, httpOnly } of cookies) if (!httpOnly && name !== "lykta-sprak") found.push(`${key}: the cookie ${name}`);
      if (key.startsWith("noscript")) continue;
      const inside = () => Promise.all([Object.keys(sessionStorage), indexedDB.databases().then((all) => all.map(({ name }) => name)), caches.keys().catch(() => [])]);
      found.push(...(await page.evaluate(inside)).flat().map((name) => `${key}: ${name}`));
    }
    return found;
  }
}
