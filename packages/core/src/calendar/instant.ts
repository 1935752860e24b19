import { firstDay, formatDate, lastDay, parseDate, twoDigits } from "./date.ts";

export const dayMillis = 86_400_000;

/** 0001-01-01T00:00:00Z, the first instant that a text can name. */
export const firstInstant: number = firstDay * dayMillis;

/** 9999-12-31T23:59:59.999Z, the last instant that a text can name. */
export const lastInstant: number = (lastDay + 1) * dayMillis - 1;

const written =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:([Zz])|([+-])(\d{2}):(\d{2}))$/;

/**
 * Reads an RFC 3339 date-time with seconds and an offset as epoch milliseconds. Fractions are cut to milliseconds.
 * Undefined for anything else: no offset, a day that does not exist, a leap second, an instant whose UTC year is not 1 to
 * 9999, which no text could write again.
 */
export const parseInstant = (text: string): number | undefined => {
  const match = written.exec(text);
  if (match === null) return undefined;
  const day = parseDate(match[1] ?? "");
  const hour = Number(match[2]);
  const minute = Number(match[3]);
  const second = Number(match[4]);
  const offsetHour = Number(match[8] ?? 0);
  const offsetMinute = Number(match[9] ?? 0);
  if (day === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  if (offsetHour > 23 || offsetMinute > 59) return undefined;
  const offset = (offsetHour * 60 + offsetMinute) * (match[7] === "-" ? -60_000 : 60_000);
  const millis = Number((match[5] ?? "").slice(0, 3).padEnd(3, "0"));
  const ms = day * dayMillis + ((hour * 60 + minute) * 60 + second) * 1000 + millis - offset;
  return ms >= firstInstant && ms <= lastInstant ? ms : undefined;
};

/** The instant in UTC, `yyyy-mm-ddThh:mm:ssZ`; milliseconds are written only when there are some. */
export const formatInstant = (ms: number): string => {
  const day = Math.floor(ms / dayMillis);
  const rest = ms - day * dayMillis;
  const seconds = Math.floor(rest / 1000);
  const millis = Math.floor(rest - seconds * 1000);
  const minutes = Math.floor(seconds / 60);
  const fraction = millis === 0 ? "" : `.${String(millis).padStart(3, "0")}`;
  const hour = twoDigits(Math.floor(minutes / 60));
  return `${formatDate(day)}T${hour}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}${fraction}Z`;
};
