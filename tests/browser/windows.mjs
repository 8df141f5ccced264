// Windows kept open between pages: one per kind of window and login, because opening and logging in is what costs.

import { openPage } from "./chromium.mjs";
import { logIn } from "./pages.mjs";

export class Windows {
  constructor(browser, baseURL) {
    this.browser = browser;
    this.baseURL = baseURL;
    this.open = new Map();
  }

  /** The window of this kind in which this member of staff is logged in; `null` is nobody. */
  async of(form, login) {
    const key = `${form}/${login}`;
    if (!this.open.has(key)) {
      const page = await openPage(this.browser, { form, baseURL: this.baseURL });
      if (login) await logIn(page, login);
      this.open.set(key, page);
    }
    return this.open.get(key);
  }
}
