import { can, type Action } from "@ennead/core/access";
import { parseInstant } from "@ennead/core/calendar";
import { err, fault, ok, type Fault, type Json, type Result } from "@ennead/core/kernel";
import type * as v from "valibot";

import {
  defineRoute,
  type Answer,
  type HeldShare,
  type RequestContext,
  type Route,
  type SharedRecord,
  type WantedShare,
} from "../kernel/index.ts";
import type { State, States } from "./directory.ts";
import { missing, since, stateOf } from "./handling.ts";
import { namesPeople } from "./people.ts";
import { targetName } from "./principals.ts";
import { shareJson } from "./share.ts";
import { findShared } from "./shared-records.ts";
import {
  newShare,
  recordParams,
  shareAnswer,
  shareParams,
  shareSet,
  sharesAnswer,
} from "./sharing-schemas.ts";

type Faults = Fault | readonly Fault[];

/** How many shares one record may have. */
const mostShares = 200;

/** What can be shared, with the shares it has. */
interface Held {
  readonly record: SharedRecord;
  readonly shares: readonly HeldShare[];
}

/** The record with its shares, if the actor may do this to it; one he may not read is not there. */
export const permittedShared = async (
  context: RequestContext,
  object: string,
  id: string,
  action: Extract<Action, "read" | "share">,
): Promise<Result<Held>> => {
  const { scope, model, principal, services } = context;
  const { sharing } = services.ports;
  const [record, held] = await Promise.all([
    findShared(services.ports, scope, object, id),
    sharing.of(scope, object, [id]),
  ]);
  if (record === null) return missing;
  const shares = held.get(id) ?? [];
  const resource = { object, record: { ...record.facts, shares } };
  if (!can(model, principal, "read", resource).allow) return missing;
  return can(model, principal, action, resource).allow
    ? ok({ record, shares })
    : err(fault("access/forbidden", "You may not share this."));
};

const wantedOf = (input: v.InferOutput<typeof newShare>): WantedShare => ({
  to: input.to as WantedShare["to"],
  access: input.access,
  expiresAt: input.expiresAt === null ? null : (parseInstant(input.expiresAt) ?? 0),
  note: input.note,
});

/** Shares as JSON. People are called by name where the reader may read names. */
const sharesJson = (
  context: RequestContext,
  state: State,
  shares: readonly HeldShare[],
): Json[] => {
  const names = namesPeople(context);
  return shares.map((share) => shareJson(share, targetName(state, share.to, names), context.now));
};

/** The fault as it is told of the share that was sent alone: its place in the list is no place of the body. */
const ofOne = (faults: Faults, index: number): Faults =>
  ([faults].flat() as readonly Fault[]).map((one) =>
    one.path?.[0] === "shares" && one.path[1] === index ? { ...one, path: one.path.slice(2) } : one,
  );

/** Decides what shares a record has, and writes it in one batch. */
const change = (
  context: RequestContext,
  { object, record: id }: { readonly object: string; readonly record: string },
  decide: (held: Held) => Result<readonly WantedShare[], Faults>,
  answer: (shares: readonly HeldShare[]) => Answer,
): Promise<Result<Answer, Faults>> =>
  context.services.uow.run(context, {
    load: async () => {
      const held = await permittedShared(context, object, id, "share");
      if (!held.ok) return held;
      const wanted = decide(held.value);
      if (!wanted.ok) return wanted;
      const { sharing } = context.services.ports;
      const { record, shares } = held.value;
      return sharing.replace(context, object, record, shares, wanted.value);
    },
    decide: ({ events, roots, guards, shares }) =>
      ok({ events, parts: [], roots, guards, answer: answer(shares) }),
  });

const shareFaults = [
  "access/foreign-principal",
  "access/share-level",
  "access/expiry-in-past",
] as const;

const path = "/api/access/shares/{object}/{record}";
const to = <A extends Action>(action: A) => ({ object: ":object", action }) as const;

/** Routes of the one share table: who was given what by hand, for every object that can be shared. */
export const shareRoutes = (states: States): readonly Route[] => [
  defineRoute({
    id: "access.list-shares",
    method: "GET",
    path,
    summary: "With whom a record is shared, as whoever may read it sees",
    permission: to("read"),
    params: recordParams,
    response: sharesAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const held = await permittedShared(context, params.object, params.record, "read");
      if (!held.ok) return held;
      const state = await stateOf(states, context);
      const { shares } = held.value;
      return ok({ status: 200, body: { items: sharesJson(context, state, shares) } });
    },
  }),
  defineRoute({
    id: "access.replace-shares",
    method: "PUT",
    path,
    summary: "Share a record with these and nobody else",
    permission: to("share"),
    params: recordParams,
    body: shareSet,
    response: sharesAnswer,
    faults: [...shareFaults, "access/duplicate-share"],
    limits: "json",
    since,
    handler: async (context, { params, body }) => {
      const state = await stateOf(states, context);
      return change(
        context,
        params,
        () => ok(body.shares.map(wantedOf)),
        (shares) => ({ status: 200, body: { items: sharesJson(context, state, shares) } }),
      );
    },
  }),
  defineRoute({
    id: "access.share",
    method: "POST",
    path,
    summary: "Share a record with one more; who has a share gets this one in its place",
    permission: to("share"),
    params: recordParams,
    body: newShare,
    response: shareAnswer,
    status: 201,
    faults: [...shareFaults, "access/too-many-shares"],
    limits: "json",
    since,
    handler: async (context, { params, body }) => {
      const state = await stateOf(states, context);
      const wanted = wantedOf(body);
      let index = 0;
      const done = await change(
        context,
        params,
        ({ shares }) => {
          const others = shares.filter((one) => one.to !== wanted.to);
          index = others.length;
          return others.length < mostShares
            ? ok([...others, wanted])
            : err(fault("access/too-many-shares", `A record has at most ${mostShares} shares.`));
        },
        (shares) => {
          const made = shares.filter((one) => one.to === wanted.to);
          const [json = null] = sharesJson(context, state, made);
          return { status: 201, body: json };
        },
      );
      return done.ok ? done : err(ofOne(done.error, index));
    },
  }),
  defineRoute({
    id: "access.end-share",
    method: "DELETE",
    path: `${path}/{share}`,
    summary: "Take a share back; it gives nothing from now on",
    permission: to("share"),
    params: shareParams,
    response: null,
    status: 204,
    faults: [],
    limits: "json",
    since,
    handler: (context, { params }) =>
      change(
        context,
        params,
        ({ shares }) =>
          shares.some(({ id }) => id === params.share)
            ? ok(shares.filter(({ id }) => id !== params.share))
            : missing,
        () => ({ status: 204 }),
      ),
  }),
];
