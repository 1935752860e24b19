/**
 * The rules of background work, without a queue: what a kind of job is, which jobs are claimed next, what becomes of one
 * after an attempt, when recurring work is planned.
 *
 * @example
 * ```ts
 * import { scheduleSchema } from "@ennead/core/calendar";
 * import { afterAttempt, claimPlan, defineJob, nextRun } from "@ennead/core/job";
 *
 * const report = defineJob({ kind: "report.due", schema: scheduleSchema, concurrency: 2 });
 * report.maxAttempts; // 12
 * afterAttempt(report, 3, { kind: "failed" }, 1_000_000, 0.5); // {"state":"ready","runAt":1004000,"attempts":3}
 * afterAttempt(report, 12, { kind: "failed" }, 1_000_000, 0.5); // {"state":"dead"}
 *
 * const job = { kind: report.kind, priority: 0, runAt: 0, leaseUntil: null };
 * const rows = [
 *   { ...job, id: "a1", company: "a" },
 *   { ...job, id: "a2", company: "a" },
 *   { ...job, id: "b1", company: "b" },
 * ];
 * claimPlan(rows, { now: 1, size: 2, kinds: new Map([[report.kind, report]]) }); // ["a1","b1"]
 *
 * const daily = { cron: "0 8 * * *", timeZone: "UTC" };
 * nextRun(daily, 0); // 28800000
 * ```
 */
export { backoff, defaultBackoff, type BackoffPolicy } from "./backoff.ts";
export { claimPlan, type ClaimableKind, type ClaimLimits, type ClaimRow } from "./claim-plan.ts";
export { afterAttempt, type AfterAttempt, type AttemptOutcome } from "./outcome.ts";
export { readPayload } from "./payload.ts";
export {
  checkRule,
  nextRun,
  planRun,
  type CronRule,
  type PlannedRun,
  type RecurrenceRule,
} from "./rule.ts";
export { defineJob, type JobDefinition, type JobSpec } from "./spec.ts";
