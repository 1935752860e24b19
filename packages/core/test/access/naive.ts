// The rules as they are written down, without any preparation: every answer walks the lists of facts. Slow and plain.
import type {
  AccessFacts,
  Action,
  FieldLevel,
  ObjectRight,
  PermissionSet,
  Principal,
  RecordFacts,
} from "@ennead/core/access";
import type { UserId } from "@ennead/core/kernel";

type User = AccessFacts["users"][number];

const rank = { none: 0, mask: 1, read: 2, edit: 3 } as const;
const levelOf = { read: 1, export: 1, approve: 1, update: 2, delete: 3, share: 3 } as const;
const sharing = { read: 1, edit: 2, full: 3 } as const;
const rightsOf: Readonly<Record<Action, readonly ObjectRight[]>> = {
  create: ["create"],
  read: ["read", "viewAll", "modifyAll"],
  update: ["update", "modifyAll"],
  delete: ["delete", "modifyAll"],
  share: ["share"],
  export: ["export"],
  approve: ["approve"],
};

const ofCompany = <T extends { readonly company: string }>(
  { company }: AccessFacts,
  list: readonly T[] = [],
): T[] => list.filter((one) => one.company === company);

const userCalled = (facts: AccessFacts, id: string | null | undefined): User | undefined =>
  ofCompany(facts, facts.users).find((user) => user.id === id);

const setsOf = (facts: AccessFacts, user: User): PermissionSet[] =>
  ofCompany(facts, facts.sets).filter(({ id }) => user.sets.includes(id));

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const holds = (set: PermissionSet, object: string, some: readonly ObjectRight[]): boolean =>
  (own(set.objects, object) ?? []).some((right) => some.includes(right));

const rightsOn = (facts: AccessFacts, user: User, object: string): ReadonlySet<ObjectRight> =>
  new Set(setsOf(facts, user).flatMap((set) => own(set.objects, object) ?? []));

const groupHolds = (
  facts: AccessFacts,
  group: string,
  user: string,
  seen: string[] = [],
): boolean =>
  !seen.includes(group) &&
  ofCompany(facts, facts.groups).some(
    ({ id, members }) =>
      id === group &&
      members.some(
        (member) =>
          member === `user:${user}` ||
          (member.startsWith("group:") &&
            groupHolds(facts, member.slice(6), user, [...seen, group])),
      ),
  );

/** All above a node of a list with parents, walking up until nothing is there or something repeats. */
const above = <T extends { readonly id: string }>(
  list: readonly T[],
  start: string,
  parentOf: (one: T) => string | null | undefined,
): string[] => {
  const found: string[] = [];
  let at = list.find(({ id }) => id === start);
  while (at !== undefined) {
    const parent = parentOf(at);
    if (found.includes(parent ?? "")) break;
    at = list.find(({ id }) => id === parent);
    if (at !== undefined) found.push(at.id);
  }
  return found;
};

const territoryLevel = (facts: AccessFacts, user: User, territory: string): number => {
  const list = ofCompany(facts, facts.territories);
  const up = (id: string): string[] => above(list, id, ({ parent }) => parent);
  if (!list.some(({ id }) => id === territory)) return 0;
  let best = 0;
  for (const { id, access, down, up: alsoUp } of user.territories ?? []) {
    if (!list.some((one) => one.id === id)) continue;
    const reached =
      id === territory ||
      (down && up(territory).includes(id)) ||
      (alsoUp && up(id).includes(territory));
    if (reached) best = Math.max(best, access === "edit" ? 2 : 1);
  }
  return best;
};

const shareReaches = (facts: AccessFacts, user: User, to: string): boolean => {
  const at = to.indexOf(":");
  const [kind, id] = [to.slice(0, at), to.slice(at + 1)];
  if (to === "company") return true;
  if (kind === "user") return id === user.id;
  if (kind === "group") return groupHolds(facts, id, user.id);
  if (kind === "role") return setsOf(facts, user).some((set) => set.id === id && set.role === true);
  return (
    (user.territories ?? []).some((one) => one.id === id) &&
    ofCompany(facts, facts.territories).some((one) => one.id === id)
  );
};

const reasonFor = (
  facts: AccessFacts,
  user: User,
  object: string,
  record: RecordFacts,
  level: number,
  now: number | undefined,
): string | null => {
  const rights = rightsOn(facts, user, object);
  if (rights.has("modifyAll")) return "modify-all";
  if (rights.has("viewAll") && level === 1) return "view-all";
  if (record.owner === user.id) return "owner";
  const people = ofCompany(facts, facts.users);
  if (
    record.owner !== null &&
    above(people, record.owner, (one) => one.manager).includes(user.id)
  ) {
    return "manager";
  }
  if (typeof record.territory === "string") {
    if (territoryLevel(facts, user, record.territory) >= level) return "territory";
  }
  for (const share of ofCompany(facts, facts.shares)) {
    const isOfRecord = share.object === object && share.record === record.id;
    const isOn = share.expiresAt === null || (now !== undefined && now < share.expiresAt);
    if (isOfRecord && isOn && sharing[share.access] >= level && shareReaches(facts, user, share.to))
      return "share";
  }
  const open = { none: 0, read: 1, edit: 2 }[own(facts.objects, object)?.default ?? "none"];
  return open >= level ? "default" : null;
};

const covers = (facts: AccessFacts, who: string, user: User): boolean =>
  who === "all" ||
  who === `user:${user.id}` ||
  (who.startsWith("group:") && groupHolds(facts, who.slice(6), user.id));

