import { err, fault, ok, shown, type Result } from "../kernel/index.ts";

/** A weekday in every week, or only the n-th (1 to 5, -1 the last) of a month; ISO, 1 Monday to 7 Sunday. */
export interface CronWeekday {
  readonly weekday: number;
  readonly nth?: number;
}

/** A cron line, read. Lists are ascending, without repetition. */
export interface Cron {
  /** 0 to 59. */
  readonly minutes: readonly number[];
  /** 0 to 23. */
  readonly hours: readonly number[];
  /** 1 to 31, `L` the last day, `LW` the last day from Monday to Friday. */
  readonly monthDays: readonly (number | "L" | "LW")[];
  /** 1 to 12. */
  readonly months: readonly number[];
  readonly weekdays: readonly CronWeekday[];
  /** Whether a day must be in both day lists (one of them was written with `*`), else in at least one. */
  readonly both: boolean;
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const minute: Field = { name: "minute", from: 0, to: 59 };
const hour: Field = { name: "hour", from: 0, to: 23 };
const monthDay: Field = { name: "day of month", from: 1, to: 31 };
const month: Field = {
  name: "month",
  from: 1,
  to: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
/** As cron counts: 0 and 7 are Sunday. */
const weekday: Field = {
  name: "day of week",
  from: 0,
  to: 7,
  names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};

const valueOf = (text: string, { from, to, names = [] }: Field): number | undefined => {
  const named = names.indexOf(text);
  const value = named >= 0 ? named + (names.length === 12 ? 1 : 0) : Number(text);
  return (named >= 0 || /^\d{1,2}$/.test(text)) && value >= from && value <= to ? value : undefined;
};

/** Values of `*`, `5`, `1-5` and any of them with a step `/2`; undefined when it is none of these. */
const rangeOf = (text: string, field: Field): readonly number[] | undefined => {
  const [, range = "", stepText] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(text) ?? [];
  const step = Number(stepText ?? 1);
  const [fromText = "", toText, ...more] = range.split("-");
  const from = range === "*" ? field.from : valueOf(fromText, field);
  if (from === undefined || step < 1 || more.length > 0) return undefined;
  let to: number | undefined = from;
  // A week ends on Saturday, or with SAT-SUN on the Sunday after.
  if (range === "*") to = field === weekday ? 6 : field.to;
  else if (toText !== undefined) to = toText === "SUN" ? 7 : valueOf(toText, field);
  else if (stepText !== undefined) to = field === weekday ? 6 : field.to;
  if (to === undefined || to < from) return undefined;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => from + n * step);
};

const ascending = (values: readonly number[]): readonly number[] =>
  [...new Set(values)].toSorted((a, b) => a - b);

/** Reads every part of a comma list; undefined when one of them is nothing this field knows. */
const listOf = <T>(
  text: string,
  read: (part: string) => readonly T[] | undefined,
): readonly T[] | undefined => {
  const parts = text.split(",").map(read);
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
};

const numbersOf = (text: string, field: Field): readonly number[] | undefined => {
  const values = listOf(text, (part) => rangeOf(part, field));
  return values && ascending(values);
};

const monthDaysOf = (text: string): Cron["monthDays"] | undefined => {
  const values = listOf<number | "L" | "LW">(text, (part) =>
    part === "L" || part === "LW" ? [part] : rangeOf(part, monthDay),
  );
  const numbers = values?.filter((value) => typeof value === "number");
  return (
    numbers && [
      ...ascending(numbers),
      ...(["L", "LW"] as const).filter((end) => values?.includes(end)),
    ]
  );
};

/** Cron counts from Sunday, ISO from Monday. */
const isoDay = (value: number): number => (value === 0 ? 7 : value);

const weekdaysOf = (text: string): readonly CronWeekday[] | undefined =>
  listOf<CronWeekday>(text, (part) => {
    const [, day = "", ordinal] = /^(\w+?)(?:#([1-5])|L)$/.exec(part) ?? [];
    if (day === "") return rangeOf(part, weekday)?.map((value) => ({ weekday: isoDay(value) }));
    const value = valueOf(day, weekday);
    return value === undefined
      ? undefined
      : [{ weekday: isoDay(value), nth: ordinal === undefined ? -1 : Number(ordinal) }];
  });

const mostLetters = 256;

const refuse = ({ name }: Field, written: string): Result<Cron> =>
  err(fault("calendar/bad-cron", `${shown(written)} is no ${name} of cron.`, [], { field: name }));

/**
 * Reads a cron line of five fields: minute, hour, day of month, month, day of week, in any case. Fields are lists of
 * values, ranges and steps; months and week days have English names of three letters, Sunday is 0 or 7. Besides: `L` the
 * last day of a month, `LW` the last one from Monday to Friday, `MON#2` the second Monday, `FRIL` the last Friday. When
 * both day fields are given, a day needs to fit one of them; a field that begins with `*` must always fit. Fault
 * `calendar/bad-cron`, with the field in `detail`.
 */
export const parseCron = (text: string): Result<Cron> => {
  const fields = text.length > mostLetters ? [] : text.trim().toUpperCase().split(/\s+/);
  const [minuteText = "", hourText = "", dayText = "", monthText = "", weekdayText = ""] = fields;
  if (fields.length !== 5) {
    return err(
      fault(
        "calendar/bad-cron",
        `${shown(text)} has not five fields: minute, hour, day of month, month, day of week.`,
      ),
    );
  }
  const minutes = numbersOf(minuteText, minute);
  if (minutes === undefined) return refuse(minute, minuteText);
  const hours = numbersOf(hourText, hour);
  if (hours === undefined) return refuse(hour, hourText);
  const monthDays = monthDaysOf(dayText);
  if (monthDays === undefined) return refuse(monthDay, dayText);
  const months = numbersOf(monthText, month);
  if (months === undefined) return refuse(month, monthText);
  const weekdays = weekdaysOf(weekdayText);
  if (weekdays === undefined) return refuse(weekday, weekdayText);
  const both = dayText.startsWith("*") || weekdayText.startsWith("*");
  return ok({ minutes, hours, monthDays, months, weekdays, both });
};
