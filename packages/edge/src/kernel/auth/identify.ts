import { err, fault, type Instant, type Result } from "@ennead/core/kernel";

import type { Identity, Strategy } from "./auth.ts";
import { isForged } from "./forged.ts";

/** Whom a request comes from: the first strategy that recognises a credential in it decides. */
export const identify = async (
  strategies: readonly Strategy[],
  request: Request,
  now: Instant,
): Promise<Result<Identity>> => {
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
