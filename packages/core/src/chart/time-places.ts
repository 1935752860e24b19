import {
  bucketDay,
  daysFromCivil,
  parseDate,
  startOfWeek,
  type DayGrain,
} from "../calendar/index.ts";

/** Grains whose members follow each other in time. */
export type RunningGrain = Extract<
  DayGrain,
  "year" | "half" | "quarter" | "month" | "week" | "isoWeek" | "day"
>;

const written = /^(\d{4})(?:-(?:H([12])|Q([1-4])|W(\d{2})|(\d{2})))?$/;

/** First day of the bucket that a label names; undefined for other texts. */
const dayOfLabel = (label: string): number | undefined => {
  const day = parseDate(label);
  if (day !== undefined) return day;
  const match = written.exec(label);
  if (match === null) return undefined;
  const [, year = "", half, quarter, week, month] = match;
  // ISO 8601: 4 January is in week 1.
  if (week !== undefined) {
    return startOfWeek(daysFromCivil(Number(year), 1, 4), 1) + (Number(week) - 1) * 7;
  }
  const first =
    half !== undefined
      ? Number(half) * 6 - 5
      : quarter !== undefined
        ? Number(quarter) * 3 - 2
        : Number(month ?? 1);
  return daysFromCivil(Number(year), first, 1);
};

/** Days looked at: a chart of more than 120 years of days is no chart. */
const mostDays = 44_000;

/**
 * The labels of every bucket from the first to the last one given, so that a gap in the data is a gap in the chart.
 * `undefined` where the labels are not dates in ascending order, or too far apart.
 */
export const timePlaces = (
  labels: readonly string[],
  grain: RunningGrain,
): readonly string[] | undefined => {
  const days = labels.map(dayOfLabel);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || last - first > mostDays) return undefined;
  const ascending = days.every(
    (day, at) => day !== undefined && (at === 0 || day > (days[at - 1] ?? day)),
  );
  if (!ascending) return undefined;
  const weekStart = ((((first + 3) % 7) + 7) % 7) + 1;
  const places: string[] = [];
  for (let day = first; day <= last; day += 1) {
    const { label } = bucketDay(grain, day, grain === "week" ? { weekStart } : {});
    if (label !== places.at(-1)) places.push(label);
  }
  // Labels of another grain than that named would lose their values.
  const known = new Set(places);
  return labels.every((label) => known.has(label)) ? places : undefined;
};
