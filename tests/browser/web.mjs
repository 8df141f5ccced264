// A person without a browser: sends forms over plain HTTP, exactly as drawn, and keeps the session.
//
// For what needs no window: setting a scene, bad input, and sudden death. A form is read from the page, filled in
// and sent with everything hidden in it, so nothing is known here that a browser would not be told.

import { readFileSync } from "node:fs";
import { basename } from "node:path";

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** Text from markup. */
export function plain(markup) {
  const bare = markup.replace(/<[^>]*>/g, "");
  return bare.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name) => {
    if (name[0] !== "#") return ENTITIES[name] ?? whole;
    return String.fromCodePoint(name[1].toLowerCase() === "x" ? parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });
}

function attribute(tag, name) {
  const found = tag.match(new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s>/])`));
  return found ? plain(found[1] ?? "") : null;
}

/** An answer: status, headers, text, and what stands in it. */
export class Answer {
  constructor(response, text) {
    this.status = response.status;
    this.headers = response.headers;
    this.location = response.headers.get("location");
    this.text = text;
  }

  /** The forms of the page: address and the pairs that would be sent as it stands. */
  forms() {
    return [...this.text.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([markup]) => readForm(markup));
  }

  /** The form that is sent to an address that ends so (or matches). */
  form(action) {
    const fits = (form) => (action instanceof RegExp ? action.test(form.action) : form.action.endsWith(action));
    const form = this.forms().find(fits);
    if (!form) throw new Error(`${this.status}: no form to ${action}; there are: ${this.forms().map((it) => it.action).join(", ")}`);
    return form;
  }

  /** The main form of the page. */
  main() {
    const markup = this.text.match(/<form\b[^>]*data-main[\s\S]*?<\/form>/);
    if (!markup) throw new Error(`${this.status}: no main form on the page: ${plain(this.text).trim().slice(0, 200)}`);
    return readForm(markup[0]);
  }

  /** The errors of a refused form: field and sentence. */
  errors() {
    const summary = this.text.match(/<section class="errors" id="errors"[\s\S]*?<\/section>/)?.[0] ?? "";
    return [...summary.matchAll(/<a [^>]*href="#([^"]*)">([\s\S]*?)<\/a>/g)].map(([, field, text]) => ({ field, text: plain(text) }));
  }

  title() {
    return plain(this.text.match(/<title>([\s\S]*?)<\/title>/)?.[1] ?? "");
  }

  /** Addresses of links, in order. */
  links() {
    return [...this.text.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(([, href]) => plain(href));
  }

  /** The first link to an address of this shape. */
  link(shape) {
    const found = this.links().find((href) => shape.test(href));
    if (!found) throw new Error(`no link like ${shape} on "${this.title()}"`);
    return found;
  }
}

function readForm(markup) {
  const start = markup.match(/^<form\b[^>]*>/)[0];
  const pairs = [];
  const controls = /<input\b[^>]*>|<select\b[\s\S]*?<\/select>|<textarea\b[\s\S]*?<\/textarea>/g;
  for (const [control] of markup.matchAll(controls)) {
    const tag = control.match(/^<[^>]*>/)[0];
    const name = attribute(tag, "name");
    if (name === null) continue;
    if (tag.startsWith("<select")) {
      const options = [...control.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
      const chosen = options.find((option) => attribute(option, "selected") !== null) ?? options[0];
      if (chosen) pairs.push([name, attribute(chosen, "value")]);
    } else if (tag.startsWith("<textarea")) {
      pairs.push([name, plain(control.slice(tag.length, -"</textarea>".length)).replace(/^\n/, "")]);
    } else if (["checkbox", "radio"].includes(attribute(tag, "type"))) {
      if (attribute(tag, "checked") !== null) pairs.push([name, attribute(tag, "value") ?? "on"]);
    } else if (attribute(tag, "type") !== "file") {
      pairs.push([name, attribute(tag, "value") ?? ""]);
    }
  }
  return new Form(attribute(start, "action"), pairs, markup, attribute(start, "data-draft-url"));
}

/** A form as drawn. `fill` returns a filled copy: a value replaces, a list means several boxes, null takes away. */
export class Form {
  constructor(action, pairs, markup, draftUrl) {
    Object.assign(this, { action, pairs, markup, draftUrl });
  }

  get(name) {
    return this.pairs.find(([known]) => known === name)?.[1] ?? null;
  }

  fill(values) {
    let pairs = [...this.pairs];
    for (const [name, value] of Object.entries(values)) {
      pairs = pairs.filter(([known]) => known !== name);
      for (const one of value === null ? [] : [value].flat()) pairs.push([name, one]);
    }
    return new Form(this.action, pairs, this.markup, this.draftUrl);
  }

  /** Names of all controls, also of boxes that are not ticked. */
  names() {
    return [...new Set([...this.markup.matchAll(/<(?:input|select|textarea|button)\b[^>]*\sname="([^"]*)"/g)].map(([, name]) => plain(name)))];
  }

  /** The value behind an option's words. */
  option(name, words) {
    const select = [...this.markup.matchAll(/<select\b[\s\S]*?<\/select>/g)].map(([it]) => it).find((it) => attribute(it, "name") === name);
    const options = [...(select ?? "").matchAll(/(<option\b[^>]*>)([\s\S]*?)<\/option>/g)].map(([, tag, text]) => ({ value: attribute(tag, "value"), text: plain(text) }));
    const found = options.find(({ text }) => text === words || (words instanceof RegExp && words.test(text)));
    if (!found) throw new Error(`${name}: no option ${words} among ${options.map((it) => it.text).join(" | ")}`);
    return found.value;
  }
}

/** A session. */
export class Web {
  constructor(url) {
    this.url = url;
    this.cookies = new Map();
  }

  /** Logs in as a member of staff of the demo municipality. */
  static async as(url, login) {
    const web = new Web(url);
    const answer = await web.post("/logga-in", [["login", login], ["till", "/"]]);
    if (answer.status !== 303) throw new Error(`login as ${login} answered ${answer.status}`);
    return web;
  }

  async #fetch(path, options = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...options.headers, ...(cookie ? { cookie } : {}) };
    if (options.method === "POST") Object.assign(headers, { origin: this.url, "sec-fetch-site": "same-origin" });
    const response = await fetch(new URL(path, this.url), { redirect: "manual", ...options, headers });
    for (const line of response.headers.getSetCookie()) {
      const [name, ...value] = line.split(";")[0].split("=");
      this.cookies.set(name, value.join("="));
    }
    return new Answer(response, await response.text());
  }

  get(path) {
    return this.#fetch(path);
  }

  /** Gets a page that must be there. */
  async page(path) {
    const answer = await this.get(path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}${answer.location ? ` to ${answer.location}` : ""}`);
    return answer;
  }

  /** Sends pairs, a form, or raw bytes. `file` makes it a form with a document. */
  post(path, body, { file, type = "application/x-www-form-urlencoded" } = {}) {
    const pairs = body instanceof Form ? body.pairs : body;
    if (file) {
      const parts = new FormData();
      for (const [name, value] of pairs) parts.append(name, value);
      const bytes = typeof file === "string" ? readFileSync(file) : file.bytes;
      parts.append("document", new Blob([bytes]), typeof file === "string" ? basename(file) : file.name);
      return this.#fetch(path, { method: "POST", body: parts });
    }
    const raw = Array.isArray(pairs) ? new URLSearchParams(pairs).toString() : pairs;
    return this.#fetch(path, { method: "POST", body: raw, headers: { "content-type": type } });
  }

  /** Sends a filled form to where it belongs. */
  send(form, options) {
    return this.post(form.action, form, options);
  }

  /** Sends a form that must be taken, and says where it leads. */
  async done(form, options) {
    const answer = await this.send(form, options);
    if (answer.status === 303) return answer.location;
    const errors = answer.errors().map(({ field, text }) => `${field}: ${text}`).join("; ");
    throw new Error(`${form.action} answered ${answer.status}: ${errors || plain(answer.text).trim().slice(0, 300)}`);
  }
}
