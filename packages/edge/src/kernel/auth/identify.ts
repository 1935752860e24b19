import { err, fault, type Instant, type Result } from "@ennead/core/kernel";

import type { Identity, Strategy } from "./auth.ts";
import { isForged } from "./forged.ts";

/** Two headers of one name arrive as one with a comma. No bearer token holds one; other schemes part their members so. */
const isTwo = (authorization: string): boolean =>
  /^\s*bearer\b[^,]*,|,\s*[\w-]+\s+\S/i.test(authorization);

/**
 * Whom a request comes from: the first strategy that recognises a credential in it decides. Two Authorization headers
 * are refused: `kernel/bad-request`.
 */
export const identify = async (
  strategies: readonly Strategy[],
  request: Request,
  now: Instant,
): Promise<Result<Identity>> => {
  if (isTwo(request.headers.get("authorization") ?? "")) {
    return err(fault("kernel/bad-request", "Send one Authorization header with one credential."));
  }
  for (const strategy of strategies) {
    const found = await strategy.authenticate(request, now);
    if (found === null) continue;
    if (found.ok && isForged(request, strategy)) {
      return err(fault("kernel/forbidden", "A change with a cookie must come from the same site."));
    }
    return found;
  }
  return err(fault("kernel/unauthenticated", "Sign in first: the request carries no credential."));
};
