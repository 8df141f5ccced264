// What the scripts must reach: the recount agrees, nothing is typed twice, and each step costs at most a stated part of
// the conventional system's operating time, or a stated number of seconds. Waiting is judged
// of the whole script only: it depends on the machine of the day.

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { CONVENTIONAL, operating } from "./operators.mjs";
import { readSteps, recount } from "./recount.mjs";
import { OUT } from "./scene.mjs";
import { table } from "./table.mjs";

/**
 * Prints the table, counts again from the raw log, and judges. `parts` gives the most a step may cost, by its id; `whole` the most
 * seconds of operating and waiting, clicks and loads of the conventional steps together, without the rows that stand beside them.
 */
export function settle(script, steps, parts, whole = null) {
  console.log(table(script, steps));
  const findings = countedAgain(script, steps);
  for (const { id, name, conventional, counts } of steps) {
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

/**
 * Judges a script that stands beside no conventional system: `seconds` gives the most each step may cost by its id, measured once
 * with a tenth to spare. A step without a limit is a fault of the test.
 */
export function settleAlone(script, steps, seconds) {
  console.log(table(script, steps));
  const findings = countedAgain(script, steps);
  for (const { id, name, counts } of steps) {
    const told = `step ${id} ${name}: ${operating(counts).toFixed(1)} s of operating`;
    if (!(operating(counts) <= seconds[id])) findings.push(`${told}, more than ${seconds[id]} s`);
  }
  assert.deepEqual(findings, []);
}

/**
 * Judges a script that was worked otherwise than most people do, as one row: all its steps together, with those that stand beside
 * the conventional ones. `most` gives the most of any count, and of `seconds` of operating; what it does not name is not judged.
 */
export function settleWhole(script, steps, most) {
  const findings = countedAgain(script, steps);
  const sum = (of) => steps.reduce((total, { counts }) => total + of(counts), 0);
  const all = { seconds: sum(operating), waited: sum(({ waited }) => waited / 1000) };
  for (const name of ["keys", "clicks", "hands", "scrolls", "loads"]) all[name] = sum((counts) => counts[name]);
  const counted = `${all.keys} keys, ${all.clicks} clicks, ${all.scrolls} scrolls, ${all.loads} loads`;
  console.log(`Effort of "${script}": ${all.seconds.toFixed(1)} s of operating and ${all.waited.toFixed(1)} s of waiting, ${counted}`);
  for (const [name, limit] of Object.entries(most)) {
    // A name that nobody counts is not within its limit either.
    if (!(all[name] <= limit)) findings.push(`${all[name]?.toFixed(1)} ${name}, more than ${limit}`);
  }
  assert.deepEqual(findings, []);
}

/** The recount of the raw log must agree; what was typed twice comes back as findings. */
function countedAgain(script, steps) {
  const again = recount(readSteps(join(OUT, "effort", script)));
  assert.ok(isDeepStrictEqual(again, JSON.parse(JSON.stringify(steps))), "the recount of the raw log disagrees with the driver");
  const twice = steps.filter(({ counts }) => counts.duplicate > 0);
  return twice.map(({ id, name, counts }) => `step ${id} ${name}: ${counts.duplicate} characters were typed that stood in the case`);
}

/** What the whole script costs, and what of it is too much. */
function together(steps, { seconds, clicks, loads }) {
  const counted = steps.filter(({ conventional }) => conventional !== null);
  const sum = (of) => counted.reduce((total, { counts }) => total + of(counts), 0);
  const ours = { operating: sum(operating), waited: sum(({ waited }) => waited / 1000), clicks: sum((it) => it.clicks), loads: sum((it) => it.loads) };
  console.log(`  the whole script: ${ours.operating.toFixed(1)} s of operating and ${ours.waited.toFixed(1)} s of waiting, ${ours.clicks} clicks, ${ours.loads} loads`);
  const findings = [];
  const all = ours.operating + ours.waited;
  if (all > seconds) findings.push(`the whole script: ${all.toFixed(1)} s of operating and waiting, more than ${seconds} s`);
  if (ours.loads > loads) findings.push(`the whole script: ${ours.loads} loads, more than ${loads}`);
  if (ours.clicks > clicks) findings.push(`the whole script: ${ours.clicks} clicks, more than ${clicks}`);
  return findings;
}
