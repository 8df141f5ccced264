// What the driver asks the page. These functions run inside the page, so each stands on its own: no imports, no
// names from outside.

/** What an element is, as far as the metric needs to know. */
export function describe(element) {
  const tag = element.tagName.toLowerCase();
  const type = tag === "input" ? element.type : "";
  const form = element.form ?? element.closest("form");
  const submits = form ? [...form.elements].filter((it) => it.type === "submit" && !it.disabled) : [];
  const written = ["text", "search", "tel", "email", "url", "number", "password"].includes(type) || tag === "textarea";
  const dated = ["date", "time", "datetime-local", "month", "week"].includes(type);
  const labels = [...(element.labels ?? [])].map((label) => label.textContent);
  const name = element.getAttribute("aria-label") ?? labels[0] ?? (tag === "body" ? "" : element.textContent) ?? "";
  const formNumber = form ? [...document.forms].indexOf(form) : -1;
  return {
    tag,
    type,
    name: name.trim().replace(/\s+/g, " ").slice(0, 60),
    form: formNumber,
    field: `${formNumber}/${element.name || element.id || tag}`,
    text: written || dated || element.isContentEditable,
    plain: written || element.isContentEditable,
    main: submits[0] === element,
    suggesting: element.hasAttribute("aria-activedescendant") && element.getAttribute("aria-activedescendant") !== "",
  };
}

/** How a choice stands and how it would stand with `label` (select) or with this button on (radio, checkbox). */
export function readChoice(element, label) {
  if (element.tagName === "SELECT") {
    const labels = [...element.options].map((option) => option.label.trim());
    const wantedIndex = labels.indexOf(label);
    if (wantedIndex < 0) throw new Error(`no option "${label}" among: ${labels.join(" | ")}`);
    const index = element.selectedIndex;
    return { kind: "select", current: labels[index] ?? "", wanted: label, index, wantedIndex };
  }
  if (element.type === "checkbox") {
    return { kind: "checkbox", current: element.checked, wanted: label === null ? true : label };
  }
  if (element.type !== "radio") throw new Error(`not a choice: ${element.outerHTML.slice(0, 80)}`);
  const group = `input[type=radio][name="${CSS.escape(element.name)}"]`;
  const members = [...document.querySelectorAll(group)];
  const index = members.findIndex((member) => member.checked);
  const current = index < 0 ? "" : members[index].value;
  return { kind: "radio", current, wanted: element.value, index, wantedIndex: members.indexOf(element), group };
}

/** Reports what the page itself notices: typed characters, pressed mouse buttons, opened dialogs. */
export function observe() {
  if (window.lyktaObserved || !window.lyktaSeen) return;
  window.lyktaObserved = true;
  const tell = (kind, amount) => window.lyktaSeen({ kind, amount });
  const onInput = (event) => {
    if (!event.isTrusted) return;
    const breaks = ["insertLineBreak", "insertParagraph"].includes(event.inputType);
    const characters = breaks ? 1 : [...(event.data ?? "")].length;
    if (characters > 0) tell("characters", characters);
  };
  document.addEventListener("input", onInput, true);
  document.addEventListener("pointerdown", (event) => event.isTrusted && tell("presses", 1), true);
  const onToggle = (event) => {
    const view = event.target.tagName === "DIALOG" || event.target.hasAttribute?.("popover");
    if (view && event.newState === "open") tell("dialog", event.target.id || event.target.tagName);
  };
  document.addEventListener("toggle", onToggle, true);
}
