// Who works where in a script: each person has a window of their own, and days pass between their turns.

import { openPage } from "./chromium.mjs";
import { passDays } from "./scene.mjs";

export class Office {
  /** `effort` says how people work, `form` through what kind of window. */
  constructor(effort, { lykta, browser, form = "light" }) {
    Object.assign(this, { effort, lykta, browser, form });
  }

  /** Somebody opens a window of their own and logs in there, the way they do everything else. */
  async sit(login) {
    const page = await openPage(this.browser, { form: this.form, baseURL: this.lykta.url });
    await page.goto("/logga-in");
    await this.effort.sitDown(page, login);
    await this.effort.click(page.locator(`button[name=login][value=${login}]`));
    await page.waitForURL((url) => url.pathname === "/");
    return page;
  }

  /** Days pass, and the same person sits down again at Min dag. */
  async later(page, days) {
    const { effort } = this;
    const { role } = effort;
    effort.standUp();
    await passDays(this.lykta.url, days);
    await page.goto("/");
    await effort.sitDown(page, role);
  }

  /** Somebody who has worked before comes back after some days. */
  async back(page, role, days) {
    await this.effort.sitDown(page, role);
    await this.later(page, days);
  }
}
