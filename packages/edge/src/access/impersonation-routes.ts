import {
  actions,
  impersonatePermission,
  longestImpersonation,
  type Action,
} from "@ennead/core/access";
import { parseInstant } from "@ennead/core/calendar";
import {
  err,
  fault,
  isObject,
  ok,
  uuidv7,
  type Fault,
  type JsonObject,
  type Result,
  type UserId,
} from "@ennead/core/kernel";
import * as v from "valibot";

import {
  defineRoute,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  raw,
  sql,
  type Answer,
  type RequestContext,
  type Route,
  type Statement,
  type TenantScope,
  listFaults,
} from "../kernel/index.ts";
import { isStamp } from "./change-access.ts";
import type { State, States } from "./directory.ts";
import { administers, missing, since, stateOf } from "./handling.ts";
import {
  endImpersonation,
  impersonationJson,
  impersonationOf,
  startImpersonation,
  type StoredImpersonation,
} from "./impersonation.ts";
import { idParams, idSchema } from "./schemas.ts";
import { impersonationPurpose } from "./token-strategy.ts";

const id = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";

const newImpersonation = v.pipe(
  v.strictObject({
    userId: idSchema,
    reason: v.pipe(v.string(), v.maxLength(500), v.examples(["Ticket 4711: cannot see his deal"])),
    minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1440), v.examples([15])),
    allow: v.optional(
      v.pipe(v.array(v.picklist(actions)), v.minLength(1), v.maxLength(7), v.examples([["read"]])),
      ["read"],
    ),
  }),
  v.examples([
    {
      userId: id,
      reason: "Ticket 4711: cannot see his deal",
      minutes: 15,
      allow: ["read" as const],
    },
  ]),
);

const entries = {
  id: idSchema,
  version: v.number(),
  actorId: v.string(),
  userId: v.string(),
  reason: v.string(),
  allow: v.array(v.string()),
  startsAt: v.string(),
  endsAt: v.string(),
  endedAt: v.nullable(v.string()),
};

const example = {
  id,
  version: 1,
  actorId: id,
  userId: id,
  reason: "Ticket 4711: cannot see his deal",
  allow: ["read"],
  startsAt: "2026-01-31T09:30:00Z",
  endsAt: "2026-01-31T09:45:00Z",
  endedAt: null,
};

const impersonationAnswer = v.pipe(
  v.strictObject(entries),
  v.title("ImpersonationAnswer"),
  v.examples([example]),
);

/** `token` is sent as a bearer token by whoever acts as the user. */
const startedAnswer = v.pipe(
  v.strictObject({ ...entries, token: v.string() }),
  v.title("StartedImpersonationAnswer"),
  v.examples([{ ...example, token: "et1.k1.WzE3Nzg.c2lnbmF0dXJl" }]),
);

const never: ReadonlySet<Action> = new Set(["approve", "export", "share"]);

const refused = (condition: string, message: string, path?: string): Fault =>
  fault("access/impersonation-refused", message, path === undefined ? undefined : [path], {
    condition,
  });

/** The first condition that does not hold, or null. */
const startFault = (
  { principal }: RequestContext,
  { users }: State,
  body: v.InferOutput<typeof newImpersonation>,
): Fault | null => {
  const user = users.get(body.userId as UserId);
  if (principal.kind !== "user" || principal.impersonation !== undefined) {
    return refused("nested", "Only somebody who is here himself acts as somebody else.");
  }
  if (user === undefined) {
    return fault("access/unknown-principal", "There is no user of this id.", ["userId"]);
  }
  if (user.id === principal.actor) {
    return refused("self", "You are yourself already.", "userId");
  }
  if (!user.active) return refused("inactive", "This user is not active.", "userId");
  if (body.reason.trim() === "") return refused("reason", "Say why.", "reason");
  if (body.minutes * 60_000 > longestImpersonation) {
    return refused("length", "It lasts 60 minutes at most.", "minutes");
  }
  return body.allow.some((action) => never.has(action))
    ? refused("personal", "Nobody approves, exports or shares as somebody else.", "allow")
    : null;
};

/** What of an actor is not over. */
const openOf = async (
  { company, read }: TenantScope,
  actor: UserId,
): Promise<readonly StoredImpersonation[]> => {
  const [found] = await read(
    sql`select * from impersonation where company_id = ${company} and ended_at is null
      and actor_id = ${actor} order by id`,
  );
  return (found?.rows ?? []).map(impersonationOf);
};

/** For a batch: nothing else of the actor is open, so that two begun at once do not both last. */
const isAll = (
  company: string,
  actor: UserId,
  open: readonly StoredImpersonation[],
): Statement => sql`not exists (select 1 from impersonation where company_id = ${company}
  and ended_at is null and actor_id = ${actor}
  and id not in (select value from json_each(${JSON.stringify(open.map(({ id: one }) => one))})))`;

