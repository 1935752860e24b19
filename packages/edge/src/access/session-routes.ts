import { credentialsScope, permits } from "@ennead/core/access";
import { err, fault, ok, type UserId } from "@ennead/core/kernel";
import * as v from "valibot";

import {
  defineRoute,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  raw,
  sql,
  type ListSource,
  type RequestContext,
  type Route,
  listFaults,
} from "../kernel/index.ts";
import { changeAccess } from "./change-access.ts";
import { administers, missing, since } from "./handling.ts";
import { idParams, idSchema } from "./schemas.ts";
import { endStatement } from "./session-store.ts";
import { idleFor, longestFor, sessionEvent, sessionJson, sessionOf } from "./session.ts";
import { signedOut } from "./users.ts";
import { updateUser } from "./writes.ts";

const example = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";

const sessionAnswer = v.pipe(
  v.strictObject({
    id: idSchema,
    userId: v.string(),
    agent: v.nullable(v.string()),
    createdAt: v.string(),
    seenAt: v.string(),
    expiresAt: v.string(),
    current: v.boolean(),
  }),
  v.title("SessionAnswer"),
  v.examples([
    {
      id: example,
      userId: example,
      agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
      createdAt: "2026-01-31T09:30:00Z",
      seenAt: "2026-01-31T09:41:00Z",
      expiresAt: "2026-01-31T10:11:00Z",
      current: true,
    },
  ]),
);

const query = v.strictObject({ ...listQuery.entries, user: v.optional(idSchema) });

const sessionList = ({ now }: RequestContext, user: string): ListSource => ({
  name: `access.sessions ${user}`,
  table: raw("session"),
  where: sql`user_id = ${user} and created_at > ${now - longestFor} and seen_at > ${now - idleFor}`,
  columns: new Map([
    ["id", { sql: "id", type: "text" }],
    ["createdAt", { sql: "created_at", type: "timestamp" }],
    ["seenAt", { sql: "seen_at", type: "timestamp" }],
  ]),
  sort: "-createdAt",
  likeId: "createdAt",
});

/** Routes of sessions, and signing out everywhere. */
export const sessionRoutes = (): readonly Route[] => [
  defineRoute({
    id: "access.list-sessions",
    method: "GET",
    path: "/api/access/sessions",
    summary: "One's own sessions; with access.manage those of `user`",
    permission: "signed-in",
    scope: credentialsScope,
    query,
    response: pageSchema(sessionAnswer),
    faults: listFaults,
    limits: "json",
    since,
    handler: async (context, { query: { user, ...asked } }) => {
      const { actor, credential } = context.principal;
      if (user !== undefined && user !== actor && !administers(context)) return missing;
      const page = await listRows(context, sessionList(context, user ?? actor), asked);
      if (!page.ok) return page;
      const items = page.value.rows.map((row) =>
        sessionJson(sessionOf(row), row["id"] === credential),
      );
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "access.end-session",
    method: "DELETE",
    path: "/api/access/sessions/{id}",
    summary: "End a session, one's own or with access.manage anybody's",
    permission: "signed-in",
    scope: credentialsScope,
    params: idParams,
    response: null,
    status: 204,
    faults: [],
    limits: "json",
    since,
    handler: (context, { params }) => {
      const { company, principal, scope } = context;
      const here = sql`company_id = ${company} and id = ${params.id}`;
      return context.services.uow.run(context, {
        load: async () => {
          const [found] = await scope.read(sql`select * from session where ${here}`);
          const [row] = found?.rows ?? [];
          const may = row?.["user_id"] === principal.actor || administers(context);
          return row !== undefined && may ? ok(sessionOf(row)) : missing;
        },
        decide: (session) =>
          ok({
            events: [sessionEvent("end", session.id)],
            parts: [endStatement(session)],
            roots: [],
            guards: [sql`exists (select 1 from session where ${here})`],
            answer: { status: 204 },
          }),
      });
    },
  }),
  defineRoute({
    id: "access.sign-out",
    method: "POST",
    path: "/api/access/users/{id}/sign-out",
    summary: "Sign a user out everywhere, oneself or with access.manage anybody; API keys go on",
    permission: "signed-in",
    scope: credentialsScope,
    params: idParams,
    response: null,
    status: 204,
    faults: [],
    limits: "json",
    since,
    handler: (context, { params }) => {
      const { model, principal, now } = context;
      return changeAccess(context, (state) => {
        const user = state.users.get(params.id as UserId);
        if (user === undefined) return missing;
        if (user.id !== principal.actor && !administers(context)) {
          return permits(model, principal, { object: "user", action: "read" }).allow
            ? err(
                fault("access/forbidden", "You may sign out yourself; others take access.manage."),
              )
            : missing;
        }
        const after = signedOut(user, now);
        return ok({
          changes: [updateUser(context, user, after, "sign-out")],
          after: { users: new Map(state.users).set(after.id, after), sets: state.sets },
          answer: { status: 204 },
        });
      });
    },
  }),
];
