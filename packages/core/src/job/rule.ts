import * as v from "valibot";

import {
  checkSchedule,
  dueCronRun,
  dueRun,
  isTimeZone,
  nextCronRuns,
  nextRuns,
  parseCron,
  type Due,
  type Schedule,
} from "../calendar/index.ts";
import {
  err,
  fault,
  isObject,
  ok,
  unwrap,
  type Fault,
  type Instant,
  type Result,
} from "../kernel/index.ts";

/** A cron line of five fields, by the clocks of a zone. */
export interface CronRule {
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** When recurring work is planned: plain JSON, either form of the calendar. */
export type RecurrenceRule = Schedule | CronRule;

const cronRule = v.strictObject({
  cron: v.pipe(v.string(), v.maxLength(200)),
  timeZone: v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone)),
});

const isCron = (rule: RecurrenceRule): rule is CronRule => "cron" in rule;

/** Reads a rule from untrusted data. Faults: `calendar/bad-schedule`, `calendar/bad-cron`, with paths. */
export const checkRule = (input: unknown): Result<RecurrenceRule, readonly Fault[]> => {
  if (!isObject(input) || !("cron" in input)) return checkSchedule(input);
  const read = v.safeParse(cronRule, input);
  if (!read.success) {
    const wanted = "Write a cron line and an IANA time zone, and nothing else.";
    return err([fault("calendar/bad-schedule", wanted)]);
  }
  const cron = parseCron(read.output.cron);
  return cron.ok ? ok(read.output) : err([{ ...cron.error, path: ["cron"] }]);
};

/** The first planned instant strictly after another; null when the rule has ended. Expects a rule that was checked. */
export const nextRun = (rule: RecurrenceRule, after: Instant): Instant | null => {
  const runs = isCron(rule)
    ? nextCronRuns(unwrap(parseCron(rule.cron)), rule.timeZone, after, 1)
    : nextRuns(rule, after, 1);
  return runs[0] ?? null;
};

/** What is to be done about the planned instants that have passed. */
export interface PlannedRun {
  /** The planned instant to run for now; null when there is none, or it was missed and is not made up. */
  readonly run: Instant | null;
  /** The newest planned instant that has passed, from which the next one is planned; null when none has. */
  readonly last: Instant | null;
  /** When the rule is to be looked at next; null when it has ended. */
  readonly next: Instant | null;
}

/** How late a run may begin and still count as on time; milliseconds. Ticks come once a minute. */
export const onTime = 300_000;

/**
 * Plans a recurring work at `now`. `last` is the newest planned instant that was dealt with, or the instant at which the
 * rule was made or resumed: nothing before it is made up. Of all that passed since then at most one run is made, for the
 * newest planned instant: however late with `once`, only when it is at most 5 minutes late with `none`. The next instant
 * is planned from the planned one, never from `now`, so lateness does not add up.
 */
export const planRun = (
  rule: RecurrenceRule,
  catchUp: "once" | "none",
  last: Instant,
  now: Instant,
): PlannedRun => {
  const due: Due | null = isCron(rule)
    ? dueCronRun(unwrap(parseCron(rule.cron)), rule.timeZone, last, now)
    : dueRun(rule, last, now);
  const period = due?.period ?? null;
  const makesUp = catchUp === "once" || (period !== null && now - period <= onTime);
  return {
    run: makesUp ? period : null,
    last: period,
    next: nextRun(rule, period ?? Math.max(last, now)),
  };
};
