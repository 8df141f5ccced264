// Ctrl+Enter, Ctrl+K and, unless switched off: j and k between rows, ? for help, and the letters in data-key.
import { openPalette } from "./palette.js";

const isWriting = (node) => node.closest?.("input:not([type=radio],[type=checkbox]), textarea, select, dialog");

export function listenToKeys() {
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) return withControl(event);
    if (document.body.dataset.keys !== "on" || isWriting(event.target)) return;
    const key = event.key.toLowerCase();
    if (key === "?") openPalette();
    else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else {
      const target = [...document.querySelectorAll("[data-key]")].find((link) => link.dataset.key === key);
      if (!target) return;
      target.click();
    }
    event.preventDefault();
  });
}

function withControl(event) {
  if (event.key === "Enter") {
    const form = event.target.closest?.("form") ?? document.querySelector("form[data-main]");
    form?.requestSubmit();
  } else if (event.key.toLowerCase() === "k") openPalette();
  else return;
  event.preventDefault();
}

// Moves to the first link of the next or previous row.
function step(by) {
  const rows = [...document.querySelectorAll("[data-item]")].filter((row) => row.checkVisibility());
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
  row?.querySelector("a, summary, button")?.focus();
}
