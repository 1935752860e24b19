import type { Action } from "./actions.ts";
import type { RecordFacts } from "./decision.ts";
import type { Deny } from "./facts.ts";
import type { AccessModel, UserGrant } from "./model.ts";

/** What the state of a record itself refuses; no right outweighs it. */
export const builtInDeny = (
  action: Action,
  { hold, frozen, requester }: RecordFacts,
  actor: UserGrant,
  subject: UserGrant,
): "legal-hold" | "frozen" | "sod" | null => {
  if (hold === true && action === "delete") return "legal-hold";
  if (frozen === true && (action === "update" || action === "delete" || action === "share")) {
    return "frozen";
  }
  const isRequester =
    action === "approve" &&
    requester !== null &&
    requester !== undefined &&
    (requester === actor.id || requester === subject.id);
  return isRequester ? "sod" : null;
};

/** Whether a deny speaks of this action on this record. Without a record only those count that name none. */
const speaksOf = (
  deny: Deny,
  action: Action,
  object: string,
  record: string | undefined,
): boolean =>
  (deny.action === "*" || deny.action === action) &&
  (deny.record === undefined || deny.record === record) &&
  (deny.object === undefined || deny.object === object);

/** The denies that cover the actor or the subject, in the order of the list. */
export const deniesOf = (
  model: AccessModel,
  actor: UserGrant,
  subject: UserGrant,
): readonly Deny[] => {
  if (actor === subject) return subject.denies;
  const either = new Set([...actor.denies, ...subject.denies]);
  return either.size === 0 ? [] : model.denies.filter((deny) => either.has(deny));
};

/** The first explicit deny that covers the actor or the subject. */
export const explicitDeny = (
  model: AccessModel,
  actor: UserGrant,
  subject: UserGrant,
  action: Action,
  object: string,
  record: string | undefined,
): Deny | null => {
  const denies = deniesOf(model, actor, subject);
  if (denies.length === 0) return null;
  for (const deny of denies) {
    if (speaksOf(deny, action, object, record)) return deny;
  }
  return null;
};
