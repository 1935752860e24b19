import type { Action } from "./actions.ts";
import type { UserGrant } from "./model.ts";
import type { Principal } from "./principal.ts";

/** The system permission to act as somebody else. */
export const impersonatePermission = "access.impersonate";

/** The longest that one may act as somebody else: an hour, in milliseconds. */
export const longestImpersonation = 3_600_000;

/** What nobody does in the name of another. */
const personal: ReadonlySet<Action> = new Set(["approve", "export", "share"]);

/** A condition of acting as somebody else, in the order they are tried. */
export type ImpersonationCondition =
  | "permission"
  | "self"
  | "reason"
  | "length"
  | "time"
  | "personal"
  | "action";

/** The first condition under which this impersonation does not hold; null when it does. */
export const failedCondition = (
  actor: UserGrant,
  { onBehalfOf, impersonation, now }: Principal,
  action: Action | null,
): ImpersonationCondition | null => {
  if (!actor.system.has(impersonatePermission)) return "permission";
  if (onBehalfOf === undefined || onBehalfOf === actor.id) return "self";
  if (impersonation === undefined || impersonation.reason.trim() === "") return "reason";
  const { startsAt, endsAt, allow } = impersonation;
  // Asked so that no number at all fails too.
  if (!(endsAt - startsAt <= longestImpersonation)) return "length";
  if (now === undefined || !(startsAt <= now && now < endsAt)) return "time";
  if (action === null) return null;
  if (personal.has(action)) return "personal";
  return allow.includes(action) ? null : "action";
};

/** A system permission that is never lent: to administer access itself, to act as others, to read secrets. */
export const isPersonalPermission = (permission: string): boolean =>
  permission.startsWith("access.") || permission.includes("secret");
