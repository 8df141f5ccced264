// Seeded randomness, so that a failing run can be repeated.

import { createHash } from "node:crypto";

/** A generator of numbers in [0, 1): the n-th is read from a hash of the seed and n. */
export function seeded(seed) {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash("sha256").update(`${seed}/${drawn}`).digest().readUInt32BE() / 2 ** 32;
  };
}
