/**
 * Whose token it is, as far as that can be read: user and company of a JWT, else the token itself. Nothing is verified
 * here; a renewed token of the same user must not cost the reader what is on screen.
 */
export const holderOf = (token: string | undefined): string | undefined => {
  const [, payload] = token?.split(".") ?? [];
  if (payload === undefined) return token;
  try {
    const claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as {
      readonly sub?: unknown;
      readonly company?: unknown;
    };
    return typeof claims.sub === "string"
      ? JSON.stringify([claims.sub, claims.company ?? null])
      : token;
  } catch {
    return token;
  }
};
