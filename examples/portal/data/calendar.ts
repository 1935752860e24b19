import type { Instant } from "@ennead/core/kernel";

/** Milliseconds of one day and one week; sample time is UTC throughout. */
export const day = 86_400_000;
export const week: number = 7 * day;

/** The UTC day of an instant as `yyyy-mm-dd`. */
export const dateOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

/** The Monday, 00:00 UTC, on or before an instant. 1970-01-05 was a Monday. */
export const mondayOf = (at: Instant): Instant =>
  Math.floor((at - 4 * day) / week) * week + 4 * day;

/** The last instant of the quarter that holds `at`, less one second. */
export const quarterEnd = (at: Instant): Instant => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3 + 3, 1) - 1000;
};

/** The last day of the month that holds `at`, at noon. */
export const monthEnd = (at: Instant): Instant => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) - day / 2;
};

/** Moves Saturdays and Sundays to the Monday after, at the same hour. */
export const onWorkday = (at: Instant): Instant => {
  const weekday = new Date(at).getUTCDay();
  return at + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * day;
};
