/**
 * Dates, instants and time zones as plain numbers: days since 1970-01-01 and epoch milliseconds.
 *
 * @example
 * ```ts
 * import {
 *   bucketInstant,
 *   formatDate,
 *   formatInstant,
 *   nextRuns,
 *   parseInstant,
 *   periodRange,
 * } from "@ennead/core/calendar";
 *
 * const ms = parseInstant("2024-11-03T05:30:00Z") ?? 0;
 * bucketInstant("hour", ms, "America/New_York").label; // "2024-11-03T01-04:00"
 * bucketInstant("isoWeek", ms, "America/New_York").label; // "2024-W44"
 *
 * const lastQuarter = periodRange({ grain: "quarter", offset: -1 }, ms, "America/New_York", 1);
 * formatDate(lastQuarter.from); // "2024-07-01"
 * formatDate(lastQuarter.to); // "2024-10-01", the first day after
 *
 * const report = { every: "month", day: 31, at: "08:00", timeZone: "Europe/Berlin" } as const;
 * nextRuns(report, ms, 2).map(formatInstant); // ["2024-11-30T07:00:00Z","2024-12-31T07:00:00Z"]
 * ```
 */
export { civilFromDays, daysFromCivil, daysInMonth, weekDay, type CivilDate } from "./civil.ts";
export { firstDay, formatDate, lastDay, parseDate } from "./date.ts";
export { firstInstant, formatInstant, lastInstant, parseInstant } from "./instant.ts";
export { isTimeZone, offsetAt } from "./zone.ts";
export { dayOf, instantsOfDays, localTime, type LocalTime } from "./local.ts";
export {
  bucketDay,
  bucketInstant,
  startOfWeek,
  type BucketOptions,
  type DayGrain,
  type InstantGrain,
  type TimeBucket,
} from "./bucket.ts";
export {
  bucketFiscal,
  bucketWeekYear,
  type FiscalGrain,
  type FiscalYear,
  type WeekYear,
  type WeekYearGrain,
} from "./fiscal.ts";
export {
  periodRange,
  startOfGrain,
  type DayRange,
  type PeriodGrain,
  type PeriodSpec,
} from "./period.ts";
export {
  type DailySchedule,
  type MonthDay,
  type MonthlySchedule,
  type NthWeekday,
  type Schedule,
  type WeeklySchedule,
  type YearlySchedule,
} from "./schedule.ts";
export { scheduleSchema } from "./schedule-schema.ts";
export { checkSchedule } from "./schedule-check.ts";
export { dueRun, nextRuns } from "./schedule-runs.ts";
export { parseCron, type Cron, type CronWeekday } from "./cron.ts";
export { dueCronRun, nextCronRuns } from "./cron-runs.ts";
export { type Due } from "./due.ts";
