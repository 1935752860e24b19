import {
  err,
  fault,
  isObject,
  ok,
  type CompanyId,
  type Fault,
  type Result,
  type UserId,
} from "@ennead/core/kernel";

import type { Identity, Strategy } from "./auth.ts";
import { base64Url } from "./digest.ts";
import { parseStrictJson } from "./strict-json.ts";

/** How tokens signed with a shared secret are checked. Times are seconds, as in the token. */
export interface Hs256Options {
  /** At least 32 bytes; never the key that the database server signs with. */
  readonly secret: Uint8Array;
  /** Where given, `iss` must equal it. */
  readonly issuer?: string;
  /** Where given, `aud` must equal or contain it. */
  readonly audience?: string;
  /** Values of `typ` that are accepted, without regard to case. */
  readonly types?: readonly string[];
  /** Allowed difference of clocks; 60 unless given. */
  readonly clockSkewSec?: number;
  /** Oldest age of a token by `iat`; 24 hours unless given. */
  readonly maxAgeSec?: number;
  /** Claim that names the company; `company` unless given. */
  readonly tenantClaim?: string;
}

const longest = 16_384;

const decode = (part: string): Uint8Array<ArrayBuffer> | undefined => {
  if (!/^[A-Za-z0-9_-]*$/.test(part) || part.length % 4 === 1) return undefined;
  try {
    const text = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
};

const readObject = (
  bytes: Uint8Array | undefined,
): Readonly<Record<string, unknown>> | undefined => {
  if (bytes === undefined) return undefined;
  try {
    const value = parseStrictJson(
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes),
    );
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const refuse = (code: Fault["code"], message: string): { ok: false; error: Fault } =>
  err(fault(code, message));

/** Whether two byte strings are equal, in a time that depends on their length alone. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  let differs = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) differs |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return differs === 0;
};

const hmac = async (key: CryptoKey, text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text)));

const importKey = (secret: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    "raw",
    Uint8Array.from(secret),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );

const finite = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);

const filled = (value: unknown): value is string => typeof value === "string" && value !== "";

type Claims = Readonly<Record<string, unknown>>;

const headerFault = (header: Claims, options: Hs256Options): Result<null> => {
  if ("crit" in header || header["b64"] === false) {
    return refuse("access/token-critical", "The token asks for extensions that are not known.");
  }
  if (header["alg"] !== "HS256") {
    return refuse("access/token-algorithm", "The token must be signed with HS256.");
  }
  const types = options.types ?? ["JWT", "at+jwt"];
  const type = header["typ"];
  if (
    type !== undefined &&
    !(typeof type === "string" && types.some((one) => one.toLowerCase() === type.toLowerCase()))
  ) {
    return refuse("access/token-type", `The token's type must be ${types.join(" or ")}.`);
  }
  return ok(null);
};

const claimsFault = (claims: Claims, options: Hs256Options, nowSec: number): Result<null> => {
  const skew = options.clockSkewSec ?? 60;
  const { exp, iat, nbf, sub, iss, aud } = claims as Record<string, unknown> & {
    exp?: unknown;
    iat?: unknown;
    nbf?: unknown;
    sub?: unknown;
    iss?: unknown;
    aud?: unknown;
  };
  const company = claims[options.tenantClaim ?? "company"];
  if (
    !finite(exp) ||
    !finite(iat) ||
    (nbf !== undefined && !finite(nbf)) ||
    !filled(sub) ||
    !filled(company)
  ) {
    return refuse("access/token-claims", "The token lacks exp, iat, sub or the company.");
  }
  if (nowSec >= exp + skew) return refuse("access/token-expired", "The token has expired.");
  if ((nbf ?? iat) > nowSec + skew || iat > nowSec + skew) {
    return refuse("access/token-not-yet", "The token is not valid yet.");
  }
  if (nowSec - iat > (options.maxAgeSec ?? 86_400) + skew) {
    return refuse("access/token-too-old", "The token was issued too long ago.");
  }
  if (options.issuer !== undefined && iss !== options.issuer) {
    return refuse("access/token-issuer", "The token comes from another issuer.");
  }
  if (
    options.audience !== undefined &&
    aud !== options.audience &&
    !(Array.isArray(aud) && aud.includes(options.audience))
  ) {
    return refuse("access/token-audience", "The token is meant for another audience.");
  }
  return ok(null);
};

/** Everything that no time can change: form, header, signature, that the payload is an object. */
const verifySignature = async (
  options: Hs256Options,
  token: string,
  key: CryptoKey,
): Promise<Result<Claims>> => {
  if (token.length > longest) {
    return refuse("access/token-too-large", `A token has at most ${longest} characters.`);
  }
  const [head = "", payload = "", signature = "", ...more] = token.split(".");
  const signed = decode(signature);
  const header = readObject(decode(head));
  const malformed = more.length > 0 || token.split(".").length !== 3;
  if (malformed || header === undefined || decode(payload) === undefined || signed === undefined) {
    return refuse("access/token-malformed", "The token is no signed JSON web token.");
  }
  const checked = headerFault(header, options);
  if (!checked.ok) return checked;
  if (!equalBytes(signed, await hmac(key, `${head}.${payload}`))) {
    return refuse("access/token-signature", "The token's signature does not match.");
  }
  const claims = readObject(decode(payload));
  return claims === undefined
    ? refuse("access/token-claims", "The token's payload is no JSON object.")
    : ok(claims);
};

/** How many tokens a strategy remembers the signatures of. */
const mostRemembered = 1000;

/**
 * Checks HS256 tokens: form, header, signature, claims and times, in this order, and answers the claims. The algorithm
 * is pinned: nothing in a token can choose another one. A signature that was found good is remembered; times are
 * checked at every use. `nowSec` is Unix seconds. Codes: `access/token-*`.
 */
const hs256Verifier = (
  options: Hs256Options,
): ((token: string, nowSec: number) => Promise<Result<Claims>>) => {
  const key = importKey(options.secret);
  const known = new Map<string, Claims>();
  return async (token, nowSec) => {
    let claims = known.get(token);
    if (claims === undefined) {
      const verified = await verifySignature(options, token, await key);
      if (!verified.ok) return verified;
      claims = verified.value;
      const [oldest] = known.keys();
      if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest);
      known.set(token, claims);
    }
    const held = claimsFault(claims, options, nowSec);
    if (held.ok) return ok(claims);
    known.delete(token);
    return held;
  };
};

/**
 * Bearer tokens signed by the host with HS256: `{sub, company, iat, exp}`.
 *
 * @example
 * ```ts
 * const auth = [hs256Bearer({ secret: new TextEncoder().encode("at least thirty-two bytes long....") })];
 * ```
 */
export const hs256Bearer = (options: Hs256Options): Strategy => {
  if (options.secret.length < 32) throw new Error("An HS256 secret has at least 32 bytes.");
  const verify = hs256Verifier(options);
  return {
    name: "bearer",
    scheme: { type: "http", scheme: "bearer" },
    authenticate: async (request, now): Promise<Result<Identity> | null> => {
      const header = request.headers.get("authorization");
      if (header === null) return null;
      // Two headers of one name arrive as one with a comma, which no token holds.
      if (header.includes(",")) {
        return refuse("kernel/bad-request", "Send one Authorization header with one token.");
      }
      const match = /^bearer +([^\s]+)$/i.exec(header.trim());
      if (match?.[1] === undefined) {
        return refuse("access/token-malformed", "Authorization must be one bearer token.");
      }
      const claims = await verify(match[1], now / 1000);
      if (!claims.ok) return claims;
      return ok({
        company: claims.value[options.tenantClaim ?? "company"] as CompanyId,
        user: claims.value["sub"] as UserId,
        kind: "user",
      });
    },
  };
};

const encoded = (value: unknown): string =>
  base64Url(new TextEncoder().encode(JSON.stringify(value)));

/** Signs claims with HS256: for hosts that mint tokens for their own sessions, and for tests. */
export const signHs256 = async (
  secret: Uint8Array,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> => {
  const text = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}`;
  return `${text}.${base64Url(await hmac(await importKey(secret), text))}`;
};
