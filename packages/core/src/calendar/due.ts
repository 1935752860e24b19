import type { Instant } from "../kernel/index.ts";
import { dayMillis } from "./instant.ts";
import { runsAfter, type Recurrence } from "./recurrence.ts";

/** What is to be done now of a recurring work: one run, for the newest period. */
export interface Due {
  /** The planned instant of the newest due run, at or before now; the next run is planned from it, not from now. */
  readonly period: Instant;
  /** How many older runs were missed since the last one; at most 10,000 are counted. */
  readonly missed: number;
}

const mostCounted = 10_000;

/** The latest run after `after`, at or before `now`. Looks back further and further, so that a long pause costs little. */
const newest = (rule: Recurrence, after: Instant, now: Instant): Instant | undefined => {
  for (let back = dayMillis; ; back *= 8) {
    const from = Math.max(after, now - back);
    let latest: Instant | undefined;
    for (const run of runsAfter(rule, from)) {
      if (run > now) break;
      latest = run;
    }
    if (latest !== undefined || from === after) return latest;
  }
};

/** The one run to make up after a pause: see `dueRun`. */
export const dueAmong = (rule: Recurrence, last: Instant, now: Instant): Due | null => {
  if (!(last < now)) return null;
  const period = newest(rule, last, now);
  if (period === undefined) return null;
  let missed = 0;
  for (const run of runsAfter(rule, last)) {
    if (run >= period || missed >= mostCounted) break;
    missed += 1;
  }
  return { period, missed };
};
