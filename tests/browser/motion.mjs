// Whether a page keeps still for those who asked for it.

/** What is over before anybody can see it move, in seconds. */
const UNSEEN = 0.01;

/** Everything that moves, as sentences. Dialogs are opened to see how they come, and closed again. */
export function motion(page) {
  return page.evaluate((unseen) => {
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) throw new Error("this window has not asked for stillness");
    const closed = [...document.querySelectorAll("dialog:not([open])")];
    closed.forEach((dialog) => dialog.showModal());
    const longest = (durations) => Math.max(...durations.split(",").map((one) => Number.parseFloat(one) * (one.trim().endsWith("ms") ? 0.001 : 1)));
    const findings = document.getAnimations().map(({ effect }) => `${effect.target?.tagName.toLowerCase()}.${effect.target?.className} moves`);
    for (const element of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after", ...(element.tagName === "DIALOG" ? ["::backdrop"] : [])]) {
        const style = getComputedStyle(element, part);
        const name = `${element.tagName.toLowerCase()}.${element.className}${part ?? ""}`;
        if (style.animationName !== "none" && longest(style.animationDuration) > unseen) findings.push(`${name} has the animation ${style.animationName}`);
        if (longest(style.transitionDuration) > unseen) findings.push(`${name} changes ${style.transitionProperty} over ${style.transitionDuration}`);
        if (!part && style.scrollBehavior === "smooth") findings.push(`${name} scrolls smoothly`);
      }
    }
    closed.forEach((dialog) => dialog.close());
    return [...new Set(findings)];
  }, UNSEEN);
}
