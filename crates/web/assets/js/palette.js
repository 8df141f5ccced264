// Finds among the page's own links and buttons: never offers what the reader may not do.
import { announce } from "./live.js";

const dialog = document.getElementById("palette");
const input = document.getElementById("palette-text");
const list = document.getElementById("palette-list");
let found = [];
let at = 0;

export function openPalette() {
  if (dialog.open) return;
  input.value = "";
  dialog.showModal();
  draw();
}

// In a row the words say what to do, and the row says about whom: two rows with equal words are two things to find.
function wordsOf(node) {
  const words = (node.querySelector(":scope > span:not(.unseen)") ?? node).innerText.trim();
  const about = node.closest("[data-item]")?.querySelector("bdi, .nr")?.innerText.trim();
  return words && about && !words.includes(about) ? `${words} – ${about}` : words;
}

function candidates() {
  const nodes = document.querySelectorAll("nav a, main a[href], main button, .child-head a, .context a, [data-key]");
  const seen = new Set();
  return [...nodes].filter((node) => {
    const words = wordsOf(node);
    return words && node.checkVisibility() && !seen.has(words + node.href) && seen.add(words + node.href);
  });
}

function draw() {
  const asked = input.value.trim().toLocaleLowerCase("sv");
  found = candidates().filter((node) => wordsOf(node).toLocaleLowerCase("sv").includes(asked)).slice(0, 12);
  at = 0;
  list.replaceChildren(...found.map((node, n) => {
    const row = document.createElement("li");
    row.id = `found-${n}`;
    row.role = "option";
    row.append(wordsOf(node));
    if (node.dataset.key) row.append(document.createElement("kbd"));
    if (node.dataset.key) row.lastChild.textContent = node.dataset.key;
    row.addEventListener("click", () => go(n));
    return row;
  }));
  choose(0);
  announce(found.length ? `${dialog.dataset.found} ${found.length}` : dialog.dataset.empty);
}

function choose(n) {
  if (!found.length) return;
  at = (n + found.length) % found.length;
  [...list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
  input.setAttribute("aria-activedescendant", `found-${at}`);
  list.children[at].scrollIntoView({ block: "nearest" });
}

function go(n) {
  const node = found[n];
  dialog.close();
  node?.focus();
  node?.click();
}

input.addEventListener("input", draw);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") choose(at + 1);
  else if (event.key === "ArrowUp") choose(at - 1);
  else if (event.key === "Enter") go(at);
  else return;
  event.preventDefault();
});
