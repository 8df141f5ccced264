// The ruler: what each operation costs in seconds, and what a conventional system costs by the same ruler.
//
// The seconds are those of the keystroke-level model (Card, Moran and Newell, 1980). A scroll burst is not in the
// original; it is set equal to pointing, and said so. Counts are always published beside seconds, because seconds
// are a model and counts are facts.

/** Seconds per operation. */
export const SECONDS = { key: 0.28, point: 1.1, press: 0.2, hand: 0.4, mental: 1.35, scroll: 1.1 };

/** The same for a quick typist and a later primer's mental time: shows how far the result leans on the model. */
export const SECONDS_QUICK = { ...SECONDS, key: 0.2, mental: 1.2 };

/** Seconds waited per page load in the conventional system. */
export const CONVENTIONAL_WAIT = 2;

/**
 * A conventional web system, as a model: menu, search, record, form, save, return; one form per step; dates and
 * lists by mouse. Counted in loads, clicks, hand changes, choices, text fields and commands. `goal` is ours: the
 * same counts, command keys, and the seconds that must not be exceeded.
 */
export const CONVENTIONAL = {
  1: row("report", [9, 34, 22, 12, 16, 5], [2, 3, 2, 6, 8, 2], 42, 41),
  2: row("protection assessment", [5, 14, 8, 5, 3, 3], [1, 1, 2, 3, 2, 1], 14, 16),
  3: row("decide to open, notify", [6, 16, 8, 5, 3, 4], [1, 1, 2, 2, 1, 2], 10, 13),
  4: row("assign", [4, 9, 2, 3, 1, 2], [0, 1, 1, 1, 0, 1], 6, 6),
  5: row("three notes", [12, 36, 18, 9, 9, 9], [3, 2, 4, 3, 3, 3], 24, 28),
  6: row("investigation", [10, 34, 20, 8, 10, 8], [2, 4, 6, 3, 5, 3], 36, 36),
  7: row("decision", [10, 28, 12, 8, 5, 6], [3, 2, 4, 3, 2, 3], 18, 25),
  8: row("plan", [8, 40, 24, 11, 13, 6], [1, 3, 4, 5, 7, 2], 40, 37),
  9: row("follow-up", [6, 22, 10, 6, 4, 3], [1, 1, 2, 2, 2, 1], 16, 15),
};

function row(name, counts, goalCounts, keys, limit) {
  return { name, counts: named(counts, 0), goal: { ...named(goalCounts, keys), limit } };
}

function named([loads, clicks, hands, choices, fields, commands], keys) {
  return { loads, clicks, hands, choices, fields, commands, keys, scrolls: 0 };
}

/** Mental preparations: one per new view, changed choice, entered text field and unexpected command. */
export function mental(counts) {
  return counts.loads + (counts.dialogs ?? 0) + counts.choices + counts.fields + counts.commands;
}

/** Operating time in seconds, without waiting and without free text. */
export function operating(counts, seconds = SECONDS) {
  return (
    seconds.key * counts.keys +
    (seconds.point + seconds.press) * counts.clicks +
    seconds.hand * counts.hands +
    seconds.scroll * counts.scrolls +
    seconds.mental * mental(counts)
  );
}

/** Operating and waiting time of the conventional system for a step of the standard script. */
export function conventionalTime(step, seconds = SECONDS) {
  const { counts } = CONVENTIONAL[step];
  return operating(counts, seconds) + CONVENTIONAL_WAIT * counts.loads;
}
