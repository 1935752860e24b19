import { managePermission } from "@ennead/core/access";
import {
  err,
  fault,
  ok,
  uuidv7,
  type Fault,
  type JsonObject,
  type UserId,
} from "@ennead/core/kernel";

import {
  checkVersion,
  defineRoute,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  raw,
  versioned,
  type RequestContext,
  type Route,
  listFaults,
} from "../kernel/index.ts";
import { changeAccess } from "./change-access.ts";
import { changeDeny } from "./deny-change.ts";
import { denyJson, denyOf, type StoredDeny } from "./deny.ts";
import type { States } from "./directory.ts";
import { groupsAround } from "./group.ts";
import { manage, missing, since, stateOf, written } from "./handling.ts";
import { principalFault } from "./principals.ts";
import { idParams } from "./schemas.ts";
import { denyAnswer, denyPatch, newDeny } from "./sharing-schemas.ts";
import type { Snapshot } from "./snapshot.ts";

/** Whether a deny names this user, himself or by a group. One for all names nobody. */
const names = ({ groups }: Snapshot, { who }: StoredDeny, user: UserId): boolean =>
  who === `user:${user}` ||
  (who.startsWith("group:") && groupsAround(groups, `user:${user}`).has(who.slice(6)));

const isAdministrator = ({ sets }: Snapshot, held: readonly string[]): boolean =>
  held.some((id) => sets.get(id)?.system.includes(managePermission) === true);

/** A deny may bind the administrators too; whoever makes it is told when it binds all of them. */
const warningsOf = (state: Snapshot, deny: StoredDeny): readonly JsonObject[] => {
  const all = [...state.users.values()].filter(
    ({ active, sets }) => active && isAdministrator(state, sets),
  );
  const bindsAll = all.every(({ id }) => deny.who === "all" || names(state, deny, id));
  return bindsAll
    ? [
        {
          code: "access/denies-administrators",
          message: "This binds every administrator of the company, too.",
        },
      ]
    : [];
};

const denyFaults = (state: Snapshot, objects: ReadonlySet<string>, deny: StoredDeny): Fault[] => {
  const faults: Fault[] = [];
  const who = principalFault(state, deny.who, ["who"]);
  if (who !== null) faults.push(who);
  if (deny.object !== null && !objects.has(deny.object)) {
    faults.push(fault("access/unknown-object", "There is no object of this name.", ["object"]));
  }
  if (deny.recordId !== null && deny.object === null) {
    faults.push(fault("access/unknown-object", "A record is named with its object.", ["object"]));
  }
  return faults;
};

/** Nobody lifts or narrows what he is refused himself. */
const selfFault = (state: Snapshot, deny: StoredDeny, actor: UserId): Fault | null =>
  names(state, deny, actor)
    ? fault("access/self-grant", "Somebody else has to change a deny that names you.")
    : null;

const objectsOf = async (states: States, context: RequestContext): Promise<ReadonlySet<string>> =>
  new Set(Object.keys((await stateOf(states, context)).objects));

