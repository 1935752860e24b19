import * as v from "valibot";

import { parseDate } from "./date.ts";
import type { MonthDay, Schedule } from "./schedule.ts";
import { isTimeZone } from "./zone.ts";

const whole = (from: number, to: number): v.GenericSchema<unknown, number> => {
  const wanted = `Write a whole number from ${from} to ${to}.`;
  return v.pipe(
    v.number(wanted),
    v.integer(wanted),
    v.minValue(from, wanted),
    v.maxValue(to, wanted),
  );
};

const date = v.pipe(
  v.string("Write a date, like 2024-01-31."),
  v.check((text) => parseDate(text) !== undefined, "Write a date that exists, like 2024-01-31."),
);

const base = {
  at: v.pipe(
    v.string('Write a time of day, like "08:30".'),
    v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "Write a time from 00:00 to 23:59, like 08:30."),
  ),
  timeZone: v.pipe(
    v.string("Name a time zone, like Europe/Berlin."),
    v.maxLength(64, "Name a time zone, like Europe/Berlin."),
    v.check(isTimeZone, "Name a time zone, like Europe/Berlin."),
  ),
  from: v.exactOptional(date),
  until: v.exactOptional(date),
};

const monthDay: v.GenericSchema<unknown, MonthDay> = v.union(
  [
    whole(1, 31),
    v.literal("last"),
    v.strictObject({ weekday: whole(1, 7), nth: v.picklist([1, 2, 3, 4, 5, -1]) }),
  ],
  'Write a day from 1 to 31, "last", or an object with a weekday from 1 to 7 and nth, 1 to 5 or -1.',
);

const inMonth = {
  ...base,
  day: v.exactOptional(monthDay),
  short: v.exactOptional(v.picklist(["last", "skip"], 'Write "last" or "skip".')),
};

const days = v.pipe(
  v.array(v.unknown(), "List week days, 1 Monday to 7 Sunday."),
  v.minLength(1, "List at least one week day, 1 Monday to 7 Sunday."),
  v.maxLength(7, "A week has 7 days."),
  v.array(whole(1, 7)),
  v.check((list) => new Set(list).size === list.length, "List every week day once."),
);

const grains = "Write day, weekday, week, month, quarter or year.";

/** Valibot twin of `Schedule`; unknown keys, and keys of another `every`, are refused. */
export const scheduleSchema: v.GenericSchema<unknown, Schedule> = v.pipe(
  v.variant(
    "every",
    [
      v.strictObject({ every: v.picklist(["day", "weekday"]), ...base }),
      v.strictObject({ every: v.literal("week"), ...base, on: v.exactOptional(days) }),
      v.strictObject({ every: v.picklist(["month", "quarter"]), ...inMonth }),
      v.strictObject({
        every: v.literal("year"),
        ...inMonth,
        month: v.exactOptional(whole(1, 12)),
      }),
    ],
    grains,
  ),
  v.forward(
    v.check(
      // Dates of four-digit years sort as texts.
      ({ from = "", until }) => until === undefined || from <= until,
      "The last date lies before the first.",
    ),
    ["until"],
  ),
);
