// What each member of staff gets at an address: the page, the page after a reason has been given, or a refusal.

import { drawings } from "./drawing.mjs";
import { Web } from "./web.mjs";

const REASON = /^\/akt\/[0-9a-f-]{36}\/skal$/;

/** Everybody who can log in, as the page of logging in names them. */
export async function logins(url) {
  const page = await new Web(url).page("/logga-in");
  return [...page.text.matchAll(/<button\b[^>]*\sname="login" value="(\w+)"/g)].map(([, login]) => login);
}

/** Gives the reason that a colleague without a part in the file is asked for. */
async function giveReason(web, address) {
  const form = (await web.page(address)).main();
  const [, reason] = form.markup.match(/name="reason" value="([^"]*)"/);
  await web.done(form.fill({ reason, words: "Kollegan är sjuk och barnets skola söker någon som kan svara." }));
}

/**
 * Opens an address as somebody: `status` is the last answer's, `asked` tells that a reason had to be given first, and
 * the rest how the page is drawn. An address that leads on is followed, as a browser does.
 */
export async function enter(web, address) {
  let answer = await web.get(address);
  const asked = answer.status === 303 && REASON.test(answer.location);
  if (asked) {
    await giveReason(web, answer.location);
    answer = await web.get(address);
  }
  if (answer.status === 303) answer = await web.get(answer.location);
  return { status: answer.status, asked, ...drawings(answer.text) };
}
