// Two pages that are laid out alike are drawn alike; whatever is laid out otherwise is not.

import assert from "node:assert/strict";
import { drawing, drawings } from "../drawing.mjs";
import { test } from "../runner.mjs";

const ROW = '<li class="row"><a href="/akt/1">Maja</a></li>';
const LIST = `<ul>${ROW}</ul>`;

test("words, ids, addresses and how many there are do not count", () => {
  assert.equal(drawing(LIST), drawing(`<ul>\n${ROW}${ROW.replace("Maja", "Ture").replace("/akt/1", "/akt/2")}</ul>`));
  assert.equal(drawing('<input name="by-1" id="a">'), drawing('<input name="by-2" id="b"> <!-- <b>inget</b> -->'));
});

test("a kind of thing, its look, its name, its type, its role and where it stands do", () => {
  const others = [
    LIST.replace("row", "row late"),
    LIST.replaceAll("a>", "b>").replace("<a ", "<b "),
    LIST.replace("<ul>", '<ul role="listbox">'),
    LIST.replace("</a>", '</a><button name="deed">Ta</button>'),
    LIST.replace("</a>", '</a><input type="checkbox" name="deed">'),
    LIST.replace("</a>", '</a><input type="radio" name="deed">'),
    LIST.replace("</a>", '</a><input type="radio" name="who">'),
    `<section>${LIST}</section>`,
    `${LIST}<a href="/">Till</a>`,
  ];
  assert.equal(new Set([LIST, ...others].map(drawing)).size, others.length + 1);
});

test("an element that holds nothing, and an end without a beginning, hold nothing that follows", () => {
  assert.equal(drawing(`<br>${LIST}`), drawing(`${LIST}<br>`));
  assert.equal(drawing(`</div>${LIST}`), drawing(LIST));
});

test("what stands around a page's own part is told apart from it", () => {
  const page = (around, own) => drawings(`<body>${around}<main>${own}</main></body>`);
  const first = page("<nav></nav>", LIST);
  assert.equal(page("<nav><b></b></nav>", LIST).main, first.main);
  assert.notEqual(page("<nav><b></b></nav>", LIST).around, first.around);
  assert.notEqual(page("<nav></nav>", "<p></p>").main, first.main);
  assert.equal(page("<nav></nav>", "<p></p>").around, first.around);
});
