import { formatInstant } from "@ennead/core/calendar";
import type { Instant, Json, JsonObject } from "@ennead/core/kernel";

import type { Row } from "../kernel/index.ts";

const parsed = (value: unknown): Json =>
  typeof value === "string" ? (JSON.parse(value) as Json) : null;

const instant = (value: unknown): string | null =>
  value === null || value === undefined ? null : formatInstant(Number(value));

export type JobState = "waiting" | "running" | "done" | "failed" | "cancelled";

/** What a row of `job` is at a time. */
export const stateOf = (row: Row, now: Instant): JobState => {
  if (row["state"] === 1) return "done";
  if (row["state"] === 2) return row["reason"] === "cancelled" ? "cancelled" : "failed";
  return row["lease_until"] !== null && Number(row["lease_until"]) > now ? "running" : "waiting";
};

/** The same as an SQL expression over the columns of `job`. */
export const stateSql = (now: Instant): string =>
  "case state when 1 then 'done' when 2 then iif(reason is 'cancelled', 'cancelled', 'failed')" +
  ` else iif(coalesce(lease_until, 0) > ${Math.trunc(now)}, 'running', 'waiting') end`;

const progressOf = (text: unknown): Json => {
  const told = parsed(text) as Partial<JsonObject> | null;
  if (told === null) return null;
  return { done: told["done"] ?? 0, total: told["total"] ?? null, phase: told["phase"] ?? null };
};

/** A job as whoever asked for it follows it. */
export const jobJson = (row: Row, now: Instant): JsonObject => ({
  id: String(row["id"]),
  kind: String(row["kind"]),
  state: stateOf(row, now),
  progress: progressOf(row["progress"]),
  result: parsed(row["result"]),
  fault: parsed(row["fault"]),
  createdAt: instant(row["created_at"]) ?? "",
  endedAt: instant(row["done_at"]),
});

/** A job as administrators see it. */
export const jobItemJson = (row: Row, now: Instant): JsonObject => ({
  ...jobJson(row, now),
  actor: row["actor"] === null ? null : String(row["actor"]),
  runAt: instant(row["run_at"]) ?? "",
  priority: Number(row["priority"]),
  attempts: Number(row["attempts"]),
  error: row["last_error"] === null ? null : String(row["last_error"]),
  scheduleId: row["schedule_id"] === null ? null : String(row["schedule_id"]),
});

/** One attempt that ended. */
export const runJson = (row: Row): JsonObject => ({
  attempt: Number(row["attempt"]),
  outcome: String(row["outcome"]),
  startedAt: instant(row["started_at"]) ?? "",
  endedAt: instant(row["ended_at"]) ?? "",
  error: row["error"] === null ? null : String(row["error"]),
});
