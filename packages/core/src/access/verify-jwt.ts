import { err, fault, ok, type Fault, type Result } from "../kernel/index.ts";
import { checkClaims, type ClaimRules } from "./check-claims.ts";
import { schemes } from "./jwt-algorithm.ts";
import { readToken, unknownKey, type HeaderRules, type ReadToken } from "./read-token.ts";
import { readStrictObject, type Claims } from "./strict-json.ts";
import type { KeySet, SecretKeys, TokenCrypto, VerificationKey } from "./token-keys.ts";

/** How tokens are checked. */
export interface JwtConfig extends HeaderRules, ClaimRules {}

/** Whom a token may be signed by; null when the keys could never be had. */
export type TokenKeys = KeySet | SecretKeys | null;

const candidates = (
  keys: TokenKeys,
  { algorithm, kid }: ReadToken,
): Result<readonly VerificationKey[]> => {
  const isSecret = keys?.kind === "secret";
  if (!isSecret && typeof kid !== "string") return err(unknownKey());
  if (keys === null) {
    return err(
      fault("access/keys-unavailable", "The issuer's keys cannot be had at the moment; try later."),
    );
  }
  const named = isSecret ? keys.keys : (keys.byId.get(kid as string) ?? []);
  const fitting = named.filter((key) => key.algorithm === algorithm);
  return fitting.length === 0 ? err(unknownKey()) : ok(fitting);
};

const isSigned = async (
  { algorithm, signature, signed }: ReadToken,
  keys: readonly VerificationKey[],
  crypto: TokenCrypto,
): Promise<boolean> => {
  const { signatureBytes, verifying } = schemes[algorithm];
  if (signature.length === 0) return false;
  if (signatureBytes !== undefined && signature.length !== signatureBytes) return false;
  for (const { key } of keys) {
    try {
      if (await crypto.verify(verifying, key, signature, signed)) return true;
    } catch {
      // A signature that cannot even be tried is no signature.
    }
  }
  return false;
};

/**
 * All that no time can change: form, header, key, signature, and that the payload is a JSON object. A caller who sees a
 * token often may remember the claims for as long as he has the same `keys`, and ask `checkClaims` at every use.
 */
export const verifySignature = async (
  rules: HeaderRules,
  keys: TokenKeys,
  token: string,
  crypto: TokenCrypto,
): Promise<Result<Claims, Fault>> => {
  const read = readToken(rules, token);
  if (!read.ok) return read;
  const found = candidates(keys, read.value);
  if (!found.ok) return found;
  if (!(await isSigned(read.value, found.value, crypto))) {
    return err(fault("access/token-signature", "The token's signature does not match."));
  }
  const claims = readStrictObject(read.value.payload);
  return claims === undefined
    ? err(fault("access/token-claims", "The token's payload must be a JSON object, each key once."))
    : ok(claims);
};

/**
 * Checks a signed JSON web token and answers its whole payload. `now` is Unix seconds; `crypto` is `crypto.subtle`. The
 * algorithms are pinned by the configuration, each key is bound to one of them, and keys or addresses of keys inside a
 * token are never looked at (RFC 8725). The first check that fails is the answer, in this order:
 * `access/token-too-large`, `-malformed`, `-critical`, `-algorithm`, `-type`, `-key` (or `access/keys-unavailable`),
 * `-signature`, `-claims`, `-expired`, `-not-yet`, `-too-old`, `-issuer`, `-audience`, `-tenant`.
 */
export const verifyJwt = async (
  config: JwtConfig,
  keys: TokenKeys,
  token: string,
  now: number,
  crypto: TokenCrypto,
): Promise<Result<Claims, Fault>> => {
  const signed = await verifySignature(config, keys, token, crypto);
  return signed.ok ? checkClaims(config, signed.value, now) : signed;
};
