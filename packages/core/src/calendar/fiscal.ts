import type { TimeBucket } from "./bucket.ts";
import { civilFromDays, daysFromCivil, daysInMonth, weekDay } from "./civil.ts";
import { fourDigits, twoDigits } from "./date.ts";

/** A year of twelve months that begins in any of them, named by the calendar year in which it starts or ends. */
export interface FiscalYear {
  /** 1 January to 12 December. */
  readonly startMonth: number;
  readonly nameBy: "start" | "end";
}

export type FiscalGrain = "year" | "quarter" | "month";

/** The fiscal year, quarter or month (`FY2025`, `FY2025-Q1`, `FY2025-P03`) of a day. */
export const bucketFiscal = (
  grain: FiscalGrain,
  day: number,
  { startMonth, nameBy }: FiscalYear,
): TimeBucket => {
  const { year, month } = civilFromDays(day);
  const start = month >= startMonth ? year : year - 1;
  const name = nameBy === "start" || startMonth === 1 ? start : start + 1;
  const at = (month - startMonth + 12) % 12;
  const label = `FY${fourDigits(name)}`;
  switch (grain) {
    case "year":
      return { key: name, label };
    case "quarter": {
      const quarter = Math.floor(at / 3) + 1;
      return { key: name * 4 + quarter, label: `${label}-Q${quarter}` };
    }
    case "month":
      return { key: name * 12 + at, label: `${label}-P${twoDigits(at + 1)}` };
    default:
      return grain satisfies never;
  }
};

/**
 * A year of 52 or 53 whole weeks, as retailers count. It ends on the last `endDay` of `endMonth`, or on the one nearest to
 * that month's last day. Quarters have 13 weeks, cut into periods by `pattern`; week 53 joins the last period.
 */
export interface WeekYear {
  readonly endMonth: number;
  /** ISO day, 1 Monday to 7 Sunday. */
  readonly endDay: number;
  readonly rule: "last" | "nearest";
  readonly pattern: "445" | "454" | "544";
  /** Named by the calendar year of the month it ends in, or by the one before; with `endMonth` 12 both are the same. */
  readonly nameBy: "start" | "end";
}

export type WeekYearGrain = "year" | "quarter" | "period" | "week";

/** The last day of the year that ends with `endMonth` of a calendar year. */
const lastDayOf = (year: number, { endMonth, endDay, rule }: WeekYear): number => {
  const monthEnd = daysFromCivil(year, endMonth, daysInMonth(year, endMonth));
  const back = (weekDay(monthEnd) - endDay + 7) % 7;
  return rule === "nearest" && back > 3 ? monthEnd + 7 - back : monthEnd - back;
};

/** The year, quarter, period or week (`FY2023`, `FY2023-Q4`, `FY2023-P12`, `FY2023-W53`) of a day. */
export const bucketWeekYear = (grain: WeekYearGrain, day: number, rules: WeekYear): TimeBucket => {
  let ends = civilFromDays(day).year;
  while (lastDayOf(ends, rules) < day) ends += 1;
  while (lastDayOf(ends - 1, rules) >= day) ends -= 1;
  const name = rules.nameBy === "end" || rules.endMonth === 12 ? ends : ends - 1;
  const week = Math.floor((day - lastDayOf(ends - 1, rules) - 1) / 7);
  const quarter = Math.min(3, Math.floor(week / 13));
  const label = `FY${fourDigits(name)}`;
  switch (grain) {
    case "year":
      return { key: name, label };
    case "quarter":
      return { key: name * 4 + quarter, label: `${label}-Q${quarter + 1}` };
    case "period": {
      const [first = 4, second = 4] = [...rules.pattern].map(Number);
      const inQuarter = week - quarter * 13;
      const period = quarter * 3 + (inQuarter < first ? 0 : inQuarter < first + second ? 1 : 2);
      return { key: name * 12 + period, label: `${label}-P${twoDigits(period + 1)}` };
    }
    case "week":
      return { key: name * 53 + week, label: `${label}-W${twoDigits(week + 1)}` };
    default:
      return grain satisfies never;
  }
};
