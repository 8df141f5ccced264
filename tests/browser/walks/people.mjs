// Those who are walked about: invented, with numbers that can be nobody's.

import { assess, distribute, invented, register, runningInvestigation } from "../scene.mjs";
import { Web } from "../web.mjs";

export const TYRA = { given: "Tyra", family: "Ekeby", identity: invented([9, 4], 104) };
export const ANNELIE = { given: "Annelie", family: "Ekeby", identity: invented([36, 2], 106) };
export const BORJE = { given: "Börje", family: "Sundvall", identity: invented([39, 7], 107), phone: "070-174 06 22" };

export const ISAK = { given: "Isak", family: "Tallmo", identity: invented([16, 3], 109) };
export const KERSTIN = { given: "Kerstin", family: "Tallmo", identity: invented([47, 1], 112), phone: "070-174 06 23" };

export const RONJA = { given: "Ronja", family: "Stubbmyr", identity: invented([8, 5], 114) };
export const GOTE = { given: "Göte", family: "Stubbmyr", identity: invented([41, 6], 115), phone: "070-174 06 24" };

export const VILGOT = { given: "Vilgot", family: "Brovik", identity: invented([10, 2], 117) };
export const SIGBRITT = { given: "Sigbritt", family: "Brovik", identity: invented([38, 8], 118) };

export const TINDRA = { given: "Tindra", family: "Kvarnsten", identity: invented([7, 9], 120) };
export const MANFRED = { given: "Manfred", family: "Löparö", identity: invented([12, 5], 123) };

export const HEDDA = { given: "Hedda", family: "Tornlid", identity: invented([11, 1], 124) };
export const LUDVIG = { given: "Ludvig", family: "Sävbo", identity: invented([6, 6], 127) };

/** A neighbour, who reports without a duty to and is afraid of being known. */
export const NEIGHBOUR = {
  category: "PRI",
  "reporter-name": "Solbritt Hagnäs",
  "reporter-role": "granne på andra våningen",
  "reporter-contact": "070-174 06 21",
};

/** Ulla investigates a child, alone. */
export function investigated(url, child, { concern, report }) {
  return runningInvestigation(url, child, {
    concern,
    report,
    protection: "Barnet är i skolan i dag och ska hem till någon som det är tryggt hos.",
    motive: "Det som har berättats behöver utredas.",
    areas: ["child.education"],
    main: /Ulla Ekdahl/,
  });
}

/** A report of a child that nobody has decided anything about, with whoever works on it. Says where it is. */
export async function reported(url, child, { concern, report, main }) {
  const [mia, frida] = [await Web.as(url, "mia"), await Web.as(url, "frida")];
  const assessing = await register(mia, { children: [child], concern, more: report });
  await assess(mia, assessing, "Barnet är i skolan i dag och ska hem till någon som det är tryggt hos.");
  const here = assessing.replace(/\/skydd.*/, "");
  await distribute(frida, here, { main });
  return here;
}

/** The file's address, from that of one of its matters. */
export const fileOf = (here) => here.replace(/\/arende\/.*/, "");
