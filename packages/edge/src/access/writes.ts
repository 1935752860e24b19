import { sql, type AuditEntry, type RequestContext, type Statement } from "../kernel/index.ts";
import { eventOf, type Entity } from "./event.ts";
import type { Company, StoredSet, User } from "./snapshot.ts";

/** What one changed thing adds to a batch. Empty lists: nothing changed, so nothing is written. */
export interface Change {
  readonly events: readonly AuditEntry[];
  readonly parts: readonly Statement[];
  readonly roots: readonly Statement[];
}

const nothing: Change = { events: [], parts: [], roots: [] };

const companyEntity: Entity = {
  name: "access.company",
  fields: {
    name: { type: "text" },
    currency: { type: "text" },
    locale: { type: "text" },
    timeZone: { type: "text" },
    defaults: { type: "json" },
    fiscal: { type: "json" },
    origins: { type: "multiselect" },
  },
};

const userEntity: Entity = {
  name: "access.user",
  fields: {
    name: { type: "text" },
    email: { type: "text" },
    active: { type: "boolean" },
    managerId: { type: "reference" },
    sets: { type: "multiselect" },
    signedOutAt: { type: "datetime" },
  },
  personal: new Set(["name", "email"]),
};

const setEntity: Entity = {
  name: "access.permission-set",
  fields: {
    name: { type: "text" },
    role: { type: "boolean" },
    objects: { type: "json" },
    fields: { type: "json" },
    system: { type: "multiselect" },
    obligations: { type: "json" },
  },
};

const fiscalText = ({ fiscal }: Company): string | null =>
  fiscal === null ? null : JSON.stringify(fiscal);

export const createCompany = ({ company, now }: RequestContext, given: Company): Change => {
  const event = eventOf(companyEntity, null, given);
  const { id, version, name, currency, locale, timeZone, defaults, origins } = given;
  const fiscal = fiscalText(given);
  return {
    events: event === null ? [] : [event],
    parts: [],
    roots: [
      sql`insert into company(company_id, id, version, name, currency, locale, time_zone, defaults,
          fiscal, origins, created_at, updated_at)
        values (${company}, ${id}, ${version}, ${name}, ${currency}, ${locale}, ${timeZone},
          ${JSON.stringify(defaults)}, ${fiscal}, ${JSON.stringify(origins)}, ${now}, ${now})`,
    ],
  };
};

export const updateCompany = (
  { company, now }: RequestContext,
  before: Company,
  after: Company,
): Change => {
  const event = eventOf(companyEntity, before, after);
  if (event === null) return nothing;
  return {
    events: [event],
    parts: [],
    roots: [
      sql`update company set version = ${after.version}, name = ${after.name},
          currency = ${after.currency}, locale = ${after.locale}, time_zone = ${after.timeZone},
          defaults = ${JSON.stringify(after.defaults)}, fiscal = ${fiscalText(after)}, origins = ${JSON.stringify(after.origins)},
          updated_at = ${now}
        where company_id = ${company} and id = ${after.id} and version = ${before.version}`,
    ],
  };
};

const holdSets = (
  { company }: RequestContext,
  { id, version }: User,
  sets: readonly string[],
): Statement[] =>
  sets.length === 0
    ? []
    : [
        sql`insert into permission_set_user(company_id, root_id, set_id, root_version)
          select ${company}, ${id}, value, ${version} from json_each(${JSON.stringify(sets)})`,
      ];

export const createUser = (context: RequestContext, user: User): Change => {
  const event = eventOf(userEntity, null, user);
  return {
    events: event === null ? [] : [event],
    parts: holdSets(context, user, user.sets),
    roots: [
      sql`insert into user(company_id, id, version, name, email, active, manager_id, created_at,
          updated_at)
        values (${context.company}, ${user.id}, ${user.version}, ${user.name}, ${user.email},
          ${user.active ? 1 : 0}, ${user.managerId}, ${context.now}, ${context.now})`,
    ],
  };
};

export const updateUser = (
  context: RequestContext,
  before: User,
  after: User,
  verb?: string,
): Change => {
  const event = eventOf(userEntity, before, after, verb);
  if (event === null) return nothing;
  const { company, now } = context;
  const added = after.sets.filter((id) => !before.sets.includes(id));
  const removed = before.sets.filter((id) => !after.sets.includes(id));
  return {
    events: [event],
    parts: [
      // His sessions end for good with his account and with being signed out.
      ...(after.active && after.signedOutAt === before.signedOutAt
        ? []
        : [sql`delete from session where company_id = ${company} and user_id = ${after.id}`]),
      ...(removed.length === 0
        ? []
        : [
            sql`delete from permission_set_user where company_id = ${company}
              and root_id = ${after.id}
              and set_id in (select value from json_each(${JSON.stringify(removed)}))`,
          ]),
      ...holdSets(context, after, added),
    ],
    roots: [
      sql`update user set version = ${after.version}, name = ${after.name}, email = ${after.email},
          active = ${after.active ? 1 : 0}, manager_id = ${after.managerId},
          signed_out_at = ${after.signedOutAt}, updated_at = ${now}
        where company_id = ${company} and id = ${after.id} and version = ${before.version}`,
    ],
  };
};

const grantsOf = ({ objects, fields, system, obligations }: StoredSet): string =>
  JSON.stringify({ objects, fields, system, obligations });

export const createSet = ({ company, now }: RequestContext, set: StoredSet): Change => {
  const event = eventOf(setEntity, null, set);
  return {
    events: event === null ? [] : [event],
    parts: [],
    roots: [
      sql`insert into permission_set(company_id, id, version, name, role, grants, created_at,
          updated_at)
        values (${company}, ${set.id}, ${set.version}, ${set.name}, ${set.role ? 1 : 0},
          ${grantsOf(set)}, ${now}, ${now})`,
    ],
  };
};

export const updateSet = (
  { company, now }: RequestContext,
  before: StoredSet,
  after: StoredSet,
): Change => {
  const event = eventOf(setEntity, before, after);
  if (event === null) return nothing;
  return {
    events: [event],
    parts: [],
    roots: [
      sql`update permission_set set version = ${after.version}, name = ${after.name},
          role = ${after.role ? 1 : 0}, grants = ${grantsOf(after)}, updated_at = ${now}
        where company_id = ${company} and id = ${after.id} and version = ${before.version}`,
    ],
  };
};

export const deleteSet = ({ company }: RequestContext, set: StoredSet): Change => {
  const event = eventOf(setEntity, set, null);
  return {
    events: event === null ? [] : [event],
    parts: [],
    roots: [
      sql`delete from permission_set where company_id = ${company} and id = ${set.id}
        and version = ${set.version}`,
    ],
  };
};
