// What holds on every page, in every window and for everybody: one heading, the demo's banner, nobody named where a
// window's list or an address would show it.

const BANNER = "Övningsmiljö – inga riktiga personer";

/** What is not so, as findings. */
export async function common(page, { letter = false }) {
  const findings = [];
  const seen = await page.evaluate(() => ({
    title: document.title,
    headings: document.querySelectorAll("h1").length,
    names: [...document.querySelectorAll("bdi, .child-head .who a")].map((it) => it.textContent.trim()),
    text: document.body.innerText,
  }));
  if (seen.headings !== 1) findings.push(`${seen.headings} h1`);
  if (!seen.text.includes(BANNER)) findings.push("the banner of the demo is missing");
  if (!letter && !/ · Lykta$/.test(seen.title)) findings.push(`title is "${seen.title}"`);
  const place = `${seen.title} ${decodeURI(page.url())}`;
  const told = seen.names.filter((name) => name.length > 2).find((name) => place.includes(name));
  if (told) findings.push(`a name in the title or the address: "${told}"`);
  if (/\d{6,8}[-+ ]?\d{4}(?!\w)/.test(place.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ""))) findings.push("an identity number in the title or the address");
  return findings;
}
