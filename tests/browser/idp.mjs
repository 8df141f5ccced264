// A real provider of identities on this computer (the npm package oidc-provider), and somebody who walks to it and back without a window.
//
// What a provider does right is its own; what a bad one would do is done to its answers here: `spoil` is given each ID token before it
// is sent, and returns what is sent instead.

import { createServer } from "node:http";
import { writeFileSync } from "node:fs";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { SignJWT, decodeJwt, exportJWK, importJWK } from "jose";
import Provider from "oidc-provider";

/** Levels of assurance, as Digg names them. */
export const LOA2 = "http://id.elegnamnden.se/loa/1.0/loa2";
export const LOA3 = "http://id.elegnamnden.se/loa/1.0/loa3";

/** A port nobody uses now. */
export function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

async function signingKey(kid) {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...(await exportJWK(privateKey)), kid, alg: "ES256", use: "sig" };
}

/** A provider. `person` is whoever stands before it now: `{ sub, acr }`. */
export class Idp {
  constructor(person) {
    this.person = person;
    this.spoil = null;
    this.secret = randomBytes(24).toString("hex");
  }

  /** Starts for one client, which is sent back to an address. With a public key the client proves itself by that, and by no secret. */
  async start(answers, clientKey = null) {
    this.port = await freePort();
    this.issuer = `http://127.0.0.1:${this.port}`;
    this.key = await signingKey("a");
    this.stranger = await signingKey("b");
    const proof = clientKey
      ? { token_endpoint_auth_method: "private_key_jwt", jwks: { keys: [clientKey] }, token_endpoint_auth_signing_alg: "ES256" }
      : { client_secret: this.secret };
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: "lykta", redirect_uris: [answers], id_token_signed_response_alg: "ES256", ...proof }],
      jwks: { keys: [this.key] },
      acrValues: [LOA2, LOA3],
      features: { devInteractions: { enabled: false }, claimsParameter: { enabled: true } },
      cookies: { keys: [randomBytes(16).toString("hex")] },
      pkce: { methods: ["S256"], required: () => true },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      loadExistingGrant: async (ctx) => {
        const { client, session } = ctx.oidc;
        const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope("openid");
        await grant.save();
        return grant;
      },
    });
    provider.use(async (ctx, next) => {
      await next();
      if (ctx.path === "/token" && ctx.body?.id_token && this.spoil) {
        ctx.body = { ...ctx.body, id_token: await this.spoil(decodeJwt(ctx.body.id_token)) };
      }
    });
    const callback = provider.callback();
    this.server = createServer((request, response) => {
      if (!request.url.startsWith("/interaction/")) return callback(request, response);
      const { sub, acr } = this.person;
      return provider.interactionFinished(request, response, { login: { accountId: sub, acr } }, { mergeWithLastSubmission: false });
    });
    await new Promise((listening) => this.server.listen(this.port, "127.0.0.1", listening));
    return this;
  }

  /** An ID token with these claims, signed with a key of the provider's or another one. */
  async sign(claims, { key = this.key, alg = "ES256" } = {}) {
    const secret = alg === "HS256" ? new TextEncoder().encode(this.secret) : await importJWK(key, alg);
    return new SignJWT(claims).setProtectedHeader({ alg, kid: key.kid }).sign(secret);
  }

  stop() {
    this.server?.closeAllConnections();
    return new Promise((ended) => (this.server ? this.server.close(ended) : ended()));
  }
}

/** The file of settings with some providers, each `{ code, issuer, secret }` or `{ code, issuer, key }`. Returns its path. */
export function settingsFile(folder, address, providers) {
  const blocks = providers.map(({ code, issuer, secret, key }) => {
    const file = `${folder}/${code}.${secret ? "secret" : "pem"}`;
    writeFileSync(file, secret ?? key, { mode: 0o600 });
    return `[[provider]]
code = "${code}"
name = "Lyktinge ${code}"
issuer = "${issuer}"
client = "lykta"
${secret ? "secret" : "key"} = "${file}"
${key ? 'key_id = "lykta-1"' : ""}
levels = { "${LOA2}" = 2, "${LOA3}" = 3 }
`;
  });
  const path = `${folder}/login.toml`;
  writeFileSync(path, `address = "${address}"\n\n${blocks.join("\n")}`);
  return path;
}

/** A browser without a window that goes between several sites, each with its own cookies. */
export class Walker {
  constructor() {
    this.jars = new Map();
  }

  jar(url) {
    const { origin } = new URL(url);
    if (!this.jars.has(origin)) this.jars.set(origin, new Map());
    return this.jars.get(origin);
  }

  /** One request, no redirect followed. */
  async ask(url, form = null) {
    const jar = this.jar(url);
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") };
    if (form) Object.assign(headers, { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" });
    const body = form ? new URLSearchParams(form).toString() : undefined;
    const answer = await fetch(url, { method: form ? "POST" : "GET", headers, body, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (value === "" || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get("location");
    return { url, status: answer.status, text: await answer.text(), location: location && new URL(location, url).href };
  }

  /** Goes where it is led, until a page comes, or before an address that `stop` knows. */
  async go(url, { form = null, stop = () => false } = {}) {
    let answer = await this.ask(url, form);
    for (let step = 0; answer.location && step < 12; step += 1) {
      if (stop(answer.location)) return answer;
      answer = await this.ask(answer.location);
    }
    return answer;
  }
}
