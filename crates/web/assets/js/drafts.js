// Keeps what is written. "Sparat" is shown only when the server says it is committed.
const PAUSE_MS = 800;
const LONGEST_MS = 1500;
const RETRY_MS = 3000;

const BUSY = Symbol();

// A form is kept whole; on a page that several people write, each section by itself.
export function keepDrafts(box) {
  const form = box.form ?? box;
  const told = form.dataset;
  const busy = (form[BUSY] ??= new Set());
  const status = box.querySelector("[data-draft-status]");
  let version = Number(box.dataset.draftVersion);
  let timer = 0;
  let dirty = false;
  let since = 0;
  let sending = null;
  let then = null;

  const show = (state, text) => {
    status.dataset.state = state;
    status.textContent = text;
  };

  const body = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File || !box.elements[name]) data.delete(name);
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
    sending = new AbortController();
    busy.add(box);
    const request = { method: "POST", headers, body: text, keepalive: text.length < 60_000, signal: sending.signal };
    let pause = PAUSE_MS;
    show("saving", told.saving);
    const slow = setTimeout(() => show("failed", told.failed), RETRY_MS);
    try {
      const answer = await fetch(box.dataset.draftUrl, request);
      const kept = answer.ok || answer.status === 409 ? await answer.json() : {};
      if (answer.ok) {
        version = kept.version;
        for (const name in kept.held) box.elements[name].value = kept.held[name];
        if (!dirty) show("saved", `${told.saved} ${kept.saved}`);
      } else {
        const clash = answer.status === 409;
        dirty = !clash;
        pause = RETRY_MS;
        const out = answer.status === 401;
        show("failed", clash ? told.conflict : out ? told.out : told.failed);
        if (out) status.append(" ", door(told.door));
        if (clash) beside(box, kept.theirs, told.theirs);
      }
    } catch {
      dirty = true;
      pause = RETRY_MS;
      show("failed", told.failed);
    } finally {
      clearTimeout(slow);
      sending = null;
      busy.delete(box);
    }
    then?.();
    if (dirty) timer = setTimeout(save, pause);
  };

  box.addEventListener("input", () => {
    if (box.dataset.stopped) return;
    if (!dirty) since = performance.now();
    dirty = true;
    show("saving", told.saving);
    clearTimeout(timer);
    timer = setTimeout(save, Math.min(PAUSE_MS, Math.max(0, since + LONGEST_MS - performance.now())));
  });
  box.addEventListener("focusout", () => save());
  // A form that is sent names the version it follows on: what is on its way comes first, for as long as a slow line may take.
  // Until it goes, what is not saved counts as not saved.
  form.addEventListener("submit", (event) => {
    if (!busy.size) {
      clearTimeout(timer);
      dirty = false;
      return;
    }
    event.preventDefault();
    if (!sending) return;
    const held = sending;
    setTimeout(() => held.abort(), RETRY_MS);
    then = () => {
      then = null;
      form.requestSubmit(event.submitter);
    };
  });
  addEventListener("pagehide", () => save(true));
}

// The session has ended. The login is another window's: here the text stands and the caret with it, and saving goes on by itself.
function door(words) {
  const link = document.createElement("a");
  Object.assign(link, { href: "/logga-in", target: "_blank", rel: "noopener", className: "ds-link", textContent: words });
  return link;
}

// The text was changed in two places: both are shown, neither is changed, saving stops.
function beside(box, theirs, words) {
  box.dataset.stopped = "yes";
  for (const [name, text] of Object.entries(theirs ?? {})) {
    const field = box.elements[name];
    if (!field || field.value === text) continue;
    const beside = document.createElement("section");
    beside.className = "theirs";
    const title = document.createElement("h3");
    title.textContent = words;
    const said = document.createElement("p");
    said.textContent = text;
    beside.append(title, said);
    field.after(beside);
  }
}
