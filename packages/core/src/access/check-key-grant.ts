import { err, fault, ok, type Fault, type Result } from "../kernel/index.ts";
import { permits } from "./can.ts";
import { coversScope, parseScope, type KeyScopes } from "./key-scope.ts";
import type { AccessModel } from "./model.ts";
import type { Principal } from "./principal.ts";

/**
 * Whether the principal may give a key these scopes. By name one gives only what one may do at the time; `read` and
 * `write` name nothing, they bound whatever the owner may do. Who came with a key gives no more than it has:
 * `access/grant-exceeds-own` for each, with its place in the list.
 */
export const checkKeyGrant = (
  model: AccessModel,
  principal: Principal,
  scopes: KeyScopes,
): Result<void, Fault[]> => {
  const holds = (scope: string): boolean => {
    if (principal.scopes !== undefined && !coversScope(principal.scopes, scope)) return false;
    const parsed = parseScope(scope);
    if (parsed?.kind === "object") return permits(model, principal, parsed).allow;
    if (parsed?.kind === "system") {
      return permits(model, principal, { system: parsed.permission }).allow;
    }
    return true;
  };
  const faults = scopes.flatMap((scope, index) =>
    holds(scope)
      ? []
      : [fault("access/grant-exceeds-own", `You may not do ${scope} yourself.`, ["scopes", index])],
  );
  return faults.length === 0 ? ok(undefined) : err(faults);
};