/** Routes of denies: refusals that no grant outweighs. */
export const denyRoutes = (states: States): readonly Route[] => [
  defineRoute({
    id: "access.list-denies",
    method: "GET",
    path: "/api/access/denies",
    summary: "Denies of the company, in the order they are tried in",
    permission: manage,
    query: listQuery,
    response: pageSchema(denyAnswer),
    faults: listFaults,
    limits: "json",
    since,
    handler: async (context, { query }) => {
      const columns = new Map([
        ["id", { sql: "id", type: "text" }],
        ["who", { sql: "who", type: "text" }],
        ["action", { sql: "action", type: "text" }],
        ["object", { sql: "object", type: "text" }],
        ["recordId", { sql: "record_id", type: "text" }],
        ["reason", { sql: "reason", type: "text" }],
        ["createdAt", { sql: "created_at", type: "timestamp" }],
        ["updatedAt", { sql: "updated_at", type: "timestamp" }],
      ] as const);
      const page = await listRows(
        context,
        { name: "access.denies", table: raw("access_deny"), where: raw("1"), columns, sort: "id" },
        query,
      );
      if (!page.ok) return page;
      const items = page.value.rows.map((row) => denyJson(denyOf(row)));
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "access.create-deny",
    method: "POST",
    path: "/api/access/denies",
    summary: "Refuse an action to somebody or everybody, whatever they are granted",
    permission: manage,
    body: newDeny,
    response: denyAnswer,
    status: 201,
    faults: ["access/foreign-principal", "access/unknown-object"],
    limits: "json",
    since,
    handler: async (context, { body }) => {
      const { now, random } = context;
      const objects = await objectsOf(states, context);
      const id = uuidv7(now, random);
      const deny: StoredDeny = { ...body, id, version: 1, createdAt: now, updatedAt: now };
      return changeAccess(context, (state) => {
        const faults = denyFaults(state, objects, deny);
        if (faults.length > 0) return err(faults);
        return ok({
          changes: [changeDeny(context, null, deny)],
          after: state,
          answer: versioned(
            context,
            201,
            1,
            { ...denyJson(deny), warnings: warningsOf(state, deny) },
            { location: `denies/${id}` },
          ),
        });
      });
    },
  }),
  defineRoute({
    id: "access.read-deny",
    method: "GET",
    path: "/api/access/denies/{id}",
    summary: "One deny",
    permission: manage,
    params: idParams,
    response: denyAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const deny = (await stateOf(states, context)).denies.find(({ id }) => id === params.id);
      return deny === undefined
        ? missing
        : ok(versioned(context, 200, deny.version, denyJson(deny)));
    },
  }),
  defineRoute({
    id: "access.update-deny",
    method: "PATCH",
    path: "/api/access/denies/{id}",
    summary: "Change a deny that does not name oneself",
    permission: manage,
    params: idParams,
    body: denyPatch,
    response: denyAnswer,
    faults: [
      "access/foreign-principal",
      "access/unknown-object",
      "access/self-grant",
      "kernel/precondition-failed",
    ],
    limits: "json",
    since,
    handler: async (context, { params, body }) => {
      const objects = await objectsOf(states, context);
      return changeAccess(context, (state) => {
        const before = state.denies.find(({ id }) => id === params.id);
        if (before === undefined) return missing;
        const match = checkVersion(context, before.version);
        if (!match.ok) return match;
        const self = selfFault(state, before, context.principal.actor);
        if (self !== null) return err(self);
        const wanted = {
          ...before,
          ...body,
          version: before.version + 1,
          updatedAt: context.now,
        };
        const faults = denyFaults(state, objects, wanted);
        if (faults.length > 0) return err(faults);
        const change = changeDeny(context, before, wanted);
        const after = written(before, wanted, change);
        return ok({
          changes: [change],
          after: state,
          answer: versioned(context, 200, after.version, {
            ...denyJson(after),
            warnings: warningsOf(state, after),
          }),
        });
      });
    },
  }),
  defineRoute({
    id: "access.delete-deny",
    method: "DELETE",
    path: "/api/access/denies/{id}",
    summary: "Lift a deny that does not name oneself",
    permission: manage,
    params: idParams,
    response: null,
    status: 204,
    faults: ["access/self-grant", "kernel/precondition-failed"],
    limits: "json",
    since,
    handler: (context, { params }) =>
      changeAccess(context, (state) => {
        const deny = state.denies.find(({ id }) => id === params.id);
        if (deny === undefined) return missing;
        const match = checkVersion(context, deny.version);
        if (!match.ok) return match;
        const self = selfFault(state, deny, context.principal.actor);
        if (self !== null) return err(self);
        return ok({
          changes: [changeDeny(context, deny, null)],
          after: state,
          answer: { status: 204 },
        });
      }),
  }),
];
