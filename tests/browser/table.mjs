// The effort table: each step of a script beside the conventional system, counts first, seconds after.

import { CONVENTIONAL, SECONDS, SECONDS_QUICK, conventionalTime, mental, operating } from "./operators.mjs";

const COLUMNS = ["step", "L", "C", "H", "ch", "tx", "cm", "k", "s", "M", "T_op", "T_wait", "T_text", "n_dup", "sum", "conv.", "goal"];

/** A text table of counted steps. Steps without a conventional counterpart stand without comparison. */
export function table(title, steps) {
  const rows = steps.map(stepRow);
  const compared = steps.filter(({ conventional }) => conventional !== null);
  const lines = [
    `Effort of "${title}" (seconds; L loads, C clicks, H hand changes, ch choices, tx text fields, cm commands, k keys, s scrolls)`,
    ...align([COLUMNS, ...rows, totalRow(steps)]),
    ...conventionalLines(compared),
    `sum with a quick typist (K 0.20, M 1.20): ${ours(steps, SECONDS_QUICK).toFixed(1)} s, conventional ${conventional(compared, SECONDS_QUICK).toFixed(1)} s`,
  ];
  return lines.join("\n");
}

function stepRow({ id, name, conventional: like, counts }) {
  const time = operating(counts) + counts.waited / 1000;
  const other = like === null ? ["–", "–"] : [conventionalTime(like).toFixed(0), `≤ ${CONVENTIONAL[like].goal.limit}`];
  return [`${id} ${name}`, ...countCells(counts), ...timeCells(counts), time.toFixed(1), ...other];
}

function countCells(counts) {
  const { loads, clicks, hands, choices, fields, commands, keys, scrolls } = counts;
  return [loads, clicks, hands, choices, fields, commands, keys, scrolls, mental(counts)].map(String);
}

function timeCells(counts) {
  const text = SECONDS.key * counts.free;
  return [operating(counts).toFixed(1), (counts.waited / 1000).toFixed(2), text.toFixed(0), String(counts.duplicate)];
}

function totalRow(steps) {
  const total = {};
  for (const { counts } of steps) {
    for (const [key, value] of Object.entries(counts)) total[key] = (total[key] ?? 0) + value;
  }
  const likes = steps.map(({ conventional: like }) => like).filter((like) => like !== null);
  const goal = likes.reduce((sum, like) => sum + CONVENTIONAL[like].goal.limit, 0);
  const compared = conventional(steps.filter((step) => step.conventional !== null));
  return ["sum", ...countCells(total), ...timeCells(total), ours(steps).toFixed(1), compared.toFixed(0), `≤ ${goal}`];
}

/** The conventional counts under ours, so that the reader compares counts and not only seconds. */
function conventionalLines(steps) {
  const rows = steps.map(({ conventional: like }) => {
    const { counts, name } = CONVENTIONAL[like];
    return [`  conventional ${like} ${name}`, ...countCells(counts), operating(counts).toFixed(1)];
  });
  return rows.length === 0 ? [] : align([["", ...COLUMNS.slice(1, 11)], ...rows]);
}

function ours(steps, seconds) {
  return steps.reduce((sum, { counts }) => sum + operating(counts, seconds) + counts.waited / 1000, 0);
}

function conventional(steps, seconds) {
  return steps.reduce((sum, { conventional: like }) => sum + conventionalTime(like, seconds), 0);
}

function align(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join("  "));
}
