import type { Instant } from "../kernel/index.ts";
import { daysInMonth } from "./civil.ts";
import { firstDay, lastDay, parseDate } from "./date.ts";
import { dueAmong, type Due } from "./due.ts";
import { nthWeekdayOf, weekdaysOf } from "./month-days.ts";
import { runsAfter, take, type Recurrence } from "./recurrence.ts";
import type { MonthlySchedule, Schedule, YearlySchedule } from "./schedule.ts";

/** The day of one month that the schedule means; undefined when the month has none and is left out. */
const dayIn = (
  { day = 1, short = "last" }: MonthlySchedule | YearlySchedule,
  year: number,
  month: number,
): number | undefined => {
  const length = daysInMonth(year, month);
  if (day === "last") return length;
  if (typeof day === "number") return day <= length ? day : short === "last" ? length : undefined;
  return (
    nthWeekdayOf(year, month, day.weekday, day.nth) ??
    (short === "last" ? nthWeekdayOf(year, month, day.weekday, -1) : undefined)
  );
};

const daysOf = (schedule: Schedule): Recurrence["daysIn"] => {
  switch (schedule.every) {
    case "day":
      return weekdaysOf([1, 2, 3, 4, 5, 6, 7]);
    case "weekday":
      return weekdaysOf([1, 2, 3, 4, 5]);
    case "week":
      return weekdaysOf(schedule.on ?? [1]);
    default:
  }
  const months =
    schedule.every === "year"
      ? [schedule.month ?? 1]
      : schedule.every === "quarter"
        ? [1, 4, 7, 10]
        : undefined;
  return (year, month) => {
    if (months !== undefined && !months.includes(month)) return [];
    const day = dayIn(schedule, year, month);
    return day === undefined ? [] : [day];
  };
};

const recurrenceOf = (schedule: Schedule): Recurrence => ({
  zone: schedule.timeZone,
  first: parseDate(schedule.from ?? "") ?? firstDay,
  last: parseDate(schedule.until ?? "") ?? lastDay,
  minutes: [Number(schedule.at.slice(0, 2)) * 60 + Number(schedule.at.slice(3))],
  daysIn: daysOf(schedule),
});

/**
 * The next `count` runs strictly after an instant, ascending; fewer when the schedule ends or never comes (30 February,
 * skipped). A local time that clocks skip moves forward by the gap, one they show twice runs once, the first time.
 * Expects a schedule that `checkSchedule` has passed.
 */
export const nextRuns = (schedule: Schedule, after: Instant, count: number): readonly Instant[] =>
  take(runsAfter(recurrenceOf(schedule), after), count);

/**
 * What a schedule asks for at `now`: one run for the newest period, however many were missed; null when nothing is due.
 * `last` is the planned instant of the last run, or the instant at which the schedule was made or resumed.
 */
export const dueRun = (schedule: Schedule, last: Instant, now: Instant): Due | null =>
  dueAmong(recurrenceOf(schedule), last, now);
