// "Ärendet Alva" as most people work it. Every operation is logged and counted; the table stands beside a conventional system.
// The steps are in alva.mjs; whole.test.mjs works them otherwise.

import { join } from "node:path";
import { expectOutcome, opened } from "./alva.mjs";
import { withBrowser } from "./chromium.mjs";
import { Effort } from "./effort.mjs";
import { settle } from "./effort-goals.mjs";
import { withLykta } from "./launch.mjs";
import { test } from "./runner.mjs";
import { OUT } from "./scene.mjs";

/** The most each step may cost, as a part of the conventional step's operating time. */
const PARTS = { 1: 0.47, 2: 0.22, 3: 0.55, 4: 0.5, 5: 0.53, 6: 0.18, 7: 0.22, 8: 0.18, 9: 0.22 };

/** The most the nine steps may cost together: seconds of operating and waiting, clicks and page loads. */
const WHOLE = { seconds: 216, clicks: 18, loads: 25 };

test("opened: the case of Alva", async () =>
  withLykta((lykta) =>
    withBrowser(async (browser) => {
      const effort = new Effort("opened", join(OUT, "effort"));
      await expectOutcome(lykta.url, await opened(effort, { lykta, browser }));
      settle("opened", effort.finish(), PARTS, WHOLE);
    }),
  ), { limit: 600_000 });
