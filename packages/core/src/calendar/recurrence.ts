import type { Instant } from "../kernel/index.ts";
import { civilFromDays, daysFromCivil } from "./civil.ts";
import { firstDay, lastDay } from "./date.ts";
import { firstInstant, lastInstant } from "./instant.ts";
import { dayOf } from "./local.ts";
import { wallClock } from "./wall-clock.ts";

/** Local times on local days: what schedules and cron lines both come down to. */
export interface Recurrence {
  readonly zone: string;
  /** Days since 1970-01-01 on which a run may be planned, both included. */
  readonly first: number;
  readonly last: number;
  /** Minutes since midnight, ascending. */
  readonly minutes: readonly number[];
  /** Days of the month (1 to 31) on which there are runs, ascending. */
  readonly daysIn: (year: number, month: number) => readonly number[];
}

/** The Gregorian calendar repeats, week days included, after so many months: what did not occur by then never will. */
const cycle = 400 * 12;

function* daysOf({ first, last, daysIn }: Recurrence, start: number): Generator<number> {
  const from = Math.max(start, first, firstDay);
  const until = Math.min(last, lastDay);
  const { year, month } = civilFromDays(from);
  let idle = 0;
  for (let index = year * 12 + month - 1; idle <= cycle; index += 1) {
    const [inYear, inMonth] = [Math.floor(index / 12), (index % 12) + 1];
    if (daysFromCivil(inYear, inMonth, 1) > until) return;
    const days = daysIn(inYear, inMonth);
    idle = days.length === 0 ? idle + 1 : 0;
    for (const day of days) {
      const planned = daysFromCivil(inYear, inMonth, day);
      if (planned > until) return;
      if (planned >= from) yield planned;
    }
  }
}

/** The runs strictly after an instant, ascending, each instant once. Ends when the recurrence does. */
export function* runsAfter(rule: Recurrence, after: Instant): Generator<Instant> {
  let latest = Math.max(after, firstInstant);
  if (!(latest < lastInstant)) return;
  let waiting: readonly Instant[] = [];
  const due = function* (runs: readonly Instant[]): Generator<Instant> {
    for (const run of runs) {
      if (run <= latest || run > lastInstant) continue;
      latest = run;
      yield run;
    }
  };
  // The widest gap was a day: a time planned two days back cannot come after a later one.
  for (const day of daysOf(rule, dayOf(latest, rule.zone) - 2)) {
    const runs = rule.minutes.map(wallClock(day, rule.zone));
    const merged = [...waiting, ...runs].toSorted((a, b) => a - b);
    // A time moved out of a gap may pass times of the next day, never those of the day after it.
    const safe = waiting.at(-1) ?? -Infinity;
    yield* due(merged.filter((run) => run <= safe));
    waiting = merged.filter((run) => run > safe);
  }
  yield* due(waiting);
}

/** The first of a sequence, at most `count` of them. */
export const take = <T>(items: Iterable<T>, count: number): readonly T[] => {
  const taken: T[] = [];
  if (!(count > 0)) return taken;
  for (const item of items) {
    taken.push(item);
    if (taken.length >= count) break;
  }
  return taken;
};
