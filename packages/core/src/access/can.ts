import { actionPlan, type Action } from "./actions.ts";
import {
  allowed,
  byGrant,
  byRule,
  refused,
  type Decision,
  type Permission,
  type RecordFacts,
  type Resource,
} from "./decision.ts";
import { builtInDeny, explicitDeny } from "./denies.ts";
import { isPersonalPermission } from "./impersonation.ts";
import type { AccessModel, UserGrant } from "./model.ts";
import type { ObjectGrant } from "./object-grant.ts";
import { bothObligations, type Obligations } from "./obligations.ts";
import type { Principal } from "./principal.ts";
import { isReached, recordDecision } from "./record-grant.ts";
import { actorOf, delegatesOf, isDecision, isDelegated, partiesOf, subjectOf } from "./subject.ts";

const anyRecord = allowed("object", "object");
const beyondKey = refused("object", "key-scope");

/** Whether the rights of the subject, and the credentials of both, let an action on the object through at all. */
export const objectGrant = (
  actor: UserGrant,
  subject: UserGrant,
  action: Action,
  object: string,
): ObjectGrant | Decision => {
  const grant = subject.objects.get(object);
  const { bit } = actionPlan(action);
  if (grant === undefined || (grant.gives & bit) === 0) return byRule.object;
  const only = actor === subject ? grant.only : grant.only & (actor.objects.get(object)?.only ?? 0);
  return (only & bit) === 0 ? beyondKey : grant;
};

/** Whether somebody may make this record: his own unless he may assign, in a territory he may edit in. */
export const mayCreate = (
  model: AccessModel,
  subject: UserGrant,
  { wide, rights }: ObjectGrant,
  { owner, territory = null }: RecordFacts,
): Decision => {
  if (wide === 3) return byGrant["modify-all"];
  const isOwn = owner === subject.id;
  if (!isOwn && !rights.has("assign")) return byRule.scope;
  if (territory !== null && !isReached(model, subject, territory, 2)) return byRule.scope;
  return isOwn ? byGrant.owner : byGrant.assign;
};

/** Whether every named field may be written. Who may not read a record may write no field of it by name. */
const mayWrite = (
  model: AccessModel,
  actor: UserGrant,
  subject: UserGrant,
  principal: Principal,
  grant: ObjectGrant,
  action: Action,
  { object, record }: Resource,
  fields: readonly string[],
): boolean => {
  for (const name of fields) if (grant.fields.get(name) !== "edit") return false;
  if (action === "create" || fields.length === 0) return true;
  // A record that may be updated has been reached; what is left to ask is whether reading it is refused.
  return (
    principal.impersonation?.allow.includes("read") !== false &&
    !isDecision(objectGrant(actor, subject, "read", object)) &&
    explicitDeny(model, actor, subject, "read", object, record?.id) === null
  );
};

const withObligations = (
  decision: Decision,
  { obligations }: ObjectGrant,
  action: Action,
): Decision => {
  const asked = obligations?.[action];
  return asked === undefined ? decision : { ...decision, obligations: asked };
};

const answer = (
  model: AccessModel,
  principal: Principal,
  action: Action,
  resource: Resource,
): Decision => {
  const { object, record, fields } = resource;
  const company = record === undefined ? principal.company : record.company;
  const subject = subjectOf(model, principal, company, action);
  if (isDecision(subject)) return subject;
  const actor = actorOf(model, principal, subject);
  if (record !== undefined) {
    const refusal = builtInDeny(action, record, actor, subject);
    if (refusal !== null) return refused("deny", refusal);
  }
  const deny = explicitDeny(model, actor, subject, action, object, record?.id);
  if (deny !== null) return refused("deny", deny.reason);
  const grant = objectGrant(actor, subject, action, object);
  if (isDecision(grant)) return grant;
  let decision = anyRecord;
  if (record !== undefined) {
    const { level } = actionPlan(action);
    decision =
      level === 0
        ? mayCreate(model, subject, grant, record)
        : recordDecision(model, subject, grant, object, record, level, principal.now);
  }
  if (!decision.allow) return decision;
  if (
    fields !== undefined &&
    (action === "update" || action === "create") &&
    !mayWrite(model, actor, subject, principal, grant, action, resource, fields)
  ) {
    return byRule.field;
  }
  return grant.obligations === undefined ? decision : withObligations(decision, grant, action);
};

/** Both must be allowed; what either has to do, both have. */
const answerForBoth = (
  model: AccessModel,
  principal: Principal,
  action: Action,
  resource: Resource,
): Decision => {
  const { onBehalfOf = principal.actor } = principal;
  // Somebody of another company is unknown here.
  if (!model.users.has(onBehalfOf) && principal.company === model.company) return byRule.tenant;
  const [own, others] = delegatesOf(principal);
  const first = answer(model, own, action, resource);
  if (!first.allow) return first;
  const second = answer(model, others, action, resource);
  if (!second.allow || first.obligations === undefined) return second;
  return { ...second, obligations: bothObligations(first.obligations, second.obligations) };
};

/**
 * May the principal do this to that? The one question all rooms ask; the first rule that decides wins, in the order
 * tenant, inactive, impersonation, deny, object, scope, field. Denies beat every grant; among grants the most permissive
 * wins. Without a record the answer says whether any record could be allowed, which is what a route asks first.
 */
export const can = (
  model: AccessModel,
  principal: Principal,
  action: Action,
  resource: Resource,
): Decision =>
  isDelegated(principal)
    ? answerForBoth(model, principal, action, resource)
    : answer(model, principal, action, resource);

/**
 * What the principal has to do when records of an object leave in a file, by whatever right they do: by the object's
 * `export`, or by a system permission of the room that writes the file.
 */
export const exportObligations = (
  model: AccessModel,
  principal: Principal,
  object: string,
): Obligations => {
  if (isDelegated(principal)) {
    const [own, others] = delegatesOf(principal);
    return bothObligations(
      exportObligations(model, own, object),
      exportObligations(model, others, object),
    );
  }
  const parties = partiesOf(model, principal, principal.company, null);
  if (isDecision(parties)) return {};
  return parties.subject.objects.get(object)?.obligations?.["export"] ?? {};
};

/** Whether the principal holds the permission of a route: a system permission, or an action on any record at all. */
export const permits = (
  model: AccessModel,
  principal: Principal,
  permission: Permission,
): Decision => {
  if ("object" in permission) {
    return can(model, principal, permission.action, { object: permission.object });
  }
  if (isDelegated(principal)) {
    const [own, others] = delegatesOf(principal);
    const first = permits(model, own, permission);
    return first.allow ? permits(model, others, permission) : first;
  }
  const parties = partiesOf(model, principal, principal.company, null);
  if (isDecision(parties)) return parties;
  const { actor, subject } = parties;
  const isLent = actor === subject || !isPersonalPermission(permission.system);
  return isLent && actor.system.has(permission.system) && subject.system.has(permission.system)
    ? allowed("system", "system")
    : byRule.system;
};
