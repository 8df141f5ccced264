// Saves every page × {light, dark, narrow, print} under /screens, to be looked at.
//
//   node screens.mjs              all pages
//   node screens.mjs anmalan      only pages whose name holds that text

import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withBrowser } from "./chromium.mjs";
import { withLykta } from "./launch.mjs";
import { BROKEN, PAGES, addressOf, visit } from "./pages.mjs";
import { Windows } from "./windows.mjs";

const target = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "screens");
const FORMS = ["light", "dark", "narrow", "print"];

async function saveAll(wanted) {
  const pages = PAGES.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  if (pages.length === 0) throw new Error(`no page is named ${wanted.join(" or ")}`);
  if (wanted.length === 0) rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const failures = [];
  await withLykta((lykta) => {
    lykta.receive(BROKEN);
    return withBrowser(async (browser) => {
      const windows = new Windows(browser, lykta.url);
      for (const entry of pages) {
        for (const form of FORMS) {
          const error = await save(windows, lykta.url, entry, form).then(() => null, (reason) => reason);
          console.log(`${error ? "failed " : "saved  "} ${entry.name}.${form}.png`);
          if (error) failures.push(`${entry.name}.${form}: ${error.message.split("\n")[0]}`);
        }
      }
    });
  });
  return failures;
}

async function save(windows, url, entry, form) {
  const page = await windows.of(form, entry.login);
  await visit(page, entry, await addressOf(url, entry));
  await page.screenshot({ path: join(target, `${entry.name}.${form}.png`), fullPage: true, animations: "disabled" });
}

const failures = await saveAll(process.argv.slice(2));
for (const failure of failures) console.log(`  ${failure}`);
process.exit(failures.length === 0 ? 0 : 1);
