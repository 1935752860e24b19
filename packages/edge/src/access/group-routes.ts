import { err, fault, ok, uuidv7, type Fault, type UserId } from "@ennead/core/kernel";

import {
  checkVersion,
  defineRoute,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  raw,
  versioned,
  type Route,
  listFaults,
} from "../kernel/index.ts";
import { changeAccess } from "./change-access.ts";
import type { States } from "./directory.ts";
import { changeGroup, checkedGroup } from "./group-changes.ts";
import { groupJson, groupsAround, type Group } from "./group.ts";
import { manage, missing, since, stateOf, written } from "./handling.ts";
import { idParams } from "./schemas.ts";
import { countSharesTo, isUnshared } from "./share-store.ts";
import { groupAnswer, groupPatch, newGroup } from "./sharing-schemas.ts";
import type { Snapshot } from "./snapshot.ts";

/** What names a group, or null: a group that something rests on is not removed. */
const useOf = (state: Snapshot, { id }: Group, shares: number): Fault | null => {
  const name = `group:${id}`;
  const uses = [
    [shares, "shares"],
    [[...state.groups.values()].filter(({ members }) => members.includes(name)).length, "groups"],
    [state.denies.filter(({ who }) => who === name).length, "denies"],
  ] as const;
  const told = uses.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return told.length === 0
    ? null
    : fault("access/group-in-use", `The group is named by ${told.join(", ")}; end those first.`);
};

/** Nobody leaves a group, or takes another out of it, by which a deny names himself. */
const liftFault = (state: Snapshot, actor: UserId, after: Group): Fault | null => {
  const denied = new Set(state.denies.map(({ who }) => who));
  if (denied.size === 0) return null;
  const member = `user:${actor}`;
  const stays = groupsAround(new Map(state.groups).set(after.id, after), member);
  const left = [...groupsAround(state.groups, member)].filter((id) => !stays.has(id));
  return left.some((id) => denied.has(`group:${id}`))
    ? fault(
        "access/self-grant",
        "A deny names you by this group: somebody else has to take you out of it.",
        ["members"],
      )
    : null;
};

/** Routes of groups: people under one name, and groups of groups. */
export const groupRoutes = (states: States): readonly Route[] => [
  defineRoute({
    id: "access.list-groups",
    method: "GET",
    path: "/api/access/groups",
    summary: "Groups of the company with their members",
    permission: manage,
    query: listQuery,
    response: pageSchema(groupAnswer),
    faults: listFaults,
    limits: "json",
    since,
    handler: async (context, { query }) => {
      const columns = new Map([
        ["id", { sql: "id", type: "text" }],
        ["name", { sql: "name", type: "text" }],
        ["createdAt", { sql: "created_at", type: "timestamp" }],
        ["updatedAt", { sql: "updated_at", type: "timestamp" }],
      ] as const);
      const [state, page] = await Promise.all([
        stateOf(states, context),
        listRows(
          context,
          {
            name: "access.groups",
            table: raw("user_group"),
            where: raw("1"),
            columns,
            sort: "name",
          },
          query,
        ),
      ]);
      if (!page.ok) return page;
      const items = page.value.rows.flatMap((row) => {
        const group = state.groups.get(String(row["id"]));
        return group === undefined ? [] : [groupJson(group)];
      });
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "access.create-group",
    method: "POST",
    path: "/api/access/groups",
    summary: "Add a group of users and of other groups",
    permission: manage,
    body: newGroup,
    response: groupAnswer,
    status: 201,
    faults: ["access/duplicate-group", "access/cycle", "access/foreign-principal"],
    limits: "json",
    since,
    handler: (context, { body }) => {
      const id = uuidv7(context.now, context.random);
      return changeAccess(context, (state) => {
        const beginning = { id, version: 1, createdAt: context.now };
        const group = checkedGroup(state, beginning, body, context.now);
        if (!group.ok) return group;
        return ok({
          changes: [changeGroup(context, null, group.value)],
          after: state,
          answer: versioned(context, 201, 1, groupJson(group.value), { location: `groups/${id}` }),
        });
      });
    },
  }),
  defineRoute({
    id: "access.read-group",
    method: "GET",
    path: "/api/access/groups/{id}",
    summary: "One group with its members",
    permission: manage,
    params: idParams,
    response: groupAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const group = (await stateOf(states, context)).groups.get(params.id);
      return group === undefined
        ? missing
        : ok(versioned(context, 200, group.version, groupJson(group)));
    },
  }),
  defineRoute({
    id: "access.update-group",
    method: "PATCH",
    path: "/api/access/groups/{id}",
    summary: "Change a group; who comes or goes has other rights at once",
    permission: manage,
    params: idParams,
    body: groupPatch,
    response: groupAnswer,
    faults: [
      "access/duplicate-group",
      "access/cycle",
      "access/foreign-principal",
      "access/self-grant",
      "kernel/precondition-failed",
    ],
    limits: "json",
    since,
    handler: (context, { params, body }) =>
      changeAccess(context, (state) => {
        const before = state.groups.get(params.id);
        if (before === undefined) return missing;
        const match = checkVersion(context, before.version);
        if (!match.ok) return match;
        const next = { ...before, version: before.version + 1 };
        const group = checkedGroup(state, next, { ...before, ...body }, context.now);
        if (!group.ok) return group;
        const lifted = liftFault(state, context.principal.actor, group.value);
        if (lifted !== null) return err(lifted);
        const change = changeGroup(context, before, group.value);
        const after = written(before, group.value, change);
        return ok({
          changes: [change],
          after: state,
          answer: versioned(context, 200, after.version, groupJson(after)),
        });
      }),
  }),
  defineRoute({
    id: "access.delete-group",
    method: "DELETE",
    path: "/api/access/groups/{id}",
    summary: "Remove a group that no share, no deny and no other group names",
    permission: manage,
    params: idParams,
    response: null,
    status: 204,
    faults: ["access/group-in-use", "kernel/precondition-failed"],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const target = `group:${params.id}`;
      const shares = await countSharesTo(context.scope, target);
      return changeAccess(context, (state) => {
        const group = state.groups.get(params.id);
        if (group === undefined) return missing;
        const match = checkVersion(context, group.version);
        if (!match.ok) return match;
        const used = useOf(state, group, shares);
        if (used !== null) return err(used);
        return ok({
          changes: [changeGroup(context, group, null)],
          after: state,
          guards: [isUnshared(context.company, target)],
          answer: { status: 204 },
        });
      });
    },
  }),
];
