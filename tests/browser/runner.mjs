// A test runner of one page: files register tests, the runner takes them one after another.
//
//   node runner.mjs                 every *.test.mjs here, in unit/ and in walks/
//   node runner.mjs unit/effort     only files whose path in tests/ holds that text
//
// It prints "ok" or "not ok" per test, then the failures again with their traces, and last one line
// "N passed, N failed". The exit code is 1 when anything failed or when no test was found.

import { readdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** Every test gets its own time limit, in milliseconds; a hanging page is a failure, not a pause. */
const DEFAULT_LIMIT_MS = 120_000;

const registered = [];

/** Registers a test. Options: `limit` in milliseconds. */
export function test(name, run, options = {}) {
  registered.push({ name, run, limit: options.limit ?? DEFAULT_LIMIT_MS });
}

async function testFiles(wanted) {
  const files = [];
  for (const folder of [join(here, "unit"), here, join(here, "walks")]) {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".test.mjs"));
    files.push(...names.sort().map((name) => join(folder, name)));
  }
  return files.filter((file) => wanted.length === 0 || wanted.some((part) => relative(dirname(here), file).includes(part)));
}

async function within(limit, work) {
  let timer;
  const late = new Promise((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`no end within ${limit / 1000} s`)), limit);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function runAll(wanted) {
  const failures = [];
  let passed = 0;
  for (const file of await testFiles(wanted)) {
    registered.length = 0;
    await import(pathToFileURL(file));
    for (const { name, run, limit } of [...registered]) {
      const title = `${relative(here, file)}: ${name}`;
      const started = performance.now();
      try {
        await within(limit, run);
        passed += 1;
        console.log(`ok      ${title} (${Math.round(performance.now() - started)} ms)`);
      } catch (error) {
        failures.push({ title, error });
        console.log(`not ok  ${title}\n${String(error?.message ?? error).replaceAll(/^/gm, "        ")}`);
      }
    }
  }
  for (const { title, error } of failures) {
    const trace = String(error?.stack ?? "").split("\n").filter((line) => line.includes(" at "));
    console.log(`\n--- ${title}\n${trace.slice(0, 8).join("\n")}`);
  }
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 && passed > 0;
}

// Not awaited here: test files import this module, and would wait for it while it waits for them.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  runAll(process.argv.slice(2)).then((ok) => process.exit(ok ? 0 : 1));
}
