// The checks must find planted faults and leave a good page alone.

import assert from "node:assert/strict";
import { COLOUR_RULES, axe, keyboardWalk } from "../checks.mjs";
import { FORM_NAMES, openPage, withBrowser } from "../chromium.mjs";
import { fit } from "../fit.mjs";
import { names, on } from "../fixtures/look.mjs";
import { withFixture } from "../fixtures/server.mjs";
import { test } from "../runner.mjs";

test("a good page passes axe, fits and can be walked", () =>
  on("/thanks.html", "light", async (page) => {
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(await fit(page), []);
    assert.deepEqual(await keyboardWalk(page), []);
  }));

test("axe finds pale text and a nameless field under the strict policy", () =>
  on("/bad.html", "light", async (page) => {
    const findings = await axe(page);
    names(findings, /color-contrast/);
    names(findings, /label/);
  }));

test("axe asks only some rules, or all but some", () =>
  on("/bad.html", "light", async (page) => {
    const [colours, others] = [await axe(page, { only: COLOUR_RULES }), await axe(page, { except: COLOUR_RULES })];
    names(colours, /color-contrast/);
    names(others, /label/);
    assert.ok(!colours.some((it) => /label/.test(it)) && !others.some((it) => /color-contrast/.test(it)));
  }));

test("a text that axe leaves undecided is decided by its colours", () =>
  on("/bad.html", "light", async (page) => {
    const undecided = (await axe(page)).filter((it) => it.startsWith("axe undecided color-contrast:"));
    assert.equal(undecided.length, 1);
    assert.match(undecided[0], /\.pale\.covered/);
    assert.doesNotMatch(undecided[0], /^ {4}\.covered/m);
  }));

test("axe refuses a window without script rather than find nothing", () =>
  on("/thanks.html", "noscript", (page) => assert.rejects(axe(page), /needs script/)));

test("the walk finds focus that cannot be seen and the trap", () =>
  on("/bad.html", "light", async (page) => {
    const findings = await keyboardWalk(page);
    names(findings, /cannot be seen on button "Fokus syns inte"/);
    names(findings, /cannot be seen on button "Fokus anas"/);
    names(findings, /does not leave button "Fälla"/);
  }));

test("every form of window opens and is what it says", () =>
  withFixture((baseURL) =>
    withBrowser(async (browser) => {
      const says = {
        dark: "(prefers-color-scheme: dark)",
        narrow: "(width: 320px)",
        forced: "(forced-colors: active)",
        still: "(prefers-reduced-motion: reduce)",
        print: "print",
        noscript: "(scripting: none)",
      };
      for (const form of FORM_NAMES) {
        const page = await openPage(browser, { baseURL, form });
        await page.goto("/thanks.html");
        const holds = await page.evaluate((query) => matchMedia(query).matches, says[form] ?? "(prefers-color-scheme: light)");
        assert.ok(holds, form);
        await page.context().close();
      }
    }),
  ));
