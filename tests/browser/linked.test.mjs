// A new report about Alva arrives while she is being investigated, and is linked to the investigation. It is worked as most people
// work, and then with the keyboard alone, at 400 % and without script: the same must come of it. It stands beside no conventional
// system; its own figures must not grow.

import { join } from "node:path";
import { withBrowser } from "./chromium.mjs";
import { Effort } from "./effort.mjs";
import { settleAlone, settleWhole } from "./effort-goals.mjs";
import { ByKeyboard, Enlarged, WithoutScript } from "./hands.mjs";
import { withLykta } from "./launch.mjs";
import { carryThrough, expectOutcome } from "./linked.mjs";
import { test } from "./runner.mjs";
import { OUT } from "./scene.mjs";

/** The most seconds of operating each step may cost: measured, with a tenth to spare. */
const SECONDS = { L1: 36.5, L2: 8.4, L3: 10.9, L4: 20, L5: 3.7, L6: 26.5 };

/** How it is worked otherwise, through what kind of window, and the most it may cost. */
const WAYS = [
  { name: "by keyboard alone", script: "linked-keyboard", Hands: ByKeyboard, form: "light", most: { seconds: 131, keys: 265, clicks: 0, hands: 0, scrolls: 0 } },
  { name: "at 400 %", script: "linked-enlarged", Hands: Enlarged, form: "enlarged", most: { seconds: 207, clicks: 20 } },
  { name: "without script", script: "linked-noscript", Hands: WithoutScript, form: "noscript", most: { seconds: 122, clicks: 20 } },
];

function works(name, { script, Hands, form }, judge) {
  test(`linked: a report during the investigation of Alva ${name}`, async () =>
    withLykta((lykta) =>
      withBrowser(async (browser) => {
        const effort = new Hands(script, join(OUT, "effort"));
        await expectOutcome(lykta.url, await carryThrough(effort, { lykta, browser, form }));
        judge(effort.finish());
      }),
    ), { limit: 300_000 });
}

works("as most people work", { script: "linked", Hands: Effort, form: "light" }, (steps) => settleAlone("linked", steps, SECONDS));
for (const way of WAYS) works(way.name, way, (steps) => settleWhole(way.script, steps, way.most));
