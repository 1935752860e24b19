import { formatInstant } from "@ennead/core/calendar";
import type { CompanyId, Instant, JsonObject, UserId } from "@ennead/core/kernel";

import type { AuditEntry, Row } from "../kernel/index.ts";

const minute = 60_000;

/** A session ends after this much silence, and at the latest after this long; in milliseconds. */
export const idleFor = 30 * minute;
export const longestFor = 12 * 60 * minute;

/** How often it is written down that a session goes on. */
export const seenEvery = minute;

/** Who is signed in by a cookie. Times are epoch milliseconds. */
export interface Session {
  readonly id: string;
  readonly company: CompanyId;
  readonly user: UserId;
  /** What the browser called itself at sign-in. */
  readonly agent: string | null;
  readonly createdAt: Instant;
  /** When it was last used, to the minute. */
  readonly seenAt: Instant;
}

/** A row of `session`. */
export const sessionOf = (row: Row): Session => ({
  id: String(row["id"]),
  company: String(row["company_id"]) as CompanyId,
  user: String(row["user_id"]) as UserId,
  agent: row["agent"] === null ? null : String(row["agent"]),
  createdAt: Number(row["created_at"]),
  seenAt: Number(row["seen_at"]),
});

/** When it ends unless it is used again. */
export const endOf = ({ createdAt, seenAt }: Session): Instant =>
  Math.min(createdAt + longestFor, seenAt + idleFor);

/** A session as JSON; `current` is that of the request itself. */
export const sessionJson = (session: Session, current: boolean): JsonObject => ({
  id: session.id,
  userId: session.user,
  agent: session.agent,
  createdAt: formatInstant(session.createdAt),
  seenAt: formatInstant(session.seenAt),
  expiresAt: formatInstant(endOf(session)),
  current,
});

/** The event of a session's beginning or end: the session itself is no audited row, so it licenses nothing. */
export const sessionEvent = (verb: "begin" | "end", id: string): AuditEntry => ({
  action: `access.session.${verb}`,
  entity: "access.session",
  entityId: id,
  label: null,
  op: null,
  version: null,
  diff: { changes: [], dropped: [], reversible: true },
});
