// Starts, stops and kills the program under test, always on its own data directory.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { database } from "./postgres.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** How long a start or a calm stop may take before it counts as a failure. */
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 10_000;

/** The program: `LYKTA` when set, else a build in the workspace, the one for tests first. */
export function program() {
  const places = [process.env.LYKTA, join(root, "target/debug/lykta"), join(root, "target/release/lykta")];
  const found = places.find((place) => place && existsSync(place));
  if (!found) throw new Error("no program lykta; build it with: cargo build --bin lykta");
  return found;
}

/** A data directory and the program that serves it. Ends are explicit: `stop`, `kill9`, `remove`. */
export class Lykta {
  /** A new empty data directory. `command` replaces the program in the tests of this harness. */
  constructor({ command = [program(), "demo"], verifyCommand = [program(), "verify"] } = {}) {
    this.command = command;
    this.verifyCommand = verifyCommand;
    this.data = mkdtempSync(join(tmpdir(), "lykta-test-"));
    const { environment, folders } = database();
    this.env = { ...process.env, ...environment };
    this.folders = () => [this.data, ...folders()];
    this.port = 0;
    this.url = null;
    this.child = null;
    this.output = [];
  }

  /** Starts and waits for the line that holds the address. A restart keeps the port, so that sessions go on. */
  async start() {
    if (this.child) throw new Error("it is already running");
    const [file, ...first] = this.command;
    const args = [...first, "--data", this.data, "--port", String(this.port)];
    const child = spawn(file, args, { env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    this.child = child;
    this.ended = new Promise((done) => child.once("exit", (code, signal) => done({ code, signal })));
    child.stderr.on("data", (bytes) => this.output.push(String(bytes)));
    this.url = await this.#address(child);
    this.port = new URL(this.url).port;
    return this.url;
  }

  /** Receives a message as another system would leave it, while the program runs. */
  receive(text) {
    const folder = mkdtempSync(join(tmpdir(), "lykta-message-"));
    writeFileSync(join(folder, "anmalan.json"), text);
    const args = ["import", "reports", folder, "--data", this.data, "--user", "mia"];
    const told = spawnSync(this.command[0], args, { env: this.env, encoding: "utf8" });
    rmSync(folder, { recursive: true, force: true });
    if (told.status !== 0) throw new Error(`the message was not received: ${told.stdout}${told.stderr}`);
  }

  #address(child) {
    return new Promise((found, refuse) => {
      const late = setTimeout(() => refuse(this.#failure("printed no address in time")), START_LIMIT_MS);
      const settle = (answer, value) => {
        clearTimeout(late);
        answer(value);
      };
      createInterface({ input: child.stdout }).on("line", (line) => {
        this.output.push(`${line}\n`);
        const url = line.match(/https?:\/\/[^\s/]+/);
        if (url) settle(found, url[0]);
      });
      child.once("error", (error) => settle(refuse, error));
      child.once("exit", () => settle(refuse, this.#failure("ended before it printed an address")));
    });
  }

  #failure(what) {
    return new Error(`${this.command.join(" ")} ${what}\n${this.output.slice(-40).join("")}`);
  }

  /** Asks it to end (SIGTERM) and insists on a calm, quick end. */
  async stop() {
    if (!this.child) return;
    this.child.kill("SIGTERM");
    const late = new Promise((done) => setTimeout(done, STOP_LIMIT_MS, null).unref());
    const end = await Promise.race([this.ended, late]);
    this.child = null;
    if (end === null) throw this.#failure("did not end after SIGTERM");
    if (end.code !== 0) throw this.#failure(`ended with code ${end.code}, signal ${end.signal}`);
  }

  /** Sudden death, as when the power goes: no chance to write anything more. */
  async kill9() {
    if (!this.child) return;
    this.child.kill("SIGKILL");
    await this.ended;
    this.child = null;
  }

  /** Restarts after `stop` or `kill9`; also from a running state, calmly. */
  async restart() {
    await this.stop();
    return this.start();
  }

  /** Runs `lykta verify` on the data: `{ ok, text }`. */
  verify() {
    const [file, ...first] = this.verifyCommand;
    const result = spawnSync(file, [...first, "--data", this.data], { env: this.env, encoding: "utf8" });
    const text = `${result.stdout}${result.stderr}`.trim();
    const lines = result.stdout.split("\n").filter((line) => line.startsWith("authority="));
    const calm = lines.length > 0 && lines.every((line) => / ok height=\d+/.test(line));
    return { ok: result.status === 0 && calm, text };
  }

  /** The files that hold one of some texts as it is, in the data directory and where the database lies: each as text and file. */
  holds(texts) {
    const inside = this.folders().flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }));
    const paths = inside.filter((entry) => entry.isFile()).map((file) => join(file.parentPath ?? file.path, file.name));
    return paths.flatMap((path) => {
      const bytes = existsSync(path) ? readFileSync(path) : ""; // a server goes on working with its files
      return texts.filter((text) => bytes.includes(text)).map((text) => ({ text, path }));
    });
  }

  /** Ends whatever still runs and removes the data. */
  async remove() {
    await this.kill9();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** Starts on an empty directory, gives the program to `work`, and cleans up whatever happens. */
export async function withLykta(work) {
  const lykta = new Lykta();
  try {
    await lykta.start();
    return await work(lykta);
  } finally {
    await lykta.remove();
  }
}
