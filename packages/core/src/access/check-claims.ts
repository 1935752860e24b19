import { err, fault, isWellFormed, ok, type Fault, type Result } from "../kernel/index.ts";
import type { Claims } from "./strict-json.ts";

/** What a token's claims must be. All times and spans are seconds, as in the token. */
export interface ClaimRules {
  /** Where given, `iss` must equal it. */
  readonly issuer?: string;
  /** Where given, `aud` must equal or contain it. */
  readonly audience?: string;
  /** Allowed difference of clocks, to the token's favour. */
  readonly clockSkewSec: number;
  /** Oldest age of a token by `iat`. */
  readonly maxAgeSec: number;
  /** The claim that names the company. */
  readonly tenantClaim: string;
  /** The company that the request itself names, where it does; compared exactly. */
  readonly tenant?: string;
}

const own = (claims: Claims, name: string): unknown =>
  Object.hasOwn(claims, name) ? claims[name] : undefined;

const isTime = (value: unknown): value is number => Number.isFinite(value);

// Ill-formed text would be stored and compared as another text than the one that was signed.
const isName = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && isWellFormed(value);

const timesFault = (
  { exp, nbf, iat }: { readonly exp: number; readonly nbf: number; readonly iat: number },
  { clockSkewSec: skew, maxAgeSec }: ClaimRules,
  now: number,
): Fault | undefined => {
  if (now >= exp + skew) return fault("access/token-expired", "The token has expired.");
  if (Math.max(nbf, iat) > now + skew) {
    return fault("access/token-not-yet", "The token is not valid yet.");
  }
  if (now - iat > maxAgeSec + skew) {
    return fault("access/token-too-old", "The token was issued too long ago.");
  }
  return undefined;
};

const originFault = (claims: Claims, rules: ClaimRules): Fault | undefined => {
  const audience = own(claims, "aud");
  if (rules.issuer !== undefined && own(claims, "iss") !== rules.issuer) {
    return fault("access/token-issuer", "The token comes from another issuer.");
  }
  if (
    rules.audience !== undefined &&
    audience !== rules.audience &&
    !(Array.isArray(audience) && audience.includes(rules.audience))
  ) {
    return fault("access/token-audience", "The token is meant for another audience.");
  }
  if (rules.tenant !== undefined && own(claims, rules.tenantClaim) !== rules.tenant) {
    return fault("access/token-tenant", "The token is for another company than the path.");
  }
  return undefined;
};

/**
 * Whether signed claims hold at `now` (Unix seconds, fractions allowed), in the order form, times, issuer, audience,
 * company; the first that does not is the answer.
 */
export const checkClaims = (
  rules: ClaimRules,
  claims: Claims,
  now: number,
): Result<Claims, Fault> => {
  const [exp, iat, nbf] = ["exp", "iat", "nbf"].map((name) => own(claims, name));
  if (
    !isTime(exp) ||
    !isTime(iat) ||
    (nbf !== undefined && !isTime(nbf)) ||
    !isName(own(claims, "sub")) ||
    !isName(own(claims, rules.tenantClaim))
  ) {
    return err(
      fault(
        "access/token-claims",
        `The token needs exp and iat as numbers, and sub and ${rules.tenantClaim} as text.`,
      ),
    );
  }
  const refused =
    timesFault({ exp, iat, nbf: nbf ?? iat }, rules, now) ?? originFault(claims, rules);
  return refused === undefined ? ok(claims) : err(refused);
};
