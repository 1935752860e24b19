import { startOfWeek } from "./bucket.ts";
import { civilFromDays, daysFromCivil } from "./civil.ts";
import { dayOf } from "./local.ts";

/** Calendar grains that follow each other without gap. */
export type PeriodGrain = "day" | "week" | "month" | "quarter" | "year";

/** `count` whole grains (default 1), the first one `offset` grains (default 0) after the grain that holds `now`. */
export interface PeriodSpec {
  readonly grain: PeriodGrain;
  readonly offset?: number;
  readonly count?: number;
}

/** Days since 1970-01-01; `to` is the first day after. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/** First day of the grain that begins `offset` grains after the one that holds `day`. */
export const startOfGrain = (
  grain: PeriodGrain,
  day: number,
  offset: number,
  weekStart: number,
): number => {
  if (grain === "day") return day + offset;
  if (grain === "week") return startOfWeek(day, weekStart) + offset * 7;
  const span = monthsOf[grain];
  const { year, month } = civilFromDays(day);
  const first = month - ((month - 1) % span);
  return daysFromCivil(year, first + offset * span, 1);
};

/** The days of a relative period, seen from the instant `now` in a zone; weeks begin on ISO day `weekStart`. */
export const periodRange = (
  { grain, offset = 0, count = 1 }: PeriodSpec,
  now: number,
  zone: string,
  weekStart: number,
): DayRange => {
  const today = dayOf(now, zone);
  return {
    from: startOfGrain(grain, today, offset, weekStart),
    to: startOfGrain(grain, today, offset + count, weekStart),
  };
};
