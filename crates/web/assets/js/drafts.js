// Keeps what is written. "Sparat" is shown only when the server says it is committed.
const PAUSE_MS = 800;
const LONGEST_MS = 1500;
const RETRY_MS = 3000;

export function keepDrafts(form) {
  const status = form.querySelector("[data-draft-status]");
  let version = Number(form.dataset.draftVersion);
  let timer = 0;
  let dirty = false;
  let since = 0;
  let sending = false;

  const show = (state, text) => {
    status.dataset.state = state;
    status.textContent = text;
  };

  const body = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    // A save that overtakes one on its way follows on that one: each save raises the version by one.
    data.set("draft_version", version + (sending ? 1 : 0));
    return new URLSearchParams(data).toString();
  };

  const save = async (leaving) => {
    clearTimeout(timer);
    if (!dirty || (sending && !leaving)) return;
    dirty = false;
    const text = body();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    // Browsers let at most 64 KiB outlive the page.
    const request = { method: "POST", headers, body: text, keepalive: text.length < 60_000 };
    sending = true;
    let pause = PAUSE_MS;
    show("saving", form.dataset.saving);
    const slow = setTimeout(() => show("failed", form.dataset.failed), RETRY_MS);
    try {
      const answer = await fetch(form.dataset.draftUrl, request);
      const told = answer.ok || answer.status === 409 ? await answer.json() : {};
      if (answer.ok) {
        version = told.version;
        if (!dirty) show("saved", `${form.dataset.saved} ${told.saved}`);
      } else {
        const clash = answer.status === 409;
        dirty = !clash;
        pause = RETRY_MS;
        show("failed", clash ? form.dataset.conflict : form.dataset.failed);
        if (clash) beside(form, told.theirs);
      }
    } catch {
      dirty = true;
      pause = RETRY_MS;
      show("failed", form.dataset.failed);
    } finally {
      clearTimeout(slow);
      sending = false;
    }
    if (dirty) timer = setTimeout(save, pause);
  };

  form.addEventListener("input", () => {
    if (form.dataset.stopped) return;
    if (!dirty) since = performance.now();
    dirty = true;
    show("saving", form.dataset.saving);
    clearTimeout(timer);
    timer = setTimeout(save, Math.min(PAUSE_MS, Math.max(0, since + LONGEST_MS - performance.now())));
  });
  form.addEventListener("focusout", () => save());
  form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; });
  addEventListener("pagehide", () => save(true));
}

// The text was changed in two places: both are shown, neither is changed, saving stops.
function beside(form, theirs) {
  form.dataset.stopped = "yes";
  for (const [name, text] of Object.entries(theirs ?? {})) {
    const field = form.elements.namedItem(name);
    if (!field || field.value === text) continue;
    const box = document.createElement("section");
    box.className = "theirs";
    const title = document.createElement("h3");
    title.textContent = form.dataset.theirs;
    const words = document.createElement("p");
    words.textContent = text;
    box.append(title, words);
    field.after(box);
  }
}
