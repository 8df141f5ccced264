// "Ärendet Alva" is carried through otherwise than most people work: with the keyboard alone, with the page enlarged to 400 %, and
// in a browser without script. The same must come of it, word for word; what it costs is told as one row.

import { join } from "node:path";
import { expectOutcome, opened } from "./alva.mjs";
import { withBrowser } from "./chromium.mjs";
import { settleWhole } from "./effort-goals.mjs";
import { ByKeyboard, Enlarged, WithoutScript } from "./hands.mjs";
import { withLykta } from "./launch.mjs";
import { test } from "./runner.mjs";
import { OUT } from "./scene.mjs";

/** How it is worked, through what kind of window, and the most it may cost: measured, with a tenth to spare. */
const WAYS = [
  { name: "by keyboard alone", script: "opened-keyboard", Hands: ByKeyboard, form: "light", most: { seconds: 441, keys: 870, clicks: 0, hands: 0, scrolls: 0 } },
  { name: "at 400 %", script: "opened-enlarged", Hands: Enlarged, form: "enlarged", most: { seconds: 735, clicks: 55 } },
  { name: "without script", script: "opened-noscript", Hands: WithoutScript, form: "noscript", most: { seconds: 429, clicks: 55 } },
];

for (const { name, script, Hands, form, most } of WAYS) {
  test(`the whole case of Alva ${name}`, async () =>
    withLykta((lykta) =>
      withBrowser(async (browser) => {
        const effort = new Hands(script, join(OUT, "effort"));
        await expectOutcome(lykta.url, await opened(effort, { lykta, browser, form }));
        settleWhole(script, effort.finish(), most);
      }),
    ), { limit: 600_000 });
}
