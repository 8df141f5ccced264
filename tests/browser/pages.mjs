// The pages of Lykta, as data: who looks, and how one gets there by the page's own words.
//
// `path` is the only thing typed in the address line; from there `follow` names what is pressed, in order, by the
// visible name of the link or button. A page that cannot be reached so cannot be reached by a person either.
// `forms` lists the windows that make sense for the page when not all of them do.

/** The roles of the demo municipality, by the words on the login page. */
export const ROLES = {
  reception: /mottagning/i,
  first_social_worker: /förste socialsekreterare.*utredning/i,
  investigator: /socialsekreterare.*utredning/i,
  unit_head: /enhetschef/i,
  committee: /nämnd/i,
};

export const PAGES = [
  { name: "logga-in", role: null, path: "/" },
  { name: "galleri", role: null, path: "/galleri" },
  { name: "min-dag-mottagning", role: "reception", path: "/" },
  { name: "min-dag-utredning", role: "investigator", path: "/" },
  { name: "gruppen-forste", role: "first_social_worker", path: "/", follow: ["Gruppen"] },
  { name: "gruppen-enhetschef", role: "unit_head", path: "/", follow: ["Gruppen"] },
  { name: "anmalan", role: "reception", path: "/", follow: ["Anmälan"] },
  { name: "sok", role: "reception", path: "/", follow: ["Sök"] },
];

/** Logs in as a role of the demo municipality through the login page. */
export async function logIn(page, role) {
  await page.goto("/");
  await page.getByRole("button", { name: ROLES[role] }).first().click();
  await page.getByRole("navigation").first().waitFor();
}

/** Goes to a page as a person does. */
export async function goTo(page, { role, path, follow = [] }) {
  if (role) await logIn(page, role);
  const answer = await page.goto(path);
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}`);
  for (const name of follow) {
    const control = page.getByRole("link", { name }).or(page.getByRole("button", { name })).first();
    await control.click();
    await page.waitForLoadState("load");
  }
}
