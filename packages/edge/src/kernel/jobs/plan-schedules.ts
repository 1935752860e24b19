import { checkRule, planRun, type PlannedRun, type RecurrenceRule } from "@ennead/core/job";
import type { Instant, RandomBytes } from "@ennead/core/kernel";

import type { Database, Row } from "../db/db.ts";
import { sql, type SqlValue, type Statement } from "../db/sql.ts";
import { ascendingIds } from "../ids.ts";
import type { Logger } from "../logger.ts";
import type { Patience } from "./patience.ts";

/** Schedules that are dealt with in one batch. */
const atOnce = 100;

export interface PlanOptions extends Pick<Patience, "patiently"> {
  /** The kinds of this deployment; schedules of others are left alone. */
  readonly kinds: ReadonlySet<string>;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

interface DueSchedule {
  readonly company: string;
  readonly id: string;
  readonly rule: RecurrenceRule;
  readonly catchUp: "once" | "none";
  readonly nextAt: Instant;
  readonly lastAt: Instant;
}

const ruleOf = (text: string): RecurrenceRule | null => {
  try {
    const rule = checkRule(JSON.parse(text));
    return rule.ok ? rule.value : null;
  } catch {
    return null;
  }
};

const dueOf = (row: Row): DueSchedule | null => {
  const rule = ruleOf(String(row["rule"]));
  if (rule === null) return null;
  return {
    company: String(row["company_id"]),
    id: String(row["id"]),
    rule,
    catchUp: row["catch_up"] === "none" ? "none" : "once",
    nextAt: Number(row["next_at"]),
    lastAt: Number(row["last_at"]),
  };
};

/**
 * Enqueues the run and moves the schedule on, both only while it stands where it was read: of two ticks at once one does
 * both and the other neither. The key of the job is the schedule with the planned instant.
 */
const advance = (
  { company, id, nextAt, lastAt }: DueSchedule,
  { run, last, next }: PlannedRun,
  newId: () => string,
  now: Instant,
): readonly Statement[] => {
  const unmoved = sql`company_id = ${company} and id = ${id} and next_at = ${nextAt}
    and last_at = ${lastAt} and paused = 0`;
  const enqueue = sql`insert into job(company_id, id, kind, dedupe, priority, run_at, payload, created_at,
      actor, scopes, schedule_id, planned_at)
    select company_id, ${newId()}, kind, ${`${id}/${run}`}, priority, ${run}, payload, ${now}, actor, scopes, id, ${run}
    from job_schedule where ${unmoved}
    on conflict(company_id, kind, dedupe) where state = 0 do nothing`;
  return [
    ...(run === null ? [] : [enqueue]),
    sql`update job_schedule set next_at = ${next}, last_at = ${last ?? lastAt} where ${unmoved}`,
  ];
};

/**
 * Pauses a schedule whose rule cannot be read: by a later version, say, or by hand. Its run becomes a dead job, so that
 * somebody is told, once, and can see why; otherwise every tick would come upon it again.
 */
const setAside = (row: Row, newId: () => string, now: Instant): readonly Statement[] => {
  const own = sql`company_id = ${row["company_id"] ?? null} and id = ${row["id"] ?? null}
    and rule = ${row["rule"] ?? null} and next_at = ${row["next_at"] ?? null} and paused = 0`;
  return [
    sql`insert into job(company_id, id, kind, priority, run_at, payload, created_at, actor, scopes, schedule_id,
        planned_at, state, done_at, last_error)
      select company_id, ${newId()}, kind, priority, next_at, payload, ${now}, actor, scopes, id, next_at, 2, ${now},
        'The rule of its schedule cannot be read; the schedule is paused.'
      from job_schedule where ${own}`,
    sql`update job_schedule set paused = 1 where ${own}`,
  ];
};

type Place = readonly [nextAt: SqlValue, company: SqlValue, id: SqlValue];

/** Enqueues what schedules have planned up to `now`, in small batches, each safe beside other ticks. */
export const planSchedules = async (
  database: Database,
  now: Instant,
  { kinds, random, logger, patiently }: PlanOptions,
): Promise<void> => {
  const newId = ascendingIds(now, random);
  const known = JSON.stringify([...kinds]);
  for (let after: Place | undefined = [-1, "", ""]; after !== undefined;) {
    const [at, company, id]: Place = after;
    const [found] = await database.read([
      sql`select company_id, id, rule, catch_up, next_at, last_at from job_schedule
        where paused = 0 and next_at is not null and next_at <= ${now} and next_at >= ${at}
          and (next_at, company_id, id) > (${at}, ${company}, ${id})
          and kind in (select value from json_each(${known}))
        order by next_at, company_id, id limit ${atOnce}`,
    ]);
    const rows = found?.rows ?? [];
    const batch = rows.flatMap((row) => {
      const due = dueOf(row);
      if (due !== null) {
        return advance(due, planRun(due.rule, due.catchUp, due.lastAt, now), newId, now);
      }
      logger("error", "job-schedule", {
        company: String(row["company_id"]),
        schedule: String(row["id"]),
        error: "The rule cannot be read; the schedule is paused.",
      });
      return setAside(row, newId, now);
    });
    if (batch.length > 0) await patiently(() => database.write(batch));
    const last = rows.length === atOnce ? rows.at(-1) : undefined;
    after =
      last === undefined
        ? undefined
        : [last["next_at"] ?? null, last["company_id"] ?? null, last["id"] ?? null];
  }
};

/** When the first schedule of these kinds is to be looked at; null when there is none. */
export const nextPlanned = async (
  database: Database,
  kinds: readonly string[],
): Promise<Instant | null> => {
  const [found] = await database.read([
    sql`select next_at from job_schedule where paused = 0 and next_at is not null
      and kind in (select value from json_each(${JSON.stringify(kinds)})) order by next_at limit 1`,
  ]);
  const at = found?.rows[0]?.["next_at"] ?? null;
  return at === null ? null : Number(at);
};
