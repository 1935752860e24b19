import { can } from "./can.ts";
import type { Decision, RecordFacts } from "./decision.ts";
import type { AccessModel } from "./model.ts";
import type { Principal } from "./principal.ts";
import { delegatesOf, isDelegated } from "./subject.ts";

const holdsTransfer = (model: AccessModel, principal: Principal, object: string): boolean => {
  if (isDelegated(principal)) {
    return delegatesOf(principal).every((one) => holdsTransfer(model, one, object));
  }
  const subject = model.users.get(principal.onBehalfOf ?? principal.actor);
  return subject?.objects.get(object)?.rights.has("transfer") === true;
};

/**
 * Whether a record may pass to another owner or territory: it must be one's to update before and after, or before alone
 * with the right `transfer`. Without it nobody hands a record out of his own reach.
 */
export const canMove = (
  model: AccessModel,
  principal: Principal,
  object: string,
  before: RecordFacts,
  after: RecordFacts,
): Decision => {
  const now = can(model, principal, "update", { object, record: before });
  if (!now.allow || holdsTransfer(model, principal, object)) return now;
  return can(model, principal, "update", { object, record: after });
};

/** How much of a record the principal has: 3 all, 2 to change it, 1 to see it, 0 nothing. */
export const recordLevel = (
  model: AccessModel,
  principal: Principal,
  object: string,
  record: RecordFacts,
): 0 | 1 | 2 | 3 => {
  if (can(model, principal, "delete", { object, record }).allow) return 3;
  if (can(model, principal, "update", { object, record }).allow) return 2;
  return can(model, principal, "read", { object, record }).allow ? 1 : 0;
};
