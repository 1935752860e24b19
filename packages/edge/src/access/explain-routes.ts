import {
  can,
  compareUsers,
  explain,
  fieldLevels,
  matrix,
  whoCanSee,
  type NameOf,
  type Principal,
} from "@ennead/core/access";
import { err, fault, ok, type Json, type UserId } from "@ennead/core/kernel";

import { defineRoute, type RequestContext, type Route } from "../kernel/index.ts";
import type { Labels } from "./default-routes.ts";
import type { State, States } from "./directory.ts";
import { groupsAround } from "./group.ts";
import { manage, missing, since, stateOf } from "./handling.ts";
import {
  compareQuery,
  comparisonAnswer,
  explainAnswer,
  explainQuery,
  userRightsAnswer,
  viewersAnswer,
} from "./insight-schemas.ts";
import { namesPeople } from "./people.ts";
import { idParams } from "./schemas.ts";
import { permittedShared } from "./share-routes.ts";
import { findShared } from "./shared-records.ts";
import { recordParams } from "./sharing-schemas.ts";
import type { User } from "./snapshot.ts";

/** How many of those who may see a record are told. */
const mostViewers = 500;

/** What explanations call people and things; people are somebody to whom may not read their names. */
const namesOf =
  (state: State, labels: ReadonlyMap<string, string>, people: boolean): NameOf =>
  (kind, id) => {
    switch (kind) {
      case "user":
        return people ? (state.users.get(id as UserId)?.name ?? "somebody unknown") : "somebody";
      case "group":
        return state.groups.get(id)?.name ?? id;
      case "role":
      case "set":
        return state.sets.get(id)?.name ?? id;
      case "object":
        return labels.get(id) ?? id;
      case "territory":
      case "field":
        return id;
      default:
        return kind satisfies never;
    }
  };

/** Somebody as he would ask for himself, at this moment. */
const asking = ({ company, now }: RequestContext, actor: UserId): Principal => ({
  company,
  actor,
  kind: "user",
  stamp: 0,
  now,
});

const sideOf = ({ sets }: State, { id, name, sets: held }: User): Json => ({
  userId: id,
  name,
  sets: held.map((one) => sets.get(one)?.name ?? one),
});

const levels = ["read", "edit", "full"] as const;

/** Routes that tell why: who may do what to a record, and what one may do that another may not. */
export const explainRoutes = (states: States, labels: Labels): readonly Route[] => [
  defineRoute({
    id: "access.explain",
    method: "GET",
    path: "/api/access/explain/{object}/{record}",
    summary: "Why a user may or may not do something to a record, for administrators",
    permission: manage,
    params: recordParams,
    query: explainQuery,
    response: explainAnswer,
    faults: ["access/unknown-principal"],
    limits: "json",
    since,
    handler: async (context, { params, query }) => {
      const { scope, services, principal } = context;
      const { object, record: id } = params;
      const action = query.action ?? "read";
      const [state, names, record, held] = await Promise.all([
        stateOf(states, context),
        labels(context),
        findShared(services.ports, scope, object, id),
        services.ports.sharing.of(scope, object, [id]),
      ]);
      if (record === null) return missing;
      const facts = { ...record.facts, shares: held.get(id) ?? [] };
      // To administer is not to see: of a record that he may not read nobody is told anything.
      if (!can(context.model, principal, "read", { object, record: facts }).allow) return missing;
      const user = (query.user ?? principal.actor) as UserId;
      if (!state.users.has(user)) {
        return err(fault("access/unknown-principal", "There is no user of this id.", ["user"]));
      }
      const who = asking(context, user);
      const told = explain(
        state.model,
        who,
        action,
        { object, record: facts },
        namesOf(state, names, true),
      );
      return ok({
        status: 200,
        body: {
          user,
          action,
          allow: told.decision.allow,
          reason: told.decision.reason,
          rule: told.decision.rule,
          text: told.text,
          tried: told.tried as unknown as Json,
          changes: told.changes,
          fields: Object.fromEntries(fieldLevels(state.model, who, object, facts)),
        },
      });
    },
  }),
  defineRoute({
    id: "access.who-can-see",
    method: "GET",
    path: "/api/access/who-can-see/{object}/{record}",
    summary: "Everybody who may see a record, and by what, for whoever may share it",
    permission: { object: ":object", action: "share" },
    params: recordParams,
    response: viewersAnswer,
    faults: [],
    limits: "run",
    since,
    handler: async (context, { params: { object, record: id } }) => {
      const held = await permittedShared(context, object, id, "share");
      if (!held.ok) return held;
      const [state, names] = await Promise.all([stateOf(states, context), labels(context)]);
      const facts = { ...held.value.record.facts, shares: held.value.shares };
      const people = namesPeople(context);
      const name = namesOf(state, names, people);
      const viewers = whoCanSee(state.model, object, facts, context.now, name);
      return ok({
        status: 200,
        body: {
          items: viewers.slice(0, mostViewers).map(({ user, level, reason, text }) => ({
            userId: user,
            name: people ? (state.users.get(user)?.name ?? null) : null,
            access: levels[level - 1] ?? "read",
            reason,
            text,
          })),
          total: viewers.length,
        },
      });
    },
  }),
  defineRoute({
    id: "access.user-rights",
    method: "GET",
    path: "/api/access/users/{id}/rights",
    summary: "What a user may do with each object, how far, and by which groups shares reach him",
    permission: manage,
    params: idParams,
    response: userRightsAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const state = await stateOf(states, context);
      const user = state.users.get(params.id as UserId);
      if (user === undefined) return missing;
      const rows = matrix(state.model, [user.id], context.now);
      return ok({
        status: 200,
        body: {
          system: [...(state.model.users.get(user.id)?.system ?? [])].toSorted(),
          objects: rows.map(({ object, actions, fields }) => ({ object, actions, fields })),
          groups: [...groupsAround(state.groups, `user:${user.id}`)].toSorted(),
        },
      });
    },
  }),
  defineRoute({
    id: "access.compare-users",
    method: "GET",
    path: "/api/access/users/{id}/compare",
    summary: "What a user may do otherwise than another",
    permission: manage,
    params: idParams,
    query: compareQuery,
    response: comparisonAnswer,
    faults: ["access/unknown-principal"],
    limits: "json",
    since,
    handler: async (context, { params, query }) => {
      const state = await stateOf(states, context);
      const left = state.users.get(params.id as UserId);
      if (left === undefined) return missing;
      const right = state.users.get((query.with ?? context.principal.actor) as UserId);
      if (right === undefined) {
        return err(fault("access/unknown-principal", "There is no user of this id.", ["with"]));
      }
      const difference = compareUsers(state.model, left.id, right.id, context.now);
      return ok({
        status: 200,
        body: {
          left: sideOf(state, left),
          right: sideOf(state, right),
          ...(difference as unknown as Readonly<Record<string, Json>>),
        },
      });
    },
  }),
];
