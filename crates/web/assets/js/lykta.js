// Comfort: each page works without it. No text ever becomes markup.
import { keepDrafts } from "./drafts.js";
import { listenToKeys } from "./keys.js";
import { openPalette } from "./palette.js";
import { announce } from "./live.js";
import { askKey } from "./passkey.js";

for (const box of document.querySelectorAll("[data-draft-url]")) keepDrafts(box);
listenToKeys();
for (const form of document.querySelectorAll("[data-passkey]")) askKey(form);

for (const button of document.querySelectorAll("[data-open-palette]")) {
  button.hidden = false;
  button.addEventListener("click", openPalette);
}

// The summary of a refused form is read first.
document.querySelector("[data-focus]")?.focus();

// The style sheet filters; this says how many entries are left.
for (const filter of document.querySelectorAll("[data-filter]")) {
  filter.addEventListener("change", (event) => {
    const entries = [...filter.parentElement.querySelectorAll(".entry")];
    const shown = entries.filter((entry) => entry.checkVisibility()).length;
    announce(`${event.target.nextElementSibling.textContent}: ${shown}`);
  });
}
