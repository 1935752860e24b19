import { daysFromCivil, daysInMonth, weekDay } from "./civil.ts";

/** The day of a month that is its n-th weekday (ISO); -1 is the last one. Undefined when there are not so many. */
export const nthWeekdayOf = (
  year: number,
  month: number,
  weekday: number,
  nth: number,
): number | undefined => {
  const first = 1 + ((weekday - weekDay(daysFromCivil(year, month, 1)) + 7) % 7);
  const length = daysInMonth(year, month);
  if (nth === -1) return first + 7 * Math.floor((length - first) / 7);
  const day = first + 7 * (nth - 1);
  return day <= length ? day : undefined;
};

/** The last day of a month from Monday to Friday. */
export const lastBusinessDayOf = (year: number, month: number): number => {
  const length = daysInMonth(year, month);
  return length - Math.max(0, weekDay(daysFromCivil(year, month, length)) - 5);
};

/** Picks the days of a month, ascending, by a test of the day and its ISO week day. */
export const daysWhere = (
  year: number,
  month: number,
  isWanted: (day: number, weekday: number) => boolean,
): readonly number[] => {
  const first = weekDay(daysFromCivil(year, month, 1));
  const days: number[] = [];
  for (let day = 1; day <= daysInMonth(year, month); day += 1) {
    if (isWanted(day, ((first + day - 2) % 7) + 1)) days.push(day);
  }
  return days;
};

/** Days of a month by their ISO week day. */
export const weekdaysOf =
  (weekdays: readonly number[]) =>
  (year: number, month: number): readonly number[] =>
    daysWhere(year, month, (_, weekday) => weekdays.includes(weekday));
