import type { CompanyId } from "../kernel/index.ts";
import type { Action } from "./actions.ts";
import { byRule, type Decision } from "./decision.ts";
import { failedCondition } from "./impersonation.ts";
import type { AccessModel, UserGrant } from "./model.ts";
import type { Principal } from "./principal.ts";

/** Who acts and whose rights count; the same user unless he acts as somebody else. */
export interface Parties {
  readonly actor: UserGrant;
  readonly subject: UserGrant;
}

/** Whether two people must both be allowed: somebody acts for another without being him. */
export const isDelegated = ({ onBehalfOf, impersonation }: Principal): boolean =>
  onBehalfOf !== undefined && impersonation === undefined;

/** The two principals of whom a delegated one may do only what both may. */
export const delegatesOf = (principal: Principal): readonly [Principal, Principal] => {
  const { onBehalfOf, ...own } = principal;
  return [own, { ...own, actor: onBehalfOf ?? own.actor }];
};

/**
 * The rules before any right: company, active, impersonation. Whose rights count, or the refusal. `action` is null for
 * what is no action on an object.
 */
export const subjectOf = (
  model: AccessModel,
  principal: Principal,
  company: CompanyId,
  action: Action | null,
): UserGrant | Decision => {
  if (principal.company !== model.company || company !== model.company) return byRule.tenant;
  const actor = model.users.get(principal.actor);
  if (principal.impersonation === undefined) {
    return actor?.active === true ? actor : byRule.inactive;
  }
  const { onBehalfOf } = principal;
  const subject = onBehalfOf === undefined ? undefined : model.users.get(onBehalfOf);
  // Somebody of another company is unknown here.
  if (onBehalfOf !== undefined && subject === undefined) return byRule.tenant;
  if (actor?.active !== true || subject?.active === false) return byRule.inactive;
  return subject === undefined || failedCondition(actor, principal, action) !== null
    ? byRule.impersonation
    : subject;
};

/** Who acts, beside whose rights count. */
export const actorOf = (
  model: AccessModel,
  { actor, impersonation }: Principal,
  subject: UserGrant,
): UserGrant => (impersonation === undefined ? subject : (model.users.get(actor) ?? subject));

/** Who acts and whose rights count, or the refusal before any right. */
export const partiesOf = (
  model: AccessModel,
  principal: Principal,
  company: CompanyId,
  action: Action | null,
): Parties | Decision => {
  const subject = subjectOf(model, principal, company, action);
  return isDecision(subject) ? subject : { actor: actorOf(model, principal, subject), subject };
};

/** Whether a rule has decided already. */
export const isDecision = (value: object): value is Decision =>
  (value as Partial<Decision>).allow !== undefined;
