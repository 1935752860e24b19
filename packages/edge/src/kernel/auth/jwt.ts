import {
  checkClaims,
  importSecret,
  verifySignature,
  type Claims,
  type JwtConfig,
  type TokenKeys,
} from "@ennead/core/access";
import { err, fault, ok, type CompanyId, type Result, type UserId } from "@ennead/core/kernel";

import { base64Url } from "../keys/digest.ts";
import type { Identity, Strategy } from "./auth.ts";

/** What tokens of any kind are held to. Times are seconds, as in the token. */
export interface TokenRules {
  /** Values of `typ` that are accepted, without regard to case; `JWT` and `at+jwt` unless given. */
  readonly types?: readonly string[];
  /** Allowed difference of clocks; 60 unless given. */
  readonly clockSkewSec?: number;
  /** Oldest age of a token by `iat`; 24 hours unless given. */
  readonly maxAgeSec?: number;
  /** Claim that names the company; `company` unless given. */
  readonly tenantClaim?: string;
}

/** How tokens signed with a shared secret are checked. */
export interface Hs256Options extends TokenRules {
  /** At least 32 bytes; never the key that the database server signs with. */
  readonly secret: Uint8Array;
  /** Where given, `iss` must equal it. */
  readonly issuer?: string;
  /** Where given, `aud` must equal or contain it. */
  readonly audience?: string;
}

/** The rules in full; the algorithms are the strategy's own to pin. */
export const configOf = (
  rules: TokenRules & { readonly issuer?: string; readonly audience?: string },
  algorithms: JwtConfig["algorithms"],
): JwtConfig => ({
  algorithms,
  types: rules.types ?? ["JWT", "at+jwt"],
  clockSkewSec: rules.clockSkewSec ?? 60,
  maxAgeSec: rules.maxAgeSec ?? 86_400,
  tenantClaim: rules.tenantClaim ?? "company",
  ...(rules.issuer === undefined ? {} : { issuer: rules.issuer }),
  ...(rules.audience === undefined ? {} : { audience: rules.audience }),
});

const bearerToken = (request: Request): Result<string> | null => {
  const header = request.headers.get("authorization");
  if (header === null) return null;
  // Two headers of one name arrive as one with a comma, which no token holds.
  if (header.includes(",")) {
    return err(fault("kernel/bad-request", "Send one Authorization header with one token."));
  }
  const token = /^bearer +([^\s]+)$/i.exec(header.trim())?.[1];
  return token === undefined
    ? err(fault("access/token-malformed", "Authorization must be one bearer token."))
    : ok(token);
};

/** How many tokens a strategy remembers the signatures of. */
const mostRemembered = 1000;

/**
 * Checks tokens as core's `verifyJwt` does, in its two halves: a signature that was found good is remembered for as
 * long as the keys are the same, and the claims are checked at every use. `nowSec` is Unix seconds.
 */
const verifier = (
  config: JwtConfig,
): ((keys: TokenKeys, token: string, nowSec: number) => Promise<Result<Claims>>) => {
  const known = new Map<string, { readonly claims: Claims; readonly keys: TokenKeys }>();
  return async (keys, token, nowSec) => {
    const remembered = known.get(token);
    const isKnown = remembered !== undefined && remembered.keys === keys;
    const signed = isKnown
      ? ok(remembered.claims)
      : await verifySignature(config, keys, token, crypto.subtle);
    const held = signed.ok ? checkClaims(config, signed.value, nowSec) : signed;
    if (!held.ok) {
      known.delete(token);
      return held;
    }
    if (!isKnown) {
      const [oldest] = known.keys();
      if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest);
      known.set(token, { claims: held.value, keys });
    }
    return held;
  };
};

/** Signs in by a bearer token; `keysFor` says whom it may be signed by, or why it need not even be tried. */
export const bearer = (
  config: JwtConfig,
  keysFor: (token: string) => Promise<Result<TokenKeys>>,
): Strategy => {
  const verify = verifier(config);
  return {
    name: "bearer",
    scheme: { type: "http", scheme: "bearer" },
    authenticate: async (request, now): Promise<Result<Identity> | null> => {
      const token = bearerToken(request);
      if (token === null || !token.ok) return token;
      const keys = await keysFor(token.value);
      if (!keys.ok) return keys;
      const claims = await verify(keys.value, token.value, now / 1000);
      if (!claims.ok) return claims;
      return ok({
        company: claims.value[config.tenantClaim] as CompanyId,
        user: claims.value["sub"] as UserId,
        kind: "user",
        issuedAt: Number(claims.value["iat"]) * 1000,
      });
    },
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
  const keys = importSecret(options.secret, ["HS256"], crypto.subtle);
  return bearer(configOf(options, ["HS256"]), async () => ok(await keys));
};

const encoded = (value: unknown): string =>
  base64Url(new TextEncoder().encode(JSON.stringify(value)));

/** Signs claims with HS256: for hosts that mint tokens for their own sessions, and for tests. */
export const signHs256 = async (secret: Uint8Array, claims: Claims): Promise<string> => {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", Uint8Array.from(secret), hmac, false, ["sign"]);
  const text = `${encoded({ alg: "HS256", typ: "JWT" })}.${encoded(claims)}`;
  const signature = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text));
  return `${text}.${base64Url(new Uint8Array(signature))}`;
};
