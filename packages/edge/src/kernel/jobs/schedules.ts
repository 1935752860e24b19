import type { KeyScopes } from "@ennead/core/access";
import { nextRun, readPayload, type JobSpec, type RecurrenceRule } from "@ennead/core/job";
import type { CompanyId, Instant, Json } from "@ennead/core/kernel";

import { sql, type Statement } from "../db/sql.ts";
import { scopesText } from "./job-scopes.ts";

/** A schedule that a decision makes, or makes anew under the same id. */
export interface PutSchedule {
  readonly op: "put";
  /** Of the room's choice, unique in the company: `report/<id>`. */
  readonly id: string;
  readonly kind: string;
  readonly rule: RecurrenceRule;
  /** What becomes of runs that were missed: one for the newest of them, or none. */
  readonly catchUp: "once" | "none";
  readonly payload: Json;
  readonly priority: number;
  /** Who may follow its jobs: who acts unless given, null for nobody. */
  readonly actor?: string | null;
  /** What the credential was limited to by which it is made: that of who acts unless given, null for not at all. */
  readonly scopes?: KeyScopes | null;
}

/**
 * What a decision does about recurring work. `resume` goes on with the runs planned after it; nothing that was planned
 * during the pause is made up. `remove` leaves jobs alone that were enqueued before.
 */
export type ScheduleChange =
  | PutSchedule
  | { readonly op: "remove" | "pause" | "resume"; readonly id: string };

/**
 * Describes recurring work of a kind; the rule has passed `checkRule`. The jobs are `payload`s of the kind, and know
 * their planned instant. Throws when the payload does not fit the kind.
 */
export const recurring = (
  spec: JobSpec<unknown>,
  payload: Json,
  options: Pick<PutSchedule, "id" | "rule"> &
    Partial<Pick<PutSchedule, "catchUp" | "priority" | "actor" | "scopes">>,
): PutSchedule => {
  const read = readPayload(spec, payload);
  if (!read.ok) {
    throw new Error(`The payload of jobs ${spec.kind} does not fit: ${read.error[0]?.message}`);
  }
  return {
    op: "put",
    kind: spec.kind,
    catchUp: "once",
    payload,
    priority: spec.priority,
    ...options,
  };
};

/** The statements of the changes, in order. A schedule whose rule stays the same keeps its next run. */
export const scheduleStatements = (
  company: CompanyId,
  now: Instant,
  changes: readonly ScheduleChange[],
  actor: string | null = null,
  scopes: KeyScopes | null = null,
): readonly Statement[] =>
  changes.map((change) => {
    const own = sql`company_id = ${company} and id = ${change.id}`;
    switch (change.op) {
      case "put": {
        const { id, kind, rule, catchUp, payload, priority } = change;
        return sql`insert into job_schedule(company_id, id, kind, rule, zone, next_at, last_at, catch_up,
            payload, priority, actor, scopes, created_at)
          values (${company}, ${id}, ${kind}, ${JSON.stringify(rule)}, ${rule.timeZone},
            ${nextRun(rule, now)}, ${now}, ${catchUp}, ${JSON.stringify(payload)}, ${priority},
            ${change.actor === undefined ? actor : change.actor},
            ${scopesText(change.scopes === undefined ? scopes : change.scopes)}, ${now})
          on conflict(company_id, id) do update set
            next_at = case when rule = excluded.rule then next_at else excluded.next_at end,
            last_at = case when rule = excluded.rule then last_at else excluded.last_at end,
            kind = excluded.kind, rule = excluded.rule, zone = excluded.zone,
            catch_up = excluded.catch_up, payload = excluded.payload,
            priority = excluded.priority, actor = excluded.actor, scopes = excluded.scopes`;
      }
      case "remove":
        return sql`delete from job_schedule where ${own}`;
      case "pause":
        return sql`update job_schedule set paused = 1 where ${own}`;
      case "resume":
        // Looked at by the next tick, which plans from now on.
        return sql`update job_schedule set paused = 0, next_at = ${now}, last_at = ${now}
          where ${own} and paused = 1`;
      default:
        return change satisfies never;
    }
  });