/** The answer with the token, which is in no stored answer: it is minted again of what the answer says. */
const withToken = async (
  { company, services }: RequestContext,
  answer: Result<Answer, Fault | readonly Fault[]>,
): Promise<Result<Answer, Fault | readonly Fault[]>> => {
  if (!answer.ok || !isObject(answer.value.body)) return answer;
  const body = answer.value.body as JsonObject;
  const token = await services.keys.mintToken(
    impersonationPurpose,
    { c: company, i: String(body["id"]) },
    parseInstant(String(body["endsAt"])) ?? 0,
  );
  return ok({ ...answer.value, body: { ...body, token } });
};

/** Routes by which somebody acts as somebody else, for a stated reason and a short time. */
export const impersonationRoutes = (states: States): readonly Route[] => [
  defineRoute({
    id: "access.list-impersonations",
    method: "GET",
    path: "/api/access/impersonation",
    summary: "Who acted as oneself and as whom one did; with access.manage all of the company",
    permission: "signed-in",
    query: listQuery,
    response: pageSchema(impersonationAnswer),
    faults: listFaults,
    limits: "json",
    since,
    handler: async (context, { query }) => {
      const { actor } = context.principal;
      const columns = new Map([
        ["id", { sql: "id", type: "text" }],
        ["actorId", { sql: "actor_id", type: "text" }],
        ["userId", { sql: "user_id", type: "text" }],
        ["startsAt", { sql: "starts_at", type: "timestamp" }],
        ["endsAt", { sql: "ends_at", type: "timestamp" }],
        ["endedAt", { sql: "ended_at", type: "timestamp" }],
      ] as const);
      const where = administers(context)
        ? raw("1")
        : sql`(actor_id = ${actor} or user_id = ${actor})`;
      const source = {
        name: "access.impersonations",
        table: raw("impersonation"),
        where,
        columns,
        sort: "-id",
      };
      const page = await listRows(context, source, query);
      if (!page.ok) return page;
      const items = page.value.rows.map((row) => impersonationJson(impersonationOf(row)));
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "access.start-impersonation",
    method: "POST",
    path: "/api/access/impersonation",
    summary: "Act as somebody else, with his rights and both names in the log",
    permission: { system: impersonatePermission },
    body: newImpersonation,
    response: startedAnswer,
    status: 201,
    faults: ["access/impersonation-refused", "access/unknown-principal"],
    limits: "json",
    since,
    handler: async (context, { body }) => {
      const { now, random, principal, company, scope } = context;
      const state = await stateOf(states, context);
      if (state.stamp !== principal.stamp) {
        return err(fault("kernel/version-conflict", "Rights changed at the same time; try again."));
      }
      const fails = startFault(context, state, body);
      if (fails !== null) return err(fails);
      const one: StoredImpersonation = {
        id: uuidv7(now, random),
        version: 1,
        actorId: principal.actor,
        userId: body.userId as UserId,
        reason: body.reason.trim(),
        allow: actions.filter((action) => body.allow.includes(action)),
        startsAt: now,
        endsAt: now + body.minutes * 60_000,
        endedAt: null,
      };
      const done = await context.services.uow.run(context, {
        load: async () => ok(await openOf(scope, principal.actor)),
        decide: (open) => {
          const changes = [
            ...open.map((before) => endImpersonation(context, before)),
            startImpersonation(context, one),
          ];
          return ok({
            events: changes.flatMap(({ events }) => events),
            parts: [],
            roots: changes.flatMap(({ roots }) => roots),
            guards: [isStamp(company, state.stamp), isAll(company, principal.actor, open)],
            answer: { status: 201, body: { ...impersonationJson(one), token: "" } },
          });
        },
      });
      return withToken(context, done);
    },
  }),
  defineRoute({
    id: "access.end-impersonation",
    method: "DELETE",
    path: "/api/access/impersonation/{id}",
    summary: "End it, by who acts or by an administrator; its token is refused from now on",
    permission: "signed-in",
    params: idParams,
    response: null,
    status: 204,
    faults: [],
    limits: "json",
    since,
    handler: (context, { params }) => {
      const { company, principal, scope } = context;
      return context.services.uow.run(context, {
        load: async () => {
          const [found] = await scope.read(
            sql`select * from impersonation where company_id = ${company} and id = ${params.id}`,
          );
          const [row] = found?.rows ?? [];
          const isHis = row?.["actor_id"] === principal.actor;
          return row !== undefined && (isHis || administers(context))
            ? ok(impersonationOf(row))
            : missing;
        },
        decide: (before) => ok({ ...endImpersonation(context, before), answer: { status: 204 } }),
      });
    },
  }),
];
