// Makes the story's received documents as small real PDF files: node tests/stories/make-pdfs.mjs
//
// Received documents are somebody else's: plain one-page files without our fonts or tags, the way they arrive.
// The same story always gives the same bytes, and a test compares them with the files kept here.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** An A4 page in points, and where the text stands on it. */
const PAGE = { width: 595, height: 842, left: 56, top: 780, lead: 16, size: 10.5 };

/** The documents of the stories: file name, title and lines. */
export function documents() {
  const story = (name) => JSON.parse(readFileSync(join(here, name), "utf8"));
  return [story("alva.json").attachment, story("polisanmalan.json").document];
}

/** The bytes of a one-page PDF with these lines; the first line is bold. */
export function pdf({ title, lines }) {
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R /Lang (sv-SE) >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents 4 0 R ` +
      "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
    stream(content(lines)),
    font("Helvetica"),
    font("Helvetica-Bold"),
    `<< /Title ${string(title)} >>`,
  ];
  let file = "%PDF-1.7\n%\u00e5\u00e4\u00f6\u00c5\n";
  const offsets = objects.map((object, at) => {
    const offset = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const start = file.length;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<< /Size ${size} /Root 1 0 R /Info 7 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  // One character is one byte: everything above lies in Latin-1, where the standard fonts find å, ä and ö.
  return Buffer.from(file, "latin1");
}

function content(lines) {
  const begin = `BT ${PAGE.lead} TL ${PAGE.left} ${PAGE.top} Td`;
  const rows = lines.map((line, at) => `${at === 0 ? "/F2" : "/F1"} ${PAGE.size} Tf ${string(line)} Tj T*`);
  return `${begin}\n${rows.join("\n")}\nET`;
}

function stream(text) {
  return `<< /Length ${text.length} >>\nstream\n${text}\nendstream`;
}

function font(name) {
  return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
}

function string(text) {
  if (/[^\u0020-\u00ff]/.test(text)) throw new Error(`not in Latin-1: ${text}`);
  return `(${text.replace(/[\\()]/g, "\\$&")})`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const document of documents()) writeFileSync(join(here, document.file), pdf(document));
}
