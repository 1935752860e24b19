import { civilFromDays, daysFromCivil, daysInMonth } from "./civil.ts";

/** 0001-01-01, the first day a date text can name. */
export const firstDay: number = daysFromCivil(1, 1, 1);

/** 9999-12-31, the last day a date text can name. */
export const lastDay: number = daysFromCivil(9999, 12, 31);

const written = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads `yyyy-mm-dd` as days since 1970-01-01; undefined for any other writing and for days that do not exist. */
export const parseDate = (text: string): number | undefined => {
  const match = written.exec(text);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return undefined;
  }
  return daysFromCivil(year, month, day);
};

export const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));

export const fourDigits = (value: number): string => String(value).padStart(4, "0");

/** The day as `yyyy-mm-dd`, the twin of `parseDate`. */
export const formatDate = (day: number): string => {
  const civil = civilFromDays(day);
  return `${fourDigits(civil.year)}-${twoDigits(civil.month)}-${twoDigits(civil.day)}`;
};
