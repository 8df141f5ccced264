// What the authority's own pages are used for in more than one walk: the order that the board adopts, and a proposal to whoever may decide.

/** The day that the demo shows. */
export function today(seat) {
  return seat.page.locator("footer time").first().getAttribute("datetime");
}

/** The unit head writes down an order that the board has adopted today; `change` edits its draft. */
export async function adopts(enar, change) {
  await enar.rail("Mer");
  await enar.follow("Delegationsordning");
  await enar.follow("Skriv utkast till nästa delegationsordning");
  await enar.shows("Ingen punkt kan läggas lägre än vad lagen tillåter.");
  await change(enar);
  const day = await today(enar);
  await enar.write("adopted", day);
  await enar.write("valid-from", day);
  await enar.write("paragraph", "§ 12");
  await enar.press("Skriv in som antagen");
  await enar.shows("Delegationsordningen är inskriven");
}

/** A worker proposes not to open an investigation. `told` is what the page says of why it is not hers to decide. */
export async function proposes(seat, child, { motive, told, to }) {
  await seat.child(child.given);
  await seat.follow("Besluta om utredning");
  await seat.pick("outcome", "D03");
  await seat.write("motive", motive);
  await seat.press("Granska");
  await seat.shows("Du kan inte fatta det här beslutet", ...told);
  await seat.choose("to", to);
  await seat.press("Skicka förslaget");
  await seat.shows("Förslaget är skickat");
}
