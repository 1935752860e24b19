import { managePermission, permits, readableFields, rightsOf } from "@ennead/core/access";
import { isTimeZone } from "@ennead/core/calendar";
import type { SqlColumn } from "@ennead/core/filter";
import { err, fault, ok, uuidv7, type Json, type Result, type UserId } from "@ennead/core/kernel";

import { defineRoute, raw, type RequestContext, type Route } from "../kernel/index.ts";
import {
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  type ListSource,
} from "../kernel/table-list.ts";
import { companyJson, setJson, userJson, versioned } from "./answers.ts";
import { changeAccess } from "./change-access.ts";
import type { State, States } from "./directory.ts";
import { rolesOf } from "./facts.ts";
import {
  companyAnswer,
  companyPatch,
  idParams,
  meAnswer,
  newUser,
  setAnswer,
  setBody,
  userAnswer,
  userPatch,
} from "./schemas.ts";
import { newSetOf, removalFault, replacedSet, type Known } from "./sets.ts";
import { newUserOf, patchedUser } from "./users.ts";
import {
  createSet,
  createUser,
  deleteSet,
  updateCompany,
  updateSet,
  updateUser,
  type Change,
} from "./writes.ts";

const manage = { system: managePermission } as const;
const readUsers = { object: "user", action: "read" } as const;
const since = "2026-01-01";

const missing = err(fault("kernel/not-found", "There is nothing of this id."));

/** The rule of `If-Match` for a thing of this version. */
const matches = ({ ifMatch }: RequestContext, version: number): Result<void> =>
  ifMatch === undefined || ifMatch === version
    ? ok(undefined)
    : err(
        fault("kernel/precondition-failed", `The present version is ${version}.`, undefined, {
          version,
        }),
      );

const stateOf = (states: States, { scope, services }: RequestContext): Promise<State> =>
  states.of(scope, services.ports);

const administers = ({ model, principal }: RequestContext): boolean =>
  permits(model, principal, manage).allow;

const readable = ({ model, principal }: RequestContext): ReadonlySet<string> =>
  readableFields(model, principal, "user");

const written = <T>(before: T, after: T, { events }: Change): T =>
  events.length === 0 ? before : after;

const userColumns: readonly (readonly [string, SqlColumn])[] = [
  ["id", { sql: "id", type: "text" }],
  ["createdAt", { sql: "created_at", type: "timestamp" }],
  ["updatedAt", { sql: "updated_at", type: "timestamp" }],
  ["name", { sql: "name", type: "text" }],
  ["email", { sql: "email", type: "text" }],
  ["active", { sql: "active", type: "bool" }],
];

const always: ReadonlySet<string> = new Set(["id", "createdAt", "updatedAt"]);

const userList = (context: RequestContext): ListSource => {
  const fields = readable(context);
  return {
    name: "access.users",
    table: raw("user"),
    where: raw("1"),
    columns: new Map(userColumns.filter(([name]) => always.has(name) || fields.has(name))),
    sort: fields.has("name") ? "name" : "createdAt",
  };
};

