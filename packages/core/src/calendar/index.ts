/**
 * Dates, instants and time zones as plain numbers: days since 1970-01-01 and epoch milliseconds.
 *
 * @example
 * ```ts
 * import { bucketInstant, parseInstant, periodRange, formatDate } from "@ennead/core/calendar";
 *
 * const ms = parseInstant("2024-11-03T05:30:00Z") ?? 0;
 * bucketInstant("hour", ms, "America/New_York").label; // "2024-11-03T01-04:00"
 * bucketInstant("isoWeek", ms, "America/New_York").label; // "2024-W44"
 *
 * const lastQuarter = periodRange({ grain: "quarter", offset: -1 }, ms, "America/New_York", 1);
 * formatDate(lastQuarter.from); // "2024-07-01"
 * formatDate(lastQuarter.to); // "2024-10-01", the first day after
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
  periodRange,
  startOfGrain,
  type DayRange,
  type PeriodGrain,
  type PeriodSpec,
} from "./period.ts";
