// What the scripts must reach: the recount agrees, nothing is typed twice, and each step costs at most a stated part of
// the conventional system's operating time. Waiting is printed, not judged: it depends on the machine of the day.

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { CONVENTIONAL, operating } from "./operators.mjs";
import { readSteps, recount } from "./recount.mjs";
import { OUT } from "./scene.mjs";
import { table } from "./table.mjs";

/**
 * Prints the table, counts again from the raw log, and judges. `parts` gives the most a step may cost, by its id; `whole` the most
 * operating seconds and clicks of the conventional steps together, without the rows that stand beside them.
 */
export function settle(script, steps, parts, whole = null) {
  console.log(table(script, steps));
  const again = recount(readSteps(join(OUT, "effort", script)));
  assert.ok(isDeepStrictEqual(again, JSON.parse(JSON.stringify(steps))), "the recount of the raw log disagrees with the driver");
  const findings = [];
  for (const { id, name, conventional, counts } of steps) {
    if (counts.duplicate > 0) findings.push(`step ${id} ${name}: ${counts.duplicate} characters were typed that stood in the case`);
    if (conventional === null) continue;
    const { counts: usual, goal } = CONVENTIONAL[conventional];
    const [ours, theirs] = [operating(counts), operating(usual)];
    const part = ours / theirs;
    const over = ours + counts.waited / 1000 - goal.limit;
    const told = `step ${id} ${name}: ${ours.toFixed(1)} s of operating, ${Math.round(100 * part)} % of ${theirs.toFixed(1)} s`;
    console.log(`  ${told}${over > 0 ? `; with waiting ${over.toFixed(1)} s over the goal of ${goal.limit} s` : `; goal of ${goal.limit} s reached`}`);
    if (part > parts[id]) findings.push(`${told}, more than ${100 * parts[id]} %`);
  }
  if (whole) findings.push(...together(steps, whole));
  assert.deepEqual(findings, []);
}

/** What the whole script costs, and what of it is too much. */
function together(steps, { seconds, clicks }) {
  const counted = steps.filter(({ conventional }) => conventional !== null);
  const sum = (of) => counted.reduce((total, { counts }) => total + of(counts), 0);
  const ours = { operating: sum(operating), waited: sum(({ waited }) => waited / 1000), clicks: sum((it) => it.clicks), loads: sum((it) => it.loads) };
  console.log(`  the whole script: ${ours.operating.toFixed(1)} s of operating and ${ours.waited.toFixed(1)} s of waiting, ${ours.clicks} clicks, ${ours.loads} loads`);
  const findings = [];
  if (ours.operating > seconds) findings.push(`the whole script: ${ours.operating.toFixed(1)} s of operating, more than ${seconds} s`);
  if (ours.clicks > clicks) findings.push(`the whole script: ${ours.clicks} clicks, more than ${clicks}`);
  return findings;
}
