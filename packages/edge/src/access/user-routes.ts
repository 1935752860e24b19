import { readableFields, rightsOf } from "@ennead/core/access";
import { formatInstant } from "@ennead/core/calendar";
import type { SqlColumn } from "@ennead/core/filter";
import { ok, uuidv7, type Json, type UserId } from "@ennead/core/kernel";

import {
  checkVersion,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  type ListSource,
  defineRoute,
  raw,
  type RequestContext,
  type Route,
  versioned,
  listFaults,
} from "../kernel/index.ts";
import { userJson } from "./answers.ts";
import { changeAccess } from "./change-access.ts";
import type { States } from "./directory.ts";
import { rolesOf } from "./facts.ts";
import { administers, manage, missing, since, stateOf, written } from "./handling.ts";
import { seesUser, userScope } from "./people.ts";
import { idParams, meAnswer, newUser, userAnswer, userPatch } from "./schemas.ts";
import type { Snapshot } from "./snapshot.ts";
import { newUserOf, patchedUser } from "./users.ts";
import { createUser, updateUser } from "./writes.ts";

const readUsers = { object: "user", action: "read" } as const;

const readable = ({ model, principal }: RequestContext): ReadonlySet<string> =>
  readableFields(model, principal, "user");
const userColumns: readonly (readonly [string, SqlColumn])[] = [
  ["id", { sql: "id", type: "text" }],
  ["createdAt", { sql: "created_at", type: "timestamp" }],
  ["updatedAt", { sql: "updated_at", type: "timestamp" }],
  ["name", { sql: "name", type: "text" }],
  ["email", { sql: "email", type: "text" }],
  ["active", { sql: "active", type: "bool" }],
];

/** Who acts as the user, as he is told; null where nobody does. */
const impersonatedBy = ({ principal }: RequestContext, { users }: Snapshot): Json => {
  const { actor, impersonation, credential = "" } = principal;
  if (impersonation === undefined) return null;
  return {
    id: credential,
    actorId: actor,
    actorName: users.get(actor)?.name ?? "",
    reason: impersonation.reason,
    allow: impersonation.allow,
    endsAt: formatInstant(impersonation.endsAt),
  };
};

const always: ReadonlySet<string> = new Set(["id", "createdAt", "updatedAt"]);

const userList = (context: RequestContext): ListSource => {
  const fields = readable(context);
  return {
    name: "access.users",
    table: raw("user"),
    where: userScope(context),
    columns: new Map(userColumns.filter(([name]) => always.has(name) || fields.has(name))),
    sort: fields.has("name") ? "name" : "createdAt",
  };
};

/** Routes of users, and `me`. */
export const userRoutes = (states: States): readonly Route[] => [
  defineRoute({
    id: "access.me",
    method: "GET",
    path: "/api/access/me",
    summary: "Who one is and what one may do",
    permission: "signed-in",
    scope: null,
    aboutSelf: true,
    response: meAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context) => {
      const { principal, model } = context;
      const state = await stateOf(states, context);
      const user = state.users.get(principal.onBehalfOf ?? principal.actor);
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
          impersonation: impersonatedBy(context, state),
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
    faults: listFaults,
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
      if (user === undefined || !seesUser(context, user.id)) return missing;
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
          answer: versioned(context, 201, 1, json, { location: `users/${id}` }),
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
      "kernel/precondition-failed",
    ],
    limits: "json",
    since,
    handler: (context, { params, body }) =>
      changeAccess(context, (state) => {
        const before = state.users.get(params.id as UserId);
        if (before === undefined) return missing;
        const match = checkVersion(context, before.version);
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
