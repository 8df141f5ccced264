// The ledger: what was asked of the system and what it acknowledged, kept outside it.
//
// Each line is JSON, appended and synced before the test goes on, so that the ledger outlives whatever the test
// kills. It knows four kinds of line: invoked, acked, found and died.

import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

/** A short hash of what was sent: enough to recognise it, nothing to read in it. */
export function fingerprint(payload) {
  return createHash("sha256").update(JSON.stringify(payload)).digest("hex").slice(0, 16);
}

export class Ledger {
  constructor(path) {
    this.path = path;
    this.file = openSync(path, "a");
  }

  #write(line) {
    writeSync(this.file, `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
    fsyncSync(this.file);
  }

  invoked(operation, payload) {
    this.#write({ kind: "invoked", operation, payload: fingerprint(payload) });
  }

  acked(operation) {
    this.#write({ kind: "acked", operation });
  }

  died(moment) {
    this.#write({ kind: "died", moment });
  }

  close() {
    closeSync(this.file);
  }

  /** Operations by id: `{ payload, acked }`, read back from the file. */
  operations() {
    const operations = new Map();
    for (const line of readFileSync(this.path, "utf8").split("\n").filter(Boolean).map((it) => JSON.parse(it))) {
      if (line.kind === "invoked") operations.set(line.operation, { payload: line.payload, acked: false });
      if (line.kind === "acked") operations.get(line.operation).acked = true;
    }
    return operations;
  }
}

/**
 * Judges what is found after a fault. `found` maps an operation's id to the fingerprints present in the system.
 * Every acknowledged operation must be there exactly once and unchanged, every other at most once.
 */
export function judge(operations, found) {
  const findings = [];
  for (const [id, { payload, acked }] of operations) {
    const present = found.get(id) ?? [];
    if (acked && present.length === 0) findings.push(`${id}: acknowledged but lost`);
    if (present.length > 1) findings.push(`${id}: there ${present.length} times`);
    if (present.some((fingerprint) => fingerprint !== payload)) findings.push(`${id}: there, but changed`);
  }
  return findings;
}
