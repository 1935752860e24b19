import { err, ok, uuidv7 } from "@ennead/core/kernel";

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
import { setJson } from "./answers.ts";
import { changeAccess } from "./change-access.ts";
import type { States } from "./directory.ts";
import { manage, missing, since, stateOf, written } from "./handling.ts";
import { idParams, setAnswer, setBody } from "./schemas.ts";
import { newSetOf, removalFault, replacedSet, type Known } from "./sets.ts";
import { countSharesTo, isUnshared } from "./share-store.ts";
import { createSet, deleteSet, updateSet } from "./writes.ts";

/** Routes of permission sets. */
export const setRoutes = (
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
    faults: listFaults,
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
            location: `permission-sets/${id}`,
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
      "kernel/precondition-failed",
    ],
    limits: "json",
    since,
    handler: async (context, { params, body }) => {
      const names = await known(context);
      return changeAccess(context, (state) => {
        const before = state.sets.get(params.id);
        if (before === undefined) return missing;
        const match = checkVersion(context, before.version);
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
    faults: ["access/set-in-use", "kernel/precondition-failed"],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const target = `role:${params.id}`;
      const shares = await countSharesTo(context.scope, target);
      return changeAccess(context, (state) => {
        const set = state.sets.get(params.id);
        if (set === undefined) return missing;
        const match = checkVersion(context, set.version);
        if (!match.ok) return match;
        const refused = removalFault(state, set, shares);
        if (refused !== null) return err(refused);
        const sets = new Map(state.sets);
        sets.delete(set.id);
        return ok({
          changes: [deleteSet(context, set)],
          after: { users: state.users, sets },
          guards: [isUnshared(context.company, target)],
          answer: { status: 204 },
        });
      });
    },
  }),
];
