import { civilFromDays, daysFromCivil, weekDay } from "./civil.ts";
import { formatDate, fourDigits, twoDigits } from "./date.ts";
import { dayMillis } from "./instant.ts";
import { offsetAt, transitions } from "./zone.ts";

/** Grains that plain dates can be grouped by. */
export type DayGrain =
  | "year"
  | "half"
  | "quarter"
  | "month"
  | "week"
  | "isoWeek"
  | "day"
  | "dayOfWeek"
  | "monthOfYear"
  | "quarterOfYear";

/** Grains that instants can be grouped by. */
export type InstantGrain = DayGrain | "hour" | "hourOfDay";

/** A group of dates or instants. Keys are unique per grain (and zone) and sort chronologically; labels are its name. */
export interface TimeBucket {
  readonly key: number;
  readonly label: string;
}

export interface BucketOptions {
  /** ISO day on which a week begins, 1 Monday (the default) to 7 Sunday; only `week` asks for it. */
  readonly weekStart?: number;
}

/** First day of the week that holds `day`, when weeks begin on `weekStart` (ISO, 1 Monday to 7 Sunday). */
export const startOfWeek = (day: number, weekStart: number): number =>
  day - ((weekDay(day) - weekStart + 7) % 7);

/** The group of a plain date (days since 1970-01-01). Weeks are named by their first day, ISO weeks by year and number. */
export const bucketDay = (
  grain: DayGrain,
  day: number,
  { weekStart = 1 }: BucketOptions = {},
): TimeBucket => {
  switch (grain) {
    case "day":
      return { key: day, label: formatDate(day) };
    case "week": {
      const first = startOfWeek(day, weekStart);
      return { key: first, label: formatDate(first) };
    }
    case "isoWeek": {
      const monday = startOfWeek(day, 1);
      // The week belongs to the year that holds its Thursday (ISO 8601).
      const { year } = civilFromDays(monday + 3);
      const number = Math.floor((monday + 3 - daysFromCivil(year, 1, 1)) / 7) + 1;
      return { key: monday, label: `${fourDigits(year)}-W${twoDigits(number)}` };
    }
    case "dayOfWeek": {
      const key = weekDay(day);
      return { key, label: String(key) };
    }
    default:
  }
  const { year, month } = civilFromDays(day);
  const quarter = Math.ceil(month / 3);
  switch (grain) {
    case "year":
      return { key: year, label: fourDigits(year) };
    case "half": {
      const half = month <= 6 ? 1 : 2;
      return { key: year * 2 + half - 1, label: `${fourDigits(year)}-H${half}` };
    }
    case "quarter":
      return { key: year * 4 + quarter - 1, label: `${fourDigits(year)}-Q${quarter}` };
    case "month":
      return { key: year * 12 + month - 1, label: `${fourDigits(year)}-${twoDigits(month)}` };
    case "monthOfYear":
      return { key: month, label: twoDigits(month) };
    case "quarterOfYear":
      return { key: quarter, label: `Q${quarter}` };
    default:
      return grain satisfies never;
  }
};

/** `+05:45`; seconds are added for the local mean times of the past that have them. */
const formatOffset = (offset: number): string => {
  const seconds = Math.abs(offset) / 1000;
  const hours = twoDigits(Math.floor(seconds / 3600));
  const rest = seconds % 60 === 0 ? "" : `:${twoDigits(seconds % 60)}`;
  return `${offset < 0 ? "-" : "+"}${hours}:${twoDigits(Math.floor(seconds / 60) % 60)}${rest}`;
};

const hourMillis = 3_600_000;

/**
 * The group of an instant (epoch milliseconds) by the local time of a zone. An hour is named with its offset, so an hour
 * that clocks repeat is two groups; its key is its first instant. Throws RangeError for a name that is no zone.
 */
export const bucketInstant = (
  grain: InstantGrain,
  ms: number,
  zone: string,
  options: BucketOptions = {},
): TimeBucket => {
  const offset = offsetAt(ms, zone);
  const local = ms + offset;
  const day = Math.floor(local / dayMillis);
  if (grain === "hourOfDay") {
    const hour = Math.floor((local - day * dayMillis) / hourMillis);
    return { key: hour, label: twoDigits(hour) };
  }
  if (grain !== "hour") return bucketDay(grain, day, options);
  const localStart = Math.floor(local / hourMillis) * hourMillis;
  let key = localStart - offset;
  // A change of offset inside the hour: this part of it begins there.
  if (offsetAt(key, zone) !== offset) key = transitions(key, ms, zone).at(-1)?.at ?? key;
  const hour = twoDigits((localStart - day * dayMillis) / hourMillis);
  return { key, label: `${formatDate(day)}T${hour}${formatOffset(offset)}` };
};
