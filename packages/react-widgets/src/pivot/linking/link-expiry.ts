import { formatInstant, instantsOfDays, parseDate } from "@ennead/core/calendar";

const day = 86_400_000;

/** Days after which links usually expire. */
export const usualDays = [7, 30, 90, 365] as const;

/**
 * When a link expires that is made now: after so many days, or at the end of a date in the company's zone. Undefined for
 * a date that has passed or that does not exist.
 */
export const expiryOf = (
  after: string,
  date: string,
  now: number,
  timeZone: string,
): string | undefined => {
  // A minute less than the days: a year is the longest the server takes, by its own clock.
  if (after !== "date") return formatInstant(now + Number(after) * day - 60_000);
  const wanted = parseDate(date);
  if (wanted === undefined) return undefined;
  const end = instantsOfDays(wanted, wanted + 1, timeZone).at(-1)?.[1];
  return end !== undefined && end > now ? formatInstant(end - 1000) : undefined;
};
