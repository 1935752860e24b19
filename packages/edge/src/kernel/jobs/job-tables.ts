import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

import type { Trigger } from "../schema/triggers.ts";

/**
 * Work to be done, one row for each job. Times are milliseconds; `state` is 0 ready, 1 done, 2 dead. `again` is when a
 * successor runs that was asked for while the job was running, with `again_payload`. `taken`: the last claim took it
 * over from one who ended without a word. `scopes`: what the credential was limited to by which it was asked for, as JSON;
 * null where it was not. `progress_no` ascends with everything a watcher is told.
 */
export const job = sqliteTable(
  "job",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    kind: text("kind").notNull(),
    dedupe: text("dedupe"),
    priority: integer("priority").notNull(),
    runAt: integer("run_at").notNull(),
    state: integer("state").notNull().default(0),
    attempts: integer("attempts").notNull().default(0),
    lease: text("lease"),
    leaseUntil: integer("lease_until"),
    again: integer("again"),
    againPayload: text("again_payload"),
    payload: text("payload").notNull(),
    lastError: text("last_error"),
    createdAt: integer("created_at").notNull(),
    doneAt: integer("done_at"),
    taken: integer("taken").notNull().default(0),
    actor: text("actor"),
    scopes: text("scopes"),
    scheduleId: text("schedule_id"),
    plannedAt: integer("planned_at"),
    progress: text("progress"),
    progressNo: integer("progress_no").notNull().default(0),
    result: text("result"),
    fault: text("fault"),
    cancelledAt: integer("cancelled_at"),
    reason: text("reason", { enum: ["cancelled"] }),
    alertedAt: integer("alerted_at"),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    uniqueIndex("job_dedupe")
      .on(table.companyId, table.kind, table.dedupe)
      .where(sql`state = 0`),
    // Claims skip along it: its first three columns name what waits, the others the order within.
    index("job_ready")
      .on(table.companyId, table.kind, table.priority, table.runAt, table.id)
      .where(sql`state = 0`),
    index("job_held")
      .on(table.leaseUntil, table.companyId, table.kind)
      .where(sql`state = 0 and lease_until is not null`),
    index("job_dead")
      .on(table.companyId, table.kind)
      .where(sql`state = 2`),
    index("job_alert")
      .on(table.companyId, table.id)
      .where(sql`state = 2 and alerted_at is null`),
    index("job_done")
      .on(table.doneAt)
      .where(sql`state = 1`),
    check("job_state", sql`state in (0, 1, 2)`),
    check("job_lease", sql`(lease is null) = (lease_until is null)`),
  ],
);

/**
 * Attempts that ended. Inserting one is the fence: it is refused unless its lease still holds the job, and with it the
 * whole batch, so that effects and completion are one. `run_at` is when a failed job runs next.
 */
export const jobRun = sqliteTable(
  "job_run",
  {
    companyId: text("company_id").notNull(),
    jobId: text("job_id").notNull(),
    lease: text("lease").notNull(),
    attempt: integer("attempt").notNull(),
    outcome: text("outcome", { enum: ["done", "failed", "dead"] }).notNull(),
    startedAt: integer("started_at").notNull(),
    endedAt: integer("ended_at").notNull(),
    runAt: integer("run_at"),
    error: text("error"),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.jobId, table.lease] }),
    index("job_run_age").on(table.endedAt),
    check("job_run_outcome", sql`outcome in ('done', 'failed', 'dead')`),
    check("job_run_next", sql`(run_at is null) = (outcome <> 'failed')`),
  ],
);

/**
 * Recurring work, one row for each rule (JSON of `RecurrenceRule`). `last_at` is the newest planned instant that was
 * dealt with, or when the rule was made or resumed; `next_at` is when the rule is looked at next, null once it has
 * ended. The kernel's own stand under the company `system`.
 */
export const jobSchedule = sqliteTable(
  "job_schedule",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    kind: text("kind").notNull(),
    rule: text("rule").notNull(),
    zone: text("zone").notNull(),
    nextAt: integer("next_at"),
    lastAt: integer("last_at").notNull(),
    catchUp: text("catch_up", { enum: ["once", "none"] }).notNull(),
    payload: text("payload").notNull(),
    priority: integer("priority").notNull().default(0),
    paused: integer("paused").notNull().default(0),
    actor: text("actor"),
    scopes: text("scopes"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    index("job_schedule_due")
      .on(table.nextAt)
      .where(sql`paused = 0 and next_at is not null`),
    check("job_schedule_paused", sql`paused in (0, 1)`),
    check("job_schedule_catch_up", sql`catch_up in ('once', 'none')`),
  ],
);

const held = "company_id = new.company_id and id = new.job_id";

/** A UUIDv7 of the time at which the attempt ended. */
const successorId =
  "lower(printf('%s-%s-7%s-8%s-%s', substr(printf('%012x', new.ended_at), 1, 8)," +
  " substr(printf('%012x', new.ended_at), 9), substr(hex(randomblob(2)), 2)," +
  " substr(hex(randomblob(2)), 2), hex(randomblob(6))))";

/** Once a job has ended, what was asked for while it ran becomes a job; code of before finds nothing left to do. */
const succeed =
  " insert into job(company_id, id, kind, dedupe, priority, run_at, payload, created_at, actor, scopes)" +
  ` select company_id, ${successorId}, kind, dedupe, priority, again, again_payload, new.ended_at, actor, scopes` +
  ` from job where ${held} and again is not null and new.outcome <> 'failed';` +
  ` update job set again = null, again_payload = null where ${held} and again is not null and new.outcome <> 'failed';`;

/**
 * The fence: `JOB_FENCE` for a lease that is not the job's, has ended, or was completed before. A server sends nothing
 * but the text of a refusal, so it reads like SQLite's own.
 */
export const jobTriggers: readonly Trigger[] = [
  {
    name: "job_run_before_insert",
    text:
      "create trigger job_run_before_insert before insert on job_run begin" +
      " select raise(abort, 'JOB_FENCE: constraint failed') where not exists(select 1 from job" +
      ` where ${held} and state = 0 and lease = new.lease and lease_until > new.ended_at); end`,
  },
  {
    name: "job_run_after_insert",
    text:
      "create trigger job_run_after_insert after insert on job_run begin" +
      " update job set state = case new.outcome when 'done' then 1 when 'dead' then 2 else 0 end," +
      " lease = null, lease_until = null, run_at = coalesce(new.run_at, run_at), last_error = new.error," +
      " done_at = case new.outcome when 'failed' then null else new.ended_at end," +
      " progress_no = progress_no + 1" +
      ` where ${held};${succeed} end`,
  },
  {
    // Jobs die with their company, whichever way its row goes; what runs of them is fenced off.
    name: "job_company_after_delete",
    text:
      "create trigger job_company_after_delete after delete on company begin" +
      " delete from job where company_id = old.company_id;" +
      " delete from job_schedule where company_id = old.company_id;" +
      " delete from job_run where company_id = old.company_id; end",
  },
  {
    name: "job_run_before_update",
    text:
      "create trigger job_run_before_update before update on job_run begin" +
      " select raise(abort, 'JOB_FENCE: constraint failed'); end",
  },
];
