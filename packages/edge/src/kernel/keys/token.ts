import {
  err,
  fault,
  isObject,
  ok,
  type Instant,
  type JsonObject,
  type Result,
} from "@ennead/core/kernel";

import type { DerivedKeys } from "./derive.ts";
import { base64Url, fromBase64Url } from "./digest.ts";

/** Tokens for links and tickets: what they say can be read by everyone and made up by nobody. */
export interface Tokens {
  /** A token of one purpose that ends at `expiry`. It fits into a URL. Claims are signed, not hidden: no secrets. */
  readonly mintToken: (purpose: string, claims: JsonObject, expiry: Instant) => Promise<string>;
  /**
   * The claims of a token that was minted for this purpose. `kernel/bad-token` for any other text (also when its key
   * has left the ring), `kernel/token-expired` from its expiry on.
   */
  readonly readToken: (purpose: string, token: string, now: Instant) => Promise<Result<JsonObject>>;
}

const version = "et1";
const longest = 4096;
const written = /^(et1\.([A-Za-z0-9]{1,16})\.([A-Za-z0-9_-]+))\.([A-Za-z0-9_-]{43})$/;

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
};

/**
 * HMAC-SHA-256, compared in constant time by WebCrypto. Written `et1.<key id>.<claims and expiry>.<signature>`. Throws on
 * claims that make a token of more than 4096 characters.
 */
export const tokens = (newest: string, keys: DerivedKeys): Tokens => {
  const encoder = new TextEncoder();
  return {
    mintToken: async (purpose, claims, expiry) => {
      const key = await keys.signing(newest, purpose);
      if (key === null) throw new Error(`The ring has lost its newest key ${newest}.`);
      const said = base64Url(encoder.encode(JSON.stringify([expiry, claims])));
      const text = `${version}.${newest}.${said}`;
      const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
      const token = `${text}.${base64Url(signature)}`;
      if (token.length > longest) throw new Error(`A token has at most ${longest} characters.`);
      return token;
    },
    readToken: async (purpose, token, now) => {
      const bad = err(fault("kernel/bad-token", "This link or ticket is not valid."));
      if (token.length > longest) return bad;
      const [, text = "", id = "", said = "", signed = ""] = written.exec(token) ?? [];
      const signature = fromBase64Url(signed);
      const bytes = fromBase64Url(said);
      const key = await keys.signing(id, purpose);
      if (key === null || signature === null || bytes === null) return bad;
      if (!(await crypto.subtle.verify("HMAC", key, signature, encoder.encode(text)))) return bad;
      const parsed = parse(bytes);
      if (!Array.isArray(parsed)) return bad;
      const [expiry, claims] = parsed as readonly unknown[];
      if (typeof expiry !== "number" || !isObject(claims)) return bad;
      if (now >= expiry) {
        return err(fault("kernel/token-expired", "This link or ticket has expired."));
      }
      return ok(claims as JsonObject);
    },
  };
};
