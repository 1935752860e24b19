interface Claims {
  readonly sub?: unknown;
  readonly company?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

const payloadOf = (token: string | undefined): Claims | undefined => {
  const [, payload] = token?.split(".") ?? [];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    return typeof claims === "object" && claims !== null ? claims : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Whose token it is, as far as that can be read: user and company of a JWT, else the token itself. Nothing is verified
 * here; a renewed token of the same user must not cost the reader what is on screen.
 */
export const holderOf = (token: string | undefined): string | undefined => {
  const claims = payloadOf(token);
  return typeof claims?.sub === "string"
    ? JSON.stringify([claims.sub, claims.company ?? null])
    : token;
};

const millisecondsOf = (seconds: unknown): number | undefined =>
  typeof seconds === "number" && Number.isFinite(seconds) ? seconds * 1000 : undefined;

/** When a JWT was issued and when it expires, in epoch milliseconds of the issuer's clock; undefined where it says nothing. */
export const claimsOf = (
  token: string | undefined,
): { readonly iat: number | undefined; readonly exp: number | undefined } => {
  const claims = payloadOf(token);
  return { iat: millisecondsOf(claims?.iat), exp: millisecondsOf(claims?.exp) };
};
