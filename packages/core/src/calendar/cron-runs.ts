import type { Instant } from "../kernel/index.ts";
import { daysInMonth } from "./civil.ts";
import type { Cron } from "./cron.ts";
import { firstDay, lastDay } from "./date.ts";
import { dueAmong, type Due } from "./due.ts";
import { daysWhere, lastBusinessDayOf, nthWeekdayOf } from "./month-days.ts";
import { runsAfter, take, type Recurrence } from "./recurrence.ts";

const daysIn = (cron: Cron, year: number, month: number): readonly number[] => {
  if (!cron.months.includes(month)) return [];
  const dates = new Set(
    cron.monthDays.map((day) => {
      if (day === "L") return daysInMonth(year, month);
      return day === "LW" ? lastBusinessDayOf(year, month) : day;
    }),
  );
  return daysWhere(year, month, (day, weekday) => {
    const byDate = dates.has(day);
    if (byDate !== cron.both) return byDate;
    return cron.weekdays.some(
      (one) =>
        one.weekday === weekday &&
        (one.nth === undefined || nthWeekdayOf(year, month, weekday, one.nth) === day),
    );
  });
};

const recurrenceOf = (cron: Cron, zone: string): Recurrence => ({
  zone,
  first: firstDay,
  last: lastDay,
  minutes: cron.hours.flatMap((hour) => cron.minutes.map((minute) => hour * 60 + minute)),
  daysIn: (year, month) => daysIn(cron, year, month),
});

/**
 * The next `count` instants strictly after another at which a cron line runs by the clocks of a zone, ascending; fewer
 * when it never comes. Clock changes as in `nextRuns`: every local time runs once a day, also in an hour that is shown
 * twice. Throws RangeError for a name that is no zone.
 */
export const nextCronRuns = (
  cron: Cron,
  zone: string,
  after: Instant,
  count: number,
): readonly Instant[] => take(runsAfter(recurrenceOf(cron, zone), after), count);

/** `dueRun` of a cron line: one run for the newest due instant after `last`, the older ones counted. */
export const dueCronRun = (cron: Cron, zone: string, last: Instant, now: Instant): Due | null =>
  dueAmong(recurrenceOf(cron, zone), last, now);
