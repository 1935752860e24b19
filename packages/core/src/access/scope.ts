import type { UserId } from "../kernel/index.ts";
import type { Action } from "./actions.ts";
import { isDecision, objectGrant, wideGrant } from "./can.ts";
import type { AccessModel } from "./model.ts";
import type { Principal } from "./principal.ts";

/** Which records of an object an action may touch: all of the company, none, or those of one owner. */
export type Scope = "all" | "none" | { readonly owner: UserId };

/**
 * The same rules as `can`, for a whole object at once: exactly the records of the company for which `can` allows. Lists,
 * counts, pivots and exports put it into their query or selection. `create` touches no record that exists: `none`.
 */
export const scopeOf = (
  model: AccessModel,
  principal: Principal,
  object: string,
  action: Exclude<Action, "create">,
): Scope => {
  const grant = objectGrant(model, principal, action, object);
  if (isDecision(grant)) return "none";
  return wideGrant(model, grant, object, action) === undefined ? { owner: principal.actor } : "all";
};
