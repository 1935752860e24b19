import type { CompanyId, UserId } from "../kernel/index.ts";
import type { Action, ObjectRight } from "./actions.ts";
import type { Deny } from "./facts.ts";
import type { AccessModel, ObjectGrant, UserGrant } from "./model.ts";
import type { Principal } from "./principal.ts";

/** What access needs to know of one record. */
export interface RecordFacts {
  readonly company: CompanyId;
  readonly owner: UserId | null;
}

/** What an action is to be done to. Without a record the question is whether there may be any at all. */
export interface Resource {
  readonly object: string;
  /** For `create`: the record as it would be. */
  readonly record?: RecordFacts;
  /** create and update: names of the fields that are written. */
  readonly fields?: readonly string[];
}

/** A permission as routes declare it. */
export type Permission =
  | { readonly system: string }
  | { readonly object: string; readonly action: Action };

/** The rule that decided, in the order they are tried. */
export type Rule = "tenant" | "inactive" | "deny" | "object" | "scope" | "field" | "system";

/**
 * An answer with its ground. `reason` is the grant that sufficed (`modify-all`, `view-all`, `owner`, `default`; `object`
 * where no record was named; `system`) or what was missing (the rule's name; for `deny` the reason given there;
 * `key-scope` where the user has the right and his API key does not).
 */
export interface Decision {
  readonly allow: boolean;
  readonly reason: string;
  readonly rule: Rule;
}

const allowed = (rule: Rule, reason: string): Decision => ({ allow: true, reason, rule });
const refused = (rule: Rule, reason: string = rule): Decision => ({ allow: false, reason, rule });

/** The rights of which one is enough to do the action at all. */
const enough: Readonly<Record<Action, readonly ObjectRight[]>> = {
  create: ["create"],
  read: ["read", "viewAll", "modifyAll"],
  update: ["update", "modifyAll"],
  delete: ["delete", "modifyAll"],
  share: ["share"],
  export: ["export"],
  approve: ["approve"],
};

/** How much of a record an action needs: 1 to see it, 2 to change it, 3 to own it. */
const needed: Readonly<Record<Exclude<Action, "create">, 1 | 2 | 3>> = {
  read: 1,
  export: 1,
  approve: 1,
  update: 2,
  delete: 3,
  share: 3,
};

const covers = (deny: Deny, user: UserId, action: Action, object: string): boolean =>
  (deny.who === "all" || deny.who === `user:${user}`) &&
  (deny.action === "*" || deny.action === action) &&
  (deny.object === undefined || deny.object === object);

/** The user behind a principal, or the decision that refuses him before any right is looked at. */
export const subjectOf = (
  model: AccessModel,
  principal: Principal,
  company: CompanyId,
): UserGrant | Decision => {
  if (principal.company !== model.company || company !== model.company) return refused("tenant");
  const user = model.users.get(principal.actor);
  return user?.active === true ? user : refused("inactive");
};

/** Whether a rule has decided already, and there is no grant to ask further. */
export const isDecision = (value: UserGrant | ObjectGrant | Decision): value is Decision =>
  "allow" in value;

/** The rules before the record itself: company, active, denies, object rights. The grant, or the refusal. */
export const objectGrant = (
  model: AccessModel,
  principal: Principal,
  action: Action,
  object: string,
  company: CompanyId = principal.company,
): ObjectGrant | Decision => {
  const user = subjectOf(model, principal, company);
  if (isDecision(user)) return user;
  const deny = model.denies.find((one) => covers(one, user.id, action, object));
  if (deny !== undefined) return refused("deny", deny.reason);
  const grant = user.objects.get(object);
  if (grant === undefined || !enough[action].some((right) => grant.rights.has(right))) {
    return refused("object");
  }
  return grant.only?.has(action) === false ? refused("object", "key-scope") : grant;
};

/** The grants over all records of an object that reach the level, strongest first; undefined when only owning will do. */
export const wideGrant = (
  model: AccessModel,
  grant: ObjectGrant,
  object: string,
  action: Exclude<Action, "create">,
): "modify-all" | "view-all" | "default" | undefined => {
  const level = needed[action];
  if (grant.rights.has("modifyAll")) return "modify-all";
  if (level === 1 && grant.rights.has("viewAll")) return "view-all";
  const byDefault = { none: 0, read: 1, edit: 2 }[model.objects.get(object)?.default ?? "none"];
  return byDefault >= level ? "default" : undefined;
};

const recordDecision = (
  model: AccessModel,
  principal: Principal,
  grant: ObjectGrant,
  action: Action,
  object: string,
  record: RecordFacts,
): Decision => {
  const owns = record.owner !== null && record.owner === principal.actor;
  if (action === "create") {
    // One creates for oneself; giving a new record to somebody else takes the right over all records.
    if (grant.rights.has("modifyAll")) return allowed("scope", "modify-all");
    return owns ? allowed("scope", "owner") : refused("scope");
  }
  const wide = wideGrant(model, grant, object, action);
  if (wide === "modify-all" || wide === "view-all") return allowed("scope", wide);
  if (owns) return allowed("scope", "owner");
  return wide === undefined ? refused("scope") : allowed("scope", wide);
};

/**
 * May the principal do this to that? The one question all rooms ask; the first rule that decides wins, in the order
 * tenant, inactive, deny, object, scope, field. Denies beat every grant; among grants the most permissive wins.
 * Without a record the answer says whether any record could be allowed, which is what a route asks first.
 */
export const can = (
  model: AccessModel,
  principal: Principal,
  action: Action,
  { object, record, fields = [] }: Resource,
): Decision => {
  const grant = objectGrant(model, principal, action, object, record?.company);
  if (isDecision(grant)) return grant;
  const decision =
    record === undefined
      ? allowed("object", "object")
      : recordDecision(model, principal, grant, action, object, record);
  if (!decision.allow || (action !== "update" && action !== "create")) return decision;
  return fields.every((name) => grant.fields.get(name) === "edit") ? decision : refused("field");
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
  const user = subjectOf(model, principal, principal.company);
  if (isDecision(user)) return user;
  return user.system.has(permission.system) ? allowed("system", "system") : refused("system");
};
