import { credentialsScope, hashApiKey, mintApiKey } from "@ennead/core/access";
import {
  err,
  fault,
  isObject,
  ok,
  uuidv7,
  type Fault,
  type JsonObject,
  type Result,
} from "@ennead/core/kernel";

import {
  checkVersion,
  defineRoute,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  raw,
  sql,
  versioned,
  type Answer,
  type ListSource,
  type RequestContext,
  type Route,
  type Row,
  listFaults,
} from "../kernel/index.ts";
import { administers, missing, since } from "./handling.ts";
import { createdKeyAnswer, keyAnswer, newKey } from "./key-schemas.ts";
import {
  countKeys,
  isWhole,
  isWorking,
  keyColumns,
  keyTable,
  readDescendants,
  readKey,
} from "./key-store.ts";
import { createKey, revokeKey } from "./key-writes.ts";
import { keyJson, keyOf, usedAtOf } from "./key.ts";
import { newKeyOf } from "./new-key.ts";
import { idParams } from "./schemas.ts";

/** How many keys one user may have that work. */
const mostKeys = 100;

const keyList = (context: RequestContext): ListSource => ({
  name: "access.api-keys",
  table: keyTable,
  select: keyColumns,
  alias: "k.",
  where: administers(context) ? raw("1") : sql`k.user_id = ${context.principal.actor}`,
  columns: new Map([
    ["id", { sql: "k.id", type: "text" }],
    ["name", { sql: "k.name", type: "text" }],
    ["userId", { sql: "k.user_id", type: "text" }],
    ["createdAt", { sql: "k.created_at", type: "timestamp" }],
    ["expiresAt", { sql: "k.expires_at", type: "timestamp" }],
    ["revokedAt", { sql: "k.revoked_at", type: "timestamp" }],
    ["lastUsedAt", { sql: "u.used_at", type: "timestamp" }],
  ]),
  sort: "-createdAt",
  likeId: "createdAt",
});

/** The key, where it is the actor's own or he administers: another one is not there. */
const readOwn = async (context: RequestContext, id: string): Promise<Result<Row, Fault>> => {
  const row = await readKey(context.scope, id);
  return row !== null && (row["user_id"] === context.principal.actor || administers(context))
    ? ok(row)
    : missing;
};

/** When the key ends by which the actor came. */
const ownEnd = async ({ scope, principal }: RequestContext): Promise<number> => {
  if (principal.kind !== "apiKey") return Number.POSITIVE_INFINITY;
  const row = await readKey(scope, principal.credential ?? "");
  return row === null ? 0 : keyOf(row).expiresAt;
};

/**
 * The answer with the key's text in it, unless it is that of an earlier request: the text is in no stored answer, so
 * whoever lost the first answer revokes the key and makes another.
 */
const withValue = (
  answer: Result<Answer, Fault | readonly Fault[]>,
  id: string,
  value: string,
): Result<Answer, Fault | readonly Fault[]> => {
  if (!answer.ok) return answer;
  const { body } = answer.value;
  return isObject(body) && body["id"] === id
    ? ok({ ...answer.value, body: { ...(body as JsonObject), value } })
    : answer;
};

/** Routes of API keys. `permissions` names every system permission that there is. */
export const keyRoutes = (permissions: () => ReadonlySet<string>): readonly Route[] => [
  defineRoute({
    id: "access.list-api-keys",
    method: "GET",
    path: "/api/access/api-keys",
    summary: "One's own API keys; with access.manage those of the company",
    permission: "signed-in",
    scope: credentialsScope,
    query: listQuery,
    response: pageSchema(keyAnswer),
    faults: listFaults,
    limits: "json",
    since,
    handler: async (context, { query }) => {
      const page = await listRows(context, keyList(context), query);
      if (!page.ok) return page;
      const items = page.value.rows.map((row) => keyJson(keyOf(row), usedAtOf(row)));
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "access.read-api-key",
    method: "GET",
    path: "/api/access/api-keys/{id}",
    summary: "One API key, without its text",
    permission: "signed-in",
    scope: credentialsScope,
    params: idParams,
    response: keyAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const row = await readOwn(context, params.id);
      if (!row.ok) return row;
      // When it was last used is no part of its version, so there is no tag to compare.
      return ok({ status: 200, body: keyJson(keyOf(row.value), usedAtOf(row.value)) });
    },
  }),
  defineRoute({
    id: "access.create-api-key",
    method: "POST",
    path: "/api/access/api-keys",
    summary: "Make an API key for oneself; its text is told in this answer alone",
    permission: "signed-in",
    scope: credentialsScope,
    body: newKey,
    response: createdKeyAnswer,
    status: 201,
    faults: [
      "access/unknown-scope",
      "access/unknown-object",
      "access/unknown-permission",
      "access/grant-exceeds-own",
      "access/expiry-in-past",
      "access/expiry-too-late",
      "access/too-many-keys",
    ],
    limits: "json",
    since,
    handler: async (context, { body }) => {
      const { text, prefix } = mintApiKey(context.random);
      const id = uuidv7(context.now, context.random);
      const made = newKeyOf(context, permissions(), await ownEnd(context), { ...body, id, prefix });
      if (!made.ok) return made;
      const { principal, scope, now } = context;
      const answer = await context.services.uow.run(context, {
        load: async () => ok(await countKeys(scope, principal.actor, now)),
        decide: (count) => {
          if (count >= mostKeys) {
            return err(
              fault("access/too-many-keys", `You have ${count} keys; revoke some of them first.`),
            );
          }
          const json = { ...keyJson(made.value, null), value: null };
          const headers = { location: `api-keys/${id}` };
          const { madeBy } = made.value;
          return ok({
            ...createKey(context, made.value, hashApiKey(text)),
            guards: madeBy === null ? [] : [isWorking(scope, madeBy)],
            answer: versioned(context, 201, 1, json, headers),
          });
        },
      });
      return withValue(answer, id, text);
    },
  }),
  defineRoute({
    id: "access.revoke-api-key",
    method: "DELETE",
    path: "/api/access/api-keys/{id}",
    summary: "Revoke an API key, one's own or with access.manage anybody's; it stays in the list",
    permission: "signed-in",
    scope: credentialsScope,
    params: idParams,
    response: null,
    status: 204,
    faults: ["kernel/precondition-failed"],
    limits: "json",
    since,
    handler: (context, { params }) =>
      context.services.uow.run(context, {
        load: async () => {
          const row = await readOwn(context, params.id);
          if (!row.ok) return row;
          const made = await readDescendants(context.scope, params.id);
          return ok({ key: keyOf(row.value), made: made.map(keyOf) });
        },
        decide: ({ key, made }) => {
          const answer = { status: 204 };
          if (key.revokedAt !== null) return ok({ events: [], parts: [], roots: [], answer });
          const match = checkVersion(context, key.version);
          if (!match.ok) return match;
          const all = [key, ...made];
          const changes = all.map((one) => revokeKey(context, one));
          return ok({
            events: changes.flatMap(({ events }) => events),
            parts: [],
            roots: changes.flatMap(({ roots }) => roots),
            guards: [
              isWhole(
                context.scope,
                all.map(({ id }) => id),
              ),
            ],
            answer,
          });
        },
      }),
  }),
];
