// What has no room, what moves and what lies hidden is found where it was planted, and nowhere else.

import assert from "node:assert/strict";
import { ENLARGED, inPlace } from "../chromium.mjs";
import { fit, hiddenFocus, overflow, pinned, spaceOut } from "../fit.mjs";
import { names, on } from "../fixtures/look.mjs";
import { motion } from "../motion.mjs";
import { test } from "../runner.mjs";

const silent = (findings, pattern) => assert.ok(!findings.some((it) => pattern.test(it)), `${pattern} not in:\n${findings.join("\n")}`);

test("overflow finds the wide and the clipped box at 320 px", () =>
  on("/bad.html", "narrow", async (page) => {
    const findings = await overflow(page);
    names(findings, /page is \d+ px in 320/);
    names(findings, /p\.clipped/);
  }));

test("what has too little room is found: cut off below, cut off in a list, one text over another", () =>
  on("/cramped.html", "light", async (page) => {
    const findings = await fit(page);
    names(findings, /p\.low holds \d+ px in a height of 19/);
    names(findings, /select\[name=short\] shows "En rad som är längre än sin lista"/);
    names(findings, /"Under" and "Ovanpå" lie over each other/);
    silent(findings, /exact|enough/);
  }));

test("what only just fits is found when its text is spaced out, under a strict policy", () =>
  on("/cramped.html", "light", async (page) => {
    await spaceOut(page);
    names(await fit(page), /span\.exact/);
  }));

test("a head that stays may take half of a low window, no more", () =>
  on("/cramped.html", "light", async (page) => {
    assert.deepEqual(await pinned(page), []);
    names(await inPlace(page, { viewport: ENLARGED }, () => pinned(page)), /header\.stays: what stays takes 140 px of 256/);
  }));

test("focus under something that stays is found, and only that", () =>
  on("/cramped.html", "light", async (page) => assert.deepEqual(await hiddenFocus(page), ['focus is hidden on a "Under huvudet"'])));

test("what moves is found only where stillness was asked for, also in a dialog that is closed", () =>
  on("/cramped.html", "light", async (page) => {
    await assert.rejects(motion(page), /has not asked for stillness/);
    const findings = await inPlace(page, { reducedMotion: "reduce" }, () => motion(page));
    names(findings, /p\.moves changes color over 0\.2s/);
    names(findings, /dialog\. has the animation glide/);
    assert.equal(await page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches"), false);
  }));

test("a page that keeps still and has room is left alone in every look", () =>
  on("/thanks.html", "narrow", async (page) => {
    assert.deepEqual(await inPlace(page, { reducedMotion: "reduce" }, () => motion(page)), []);
    assert.deepEqual(await inPlace(page, { viewport: ENLARGED }, () => pinned(page)), []);
    assert.deepEqual(await hiddenFocus(page), []);
    await spaceOut(page);
    assert.deepEqual(await fit(page), []);
    assert.deepEqual(page.viewportSize(), { width: 320, height: 640 });
  }));
