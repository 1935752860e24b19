import type { Action } from "@ennead/core/access";
import { formatInstant } from "@ennead/core/calendar";
import type { Instant, JsonObject, UserId } from "@ennead/core/kernel";

import { sql, type RequestContext, type Row, type Statement } from "../kernel/index.ts";
import { eventOf, type Entity } from "./event.ts";
import type { Change } from "./writes.ts";

/** One person acting as another, for a time. Times are epoch milliseconds. */
export interface StoredImpersonation {
  readonly id: string;
  readonly version: number;
  readonly actorId: UserId;
  /** Whom he acts as. */
  readonly userId: UserId;
  readonly reason: string;
  readonly allow: readonly Action[];
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** When somebody ended it, or it was found to be over. */
  readonly endedAt: Instant | null;
}

/** A row of `impersonation`. */
export const impersonationOf = (row: Row): StoredImpersonation => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  actorId: String(row["actor_id"]) as UserId,
  userId: String(row["user_id"]) as UserId,
  reason: String(row["reason"]),
  allow: JSON.parse(String(row["allow"])) as readonly Action[],
  startsAt: Number(row["starts_at"]),
  endsAt: Number(row["ends_at"]),
  endedAt: row["ended_at"] === null ? null : Number(row["ended_at"]),
});

export const impersonationJson = (one: StoredImpersonation): JsonObject => ({
  id: one.id,
  version: one.version,
  actorId: one.actorId,
  userId: one.userId,
  reason: one.reason,
  allow: one.allow,
  startsAt: formatInstant(one.startsAt),
  endsAt: formatInstant(one.endsAt),
  endedAt: one.endedAt === null ? null : formatInstant(one.endedAt),
});

const impersonationEntity: Entity = {
  name: "access.impersonation",
  fields: {
    actorId: { type: "reference" },
    userId: { type: "reference" },
    reason: { type: "text" },
    allow: { type: "multiselect" },
    startsAt: { type: "datetime" },
    endsAt: { type: "datetime" },
    endedAt: { type: "datetime" },
  },
};

const change = (
  before: StoredImpersonation | null,
  after: StoredImpersonation,
  verb: "start" | "end",
  root: Statement,
): Change => {
  const event = eventOf(impersonationEntity, before, after, verb);
  return event === null
    ? { events: [], parts: [], roots: [] }
    : { events: [event], parts: [], roots: [root] };
};

/** What begins it. */
export const startImpersonation = (
  { company, now }: Pick<RequestContext, "company" | "now">,
  one: StoredImpersonation,
): Change =>
  change(
    null,
    one,
    "start",
    sql`insert into impersonation(company_id, id, version, actor_id, user_id, reason, allow, starts_at,
        ends_at, created_at, updated_at)
      values (${company}, ${one.id}, 1, ${one.actorId}, ${one.userId}, ${one.reason},
        ${JSON.stringify(one.allow)}, ${one.startsAt}, ${one.endsAt}, ${now}, ${now})`,
  );

/** What ends it; nothing where it has been ended. */
export const endImpersonation = (
  { company, now }: Pick<RequestContext, "company" | "now">,
  before: StoredImpersonation,
): Change =>
  before.endedAt === null
    ? change(
        before,
        { ...before, version: before.version + 1, endedAt: now },
        "end",
        sql`update impersonation set version = ${before.version + 1}, ended_at = ${now},
            updated_at = ${now}
          where company_id = ${company} and id = ${before.id} and version = ${before.version}`,
      )
    : { events: [], parts: [], roots: [] };