const userRoutes = (states: States): readonly Route[] => [
  defineRoute({
    id: "access.me",
    method: "GET",
    path: "/api/access/me",
    summary: "Who one is and what one may do",
    permission: "signed-in",
    response: meAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context) => {
      const { principal, model } = context;
      const state = await stateOf(states, context);
      const user = state.users.get(principal.actor);
      const { company } = state;
      if (user === undefined || company === null) return missing;
      return ok({
        status: 200,
        body: {
          user: {
            id: user.id,
            name: user.name,
            email: user.email,
            roles: rolesOf(state, user.sets),
          },
          company: {
            id: company.id,
            name: company.name,
            currency: company.currency,
            locale: company.locale,
            timeZone: company.timeZone,
          },
          permissions: rightsOf(model, principal) as unknown as Json,
        },
      });
    },
  }),
  defineRoute({
    id: "access.list-users",
    method: "GET",
    path: "/api/access/users",
    summary: "Users of the company",
    permission: readUsers,
    query: listQuery,
    response: pageSchema(userAnswer),
    faults: ["kernel/bad-cursor", "filter/unknown-field", "filter/bad-filter"],
    limits: "json",
    since,
    handler: async (context, { query }) => {
      const [state, page] = await Promise.all([
        stateOf(states, context),
        listRows(context, userList(context), query),
      ]);
      if (!page.ok) return page;
      const items = page.value.rows.flatMap((row) => {
        const user = state.users.get(String(row["id"]) as UserId);
        return user === undefined
          ? []
          : [userJson(state, user, readable(context), administers(context))];
      });
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "access.read-user",
    method: "GET",
    path: "/api/access/users/{id}",
    summary: "One user",
    permission: readUsers,
    params: idParams,
    response: userAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const state = await stateOf(states, context);
      const user = state.users.get(params.id as UserId);
      if (user === undefined) return missing;
      const body = userJson(state, user, readable(context), administers(context));
      return ok(versioned(context, 200, user.version, body));
    },
  }),
  defineRoute({
    id: "access.create-user",
    method: "POST",
    path: "/api/access/users",
    summary: "Add a user",
    permission: manage,
    body: newUser,
    response: userAnswer,
    status: 201,
    faults: [
      "access/duplicate-email",
      "access/unknown-principal",
      "access/unknown-set",
      "access/cycle",
    ],
    limits: "json",
    since,
    handler: (context, { body }) => {
      const id = uuidv7(context.now, context.random) as UserId;
      return changeAccess(context, (state) => {
        const user = newUserOf(state, id, body, context.now);
        if (!user.ok) return user;
        const users = new Map(state.users).set(id, user.value);
        const json = userJson(state, user.value, readable(context), true);
        return ok({
          changes: [createUser(context, user.value)],
          after: { users, sets: state.sets },
          answer: versioned(context, 201, 1, json, { location: `/api/access/users/${id}` }),
        });
      });
    },
  }),
  defineRoute({
    id: "access.update-user",
    method: "PATCH",
    path: "/api/access/users/{id}",
    summary: "Change a user: name, address, manager, permission sets, or whether he may sign in",
    permission: manage,
    params: idParams,
    body: userPatch,
    response: userAnswer,
    faults: [
      "access/duplicate-email",
      "access/unknown-principal",
      "access/unknown-set",
      "access/cycle",
      "access/self-grant",
      "access/last-admin",
    ],
    limits: "json",
    since,
    handler: (context, { params, body }) =>
      changeAccess(context, (state) => {
        const before = state.users.get(params.id as UserId);
        if (before === undefined) return missing;
        const match = matches(context, before.version);
        if (!match.ok) return match;
        const user = patchedUser(state, context.principal.actor, before, body, context.now);
        if (!user.ok) return user;
        const change = updateUser(context, before, user.value);
        const after = written(before, user.value, change);
        return ok({
          changes: [change],
          after: { users: new Map(state.users).set(after.id, after), sets: state.sets },
          answer: versioned(
            context,
            200,
            after.version,
            userJson(state, after, readable(context), true),
          ),
        });
      }),
  }),
];

