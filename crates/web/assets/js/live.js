// One polite live region for everything that changes without a new page.
const region = document.getElementById("live");

export function announce(text) {
  region.textContent = "";
  // Emptied first: the same words twice in a row are also news.
  requestAnimationFrame(() => { region.textContent = text; });
}
