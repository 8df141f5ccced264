// Debian's Chromium, and the kinds of window the tests look through.

import { accessSync, constants } from "node:fs";
import { chromium } from "playwright-core";

/** Where a system keeps its Chromium; the first that can be executed is used. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** No sandbox because tests may run as root in a container; the rest keeps the browser from calling out. */
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The desk of most social workers, and the narrowest window that must hold everything. */
export const DESK = { width: 1280, height: 800 };
export const NARROW = { width: 320, height: 640 };

/** A window of 1280 × 1024 px that is enlarged to 400 %: a quarter of each, counted in the page's own pixels. */
export const ENLARGED = { width: 320, height: 256 };

/** What is printed on: an A4 sheet inside the margins of the style sheet, 170 by 255 mm. */
export const SHEET = { width: 642, height: 964 };

function executable() {
  for (const place of PLACES) {
    try {
      accessSync(place, constants.X_OK);
      return place;
    } catch {
      // Not here; try the next place.
    }
  }
  throw new Error(`no Chromium at ${PLACES.join(", ")}; install it with: apt-get install chromium`);
}

/** Starts the browser; the caller closes it. */
export function startBrowser() {
  return chromium.launch({ executablePath: executable(), args: FLAGS });
}

/** What every window has in common: Swedish, no motion to wait for, no service worker between us and the page. */
const COMMON = { locale: "sv-SE", timezoneId: "Europe/Stockholm", serviceWorkers: "block", viewport: DESK };

/** Forms of a window, by name. `media` is what the page believes it is shown on. */
const FORMS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  narrow: { colorScheme: "light", viewport: NARROW },
  enlarged: { colorScheme: "light", viewport: ENLARGED },
  forced: { colorScheme: "dark", forcedColors: "active" },
  still: { colorScheme: "light", reducedMotion: "reduce" },
  print: { colorScheme: "light", media: "print", viewport: SHEET },
  noscript: { colorScheme: "light", javaScriptEnabled: false },
  english: { colorScheme: "light", viewport: NARROW, speaks: "en" },
};

export const FORM_NAMES = Object.keys(FORMS);

/**
 * Opens a page in its own fresh context, so that no cookie or storage is shared.
 *
 * `form` is one of light, dark, narrow, enlarged, forced, still, print, noscript, english. `state` is a storage state of another
 * context (`await page.context().storageState()`), to look at the same session through another window.
 */
export async function openPage(browser, { form = "light", baseURL, state } = {}) {
  const { media, speaks, ...options } = FORMS[form] ?? raise(`no window form "${form}"`);
  const context = await browser.newContext({ ...COMMON, ...options, baseURL, storageState: state });
  if (speaks) await context.addCookies([{ name: "lykta-sprak", value: speaks, url: baseURL }]);
  const page = await context.newPage();
  if (media) await page.emulateMedia({ media });
  return page;
}

/**
 * Lets an open window be another for a while: `viewport` is its size, the rest what its person has asked for. As it was
 * afterwards, whatever happens.
 */
export async function inPlace(page, { viewport, ...media }, work) {
  const before = page.viewportSize();
  const usual = Object.fromEntries(Object.keys(media).map((name) => [name, null]));
  if (viewport) await page.setViewportSize(viewport);
  await page.emulateMedia(media);
  try {
    return await work();
  } finally {
    await page.emulateMedia(usual);
    if (viewport) await page.setViewportSize(before);
  }
}

function raise(message) {
  throw new Error(message);
}

/** Starts a browser, gives it to `work`, and closes it whatever happens. */
export async function withBrowser(work) {
  const browser = await startBrowser();
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}