const setRoutes = (
  states: States,
  known: (context: RequestContext) => Promise<Known>,
): readonly Route[] => [
  defineRoute({
    id: "access.list-sets",
    method: "GET",
    path: "/api/access/permission-sets",
    summary: "Permission sets of the company",
    permission: manage,
    query: listQuery,
    response: pageSchema(setAnswer),
    faults: ["kernel/bad-cursor", "filter/unknown-field", "filter/bad-filter"],
    limits: "json",
    since,
    handler: async (context, { query }) => {
      const source: ListSource = {
        name: "access.sets",
        table: raw("permission_set"),
        where: raw("1"),
        columns: new Map([
          ["id", { sql: "id", type: "text" }],
          ["name", { sql: "name", type: "text" }],
          ["role", { sql: "role", type: "bool" }],
        ]),
        sort: "name",
      };
      const [state, page] = await Promise.all([
        stateOf(states, context),
        listRows(context, source, query),
      ]);
      if (!page.ok) return page;
      const items = page.value.rows.flatMap((row) => {
        const set = state.sets.get(String(row["id"]));
        return set === undefined ? [] : [setJson(set)];
      });
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "access.create-set",
    method: "POST",
    path: "/api/access/permission-sets",
    summary: "Add a permission set",
    permission: manage,
    body: setBody,
    response: setAnswer,
    status: 201,
    faults: [
      "access/duplicate-set",
      "access/unknown-object",
      "access/unknown-field",
      "access/unknown-permission",
    ],
    limits: "json",
    since,
    handler: async (context, { body }) => {
      const id = uuidv7(context.now, context.random);
      const names = await known(context);
      return changeAccess(context, (state) => {
        const set = newSetOf(state, names, id, body);
        if (!set.ok) return set;
        return ok({
          changes: [createSet(context, set.value)],
          after: { users: state.users, sets: new Map(state.sets).set(id, set.value) },
          answer: versioned(context, 201, 1, setJson(set.value), {
            location: `/api/access/permission-sets/${id}`,
          }),
        });
      });
    },
  }),
  defineRoute({
    id: "access.read-set",
    method: "GET",
    path: "/api/access/permission-sets/{id}",
    summary: "One permission set",
    permission: manage,
    params: idParams,
    response: setAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const set = (await stateOf(states, context)).sets.get(params.id);
      return set === undefined ? missing : ok(versioned(context, 200, set.version, setJson(set)));
    },
  }),
  defineRoute({
    id: "access.replace-set",
    method: "PUT",
    path: "/api/access/permission-sets/{id}",
    summary: "Replace a permission set; all who hold it have the new rights at once",
    permission: manage,
    params: idParams,
    body: setBody,
    response: setAnswer,
    faults: [
      "access/duplicate-set",
      "access/unknown-object",
      "access/unknown-field",
      "access/unknown-permission",
      "access/self-grant",
      "access/last-admin",
    ],
    limits: "json",
    since,
    handler: async (context, { params, body }) => {
      const names = await known(context);
      return changeAccess(context, (state) => {
        const before = state.sets.get(params.id);
        if (before === undefined) return missing;
        const match = matches(context, before.version);
        if (!match.ok) return match;
        const set = replacedSet(state, names, context.principal.actor, before, body);
        if (!set.ok) return set;
        const change = updateSet(context, before, set.value);
        const after = written(before, set.value, change);
        return ok({
          changes: [change],
          after: { users: state.users, sets: new Map(state.sets).set(after.id, after) },
          answer: versioned(context, 200, after.version, setJson(after)),
        });
      });
    },
  }),
  defineRoute({
    id: "access.delete-set",
    method: "DELETE",
    path: "/api/access/permission-sets/{id}",
    summary: "Remove a permission set that nobody holds",
    permission: manage,
    params: idParams,
    response: null,
    status: 204,
    faults: ["access/set-in-use"],
    limits: "json",
    since,
    handler: (context, { params }) =>
      changeAccess(context, (state) => {
        const set = state.sets.get(params.id);
        if (set === undefined) return missing;
        const match = matches(context, set.version);
        if (!match.ok) return match;
        const refused = removalFault(state, set);
        if (refused !== null) return err(refused);
        const sets = new Map(state.sets);
        sets.delete(set.id);
        return ok({
          changes: [deleteSet(context, set)],
          after: { users: state.users, sets },
          answer: { status: 204 },
        });
      }),
  }),
];

const companyRoutes = (states: States): readonly Route[] => [
  defineRoute({
    id: "access.read-company",
    method: "GET",
    path: "/api/access/company",
    summary: "Settings of the company",
    permission: manage,
    response: companyAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context) => {
      const { company } = await stateOf(states, context);
      return company === null
        ? missing
        : ok(versioned(context, 200, company.version, companyJson(company)));
    },
  }),
  defineRoute({
    id: "access.update-company",
    method: "PATCH",
    path: "/api/access/company",
    summary: "Change settings of the company and the org-wide defaults of its objects",
    permission: manage,
    body: companyPatch,
    response: companyAnswer,
    faults: ["access/unknown-object", "access/bad-time-zone"],
    limits: "json",
    since,
    handler: async (context, { body }) => {
      const { objects } = await stateOf(states, context);
      return changeAccess(context, (state) => {
        const before = state.company;
        if (before === null) return missing;
        const match = matches(context, before.version);
        if (!match.ok) return match;
        const after = { ...before, ...body, version: before.version + 1 };
        const unknown = Object.keys(after.defaults).find((name) => !Object.hasOwn(objects, name));
        if (unknown !== undefined) {
          return err(
            fault("access/unknown-object", "There is no object of this name.", [
              "defaults",
              unknown,
            ]),
          );
        }
        if (!isTimeZone(after.timeZone)) {
          return err(fault("access/bad-time-zone", "A time zone is an IANA name.", ["timeZone"]));
        }
        const change = updateCompany(context, before, after);
        const now = written(before, after, change);
        return ok({
          changes: [change],
          after: state,
          answer: versioned(context, 200, now.version, companyJson(now)),
        });
      });
    },
  }),
];

/** All routes of the room. `permissions` names every system permission that there is. */
export const accessRoutes = (
  states: States,
  permissions: () => ReadonlySet<string>,
): readonly Route[] => [
  ...userRoutes(states),
  ...setRoutes(states, async (context) => ({
    objects: (await stateOf(states, context)).objects,
    permissions: permissions(),
  })),
  ...companyRoutes(states),
];