const impersonates = (actor: User, facts: AccessFacts, principal: Principal, action: Action) => {
  const { impersonation, onBehalfOf, now } = principal;
  if (impersonation === undefined || onBehalfOf === undefined || now === undefined) return false;
  const { reason, startsAt, endsAt, allow } = impersonation;
  return (
    setsOf(facts, actor).some(({ system }) => system.includes("access.impersonate")) &&
    onBehalfOf !== actor.id &&
    reason.trim() !== "" &&
    endsAt - startsAt <= 3_600_000 &&
    startsAt <= now &&
    now < endsAt &&
    !["approve", "export", "share"].includes(action) &&
    allow.includes(action)
  );
};

/** The level of a field by its sets alone, computed fields no further than what they are made of. */
const setLevel = (
  facts: AccessFacts,
  user: User,
  object: string,
  field: string,
  seen: readonly string[] = [],
): FieldLevel => {
  const definition = own(facts.objects, object);
  const key = JSON.stringify([object, field]);
  if (seen.includes(key)) return "edit";
  if (definition?.fields.includes(field) !== true) return "none";
  let best: FieldLevel = "none";
  for (const set of setsOf(facts, user)) {
    if (!holds(set, object, rightsOf.read)) continue;
    const level = own(own(set.fields, object) ?? {}, field) ?? "edit";
    if (rank[level] > rank[best]) best = level;
  }
  for (const input of own(definition.computed ?? {}, field) ?? []) {
    const [of, name] = typeof input === "string" ? [object, input] : [input.object, input.field];
    const level = setLevel(facts, user, of, name, [...seen, key]);
    if (rank[level] < rank[best]) best = level;
  }
  return best;
};

const no = (reason: string): { allow: boolean; reason: string } => ({ allow: false, reason });

/** `allow` and the reason, for a record. */
export const naiveCan = (
  facts: AccessFacts,
  principal: Principal,
  action: Action,
  object: string,
  record: RecordFacts,
  fields: readonly string[],
): { allow: boolean; reason: string } => {
  const { impersonation, onBehalfOf, ...alone } = principal;
  if (principal.company !== facts.company || record.company !== facts.company) return no("tenant");
  const actor = userCalled(facts, principal.actor);
  const subject = onBehalfOf === undefined ? actor : userCalled(facts, onBehalfOf);
  if (onBehalfOf !== undefined && subject === undefined) return no("tenant");
  if (onBehalfOf !== undefined && impersonation === undefined) {
    const first = naiveCan(facts, alone, action, object, record, fields);
    if (!first.allow) return first;
    return naiveCan(facts, { ...alone, actor: onBehalfOf }, action, object, record, fields);
  }
  if (actor?.active !== true || subject?.active !== true) return no("inactive");
  if (impersonation !== undefined && !impersonates(actor, facts, principal, action)) {
    return no("impersonation");
  }
  if (action === "delete" && record.hold === true) return no("legal-hold");
  if (["update", "delete", "share"].includes(action) && record.frozen === true) return no("frozen");
  const isRequester = [actor.id, subject.id].some((id) => id === record.requester);
  if (action === "approve" && isRequester) return no("sod");
  const denied = (what: Action) =>
    ofCompany(facts, facts.denies).find(
      (deny) =>
        (deny.action === "*" || deny.action === what) &&
        (deny.record === undefined || deny.record === record.id) &&
        (deny.object === undefined || deny.object === object) &&
        (covers(facts, deny.who, actor) || covers(facts, deny.who, subject)),
    );
  const deny = denied(action);
  if (deny !== undefined) return no(deny.reason);
  const may = (what: Action) =>
    setsOf(facts, subject).some((set) => holds(set, object, rightsOf[what]));
  if (own(facts.objects, object) === undefined || !may(action)) return no("object");
  let reason: string | null;
  if (action === "create") {
    const rights = rightsOn(facts, subject, object);
    const isOwn = record.owner === subject.id;
    const fits =
      typeof record.territory !== "string" ||
      territoryLevel(facts, subject, record.territory) === 2;
    reason = isOwn ? "owner" : "assign";
    if ((!isOwn && !rights.has("assign")) || !fits) reason = null;
    if (rights.has("modifyAll")) reason = "modify-all";
  } else reason = reasonFor(facts, subject, object, record, levelOf[action], principal.now);
  if (reason === null) return no("scope");
  if ((action === "update" || action === "create") && fields.length > 0) {
    const reads =
      action === "create" ||
      (may("read") &&
        denied("read") === undefined &&
        (impersonation === undefined || impersonation.allow.includes("read")));
    const all = fields.every((field) => setLevel(facts, subject, object, field) === "edit");
    if (!reads || !all) return no("field");
  }
  return { allow: true, reason };
};

/** What one may do with each field of a record. */
export const naiveLevels = (
  facts: AccessFacts,
  principal: Principal,
  object: string,
  record: RecordFacts,
): Record<string, FieldLevel> => {
  const { impersonation, onBehalfOf, ...alone } = principal;
  const people: UserId[] =
    impersonation === undefined
      ? [principal.actor, ...(onBehalfOf === undefined ? [] : [onBehalfOf])]
      : [onBehalfOf ?? principal.actor];
  const names = own(facts.objects, object)?.fields ?? [];
  const reads = naiveCan(facts, principal, "read", object, record, []).allow;
  const levels = names.map((name): [string, FieldLevel] => {
    let level: FieldLevel = reads ? "edit" : "none";
    for (const id of people) {
      const one = impersonation === undefined ? { ...alone, actor: id } : principal;
      const user = userCalled(facts, id);
      const ownLevel = user === undefined ? "none" : setLevel(facts, user, object, name);
      if (rank[ownLevel] < rank[level]) level = ownLevel;
      const writes = naiveCan(facts, one, "update", object, record, []).allow;
      if (level === "edit" && !writes) level = "read";
    }
    return [name, level];
  });
  return Object.fromEntries(levels);
};
