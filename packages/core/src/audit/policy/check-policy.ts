import * as v from "valibot";

import { isTimeZone, parseDate } from "../../calendar/index.ts";
import { err, fault, ok, type PathSegment, type Result } from "../../kernel/index.ts";
import { matchSchema } from "../match-schema.ts";
import type { Policy } from "./policy.ts";

/** The longest window and cool-down: 31 days, in seconds. */
export const longestWindowSec: number = 31 * 86_400;

const most = { groupBy: 8, holidays: 1_000 } as const;

const number = (from: number, to: number, what: string): v.GenericSchema<unknown, number> => {
  const wanted = `${what} is a number from ${from} to ${to}.`;
  return v.pipe(
    v.number(wanted),
    v.finite(wanted),
    v.minValue(from, wanted),
    v.maxValue(to, wanted),
  );
};

const whole = (from: number, to: number, what: string): v.GenericSchema<unknown, number> => {
  const wanted = `${what} is a whole number from ${from} to ${to}.`;
  return v.pipe(
    v.number(wanted),
    v.integer(wanted),
    v.minValue(from, wanted),
    v.maxValue(to, wanted),
  );
};

const name = (what: string): v.GenericSchema<unknown, string> =>
  v.pipe(
    v.string(`${what} is a text.`),
    v.minLength(1, `${what} is not empty.`),
    v.maxLength(200, `${what} has at most 200 characters.`),
  );

const windowSec = whole(1, longestWindowSec, "A window in seconds");

const base = {
  id: name("The id of a policy"),
  company: name("A company"),
  cooldownSec: v.exactOptional(whole(0, longestWindowSec, "A cool-down in seconds")),
};

const grouped = {
  match: v.exactOptional(matchSchema),
  groupBy: v.exactOptional(
    v.pipe(
      v.array(name("A member to group by"), "Members to group by are a list."),
      v.maxLength(most.groupBy, "Keys have at most 8 members."),
    ),
  ),
};

const clock = v.pipe(
  v.string('A time of day is a text, like "08:30".'),
  v.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, "A time of day is 00:00 to 24:00, like 08:30."),
);

/** Policies as people and programs write them. */
export const policySchema: v.GenericSchema<unknown, Policy> = v.variant(
  "type",
  [
    v.strictObject({ ...base, ...grouped, type: v.literal("event") }),
    v.strictObject({
      ...base,
      ...grouped,
      type: v.literal("threshold"),
      limit: whole(1, 1_000_000, "The limit"),
      windowSec,
    }),
    v.strictObject({
      ...base,
      ...grouped,
      type: v.literal("sum"),
      field: name("The member to add up"),
      limit: number(1, Number.MAX_SAFE_INTEGER, "The limit"),
      windowSec,
    }),
    v.pipe(
      v.strictObject({
        ...base,
        ...grouped,
        type: v.literal("offHours"),
        zone: v.pipe(
          v.string("A time zone is a text, like Europe/Berlin."),
          v.check(isTimeZone, "A time zone is an IANA name, like Europe/Berlin."),
        ),
        days: v.pipe(
          v.array(whole(1, 7, "A day of work"), "Days of work are a list."),
          v.maxLength(7, "A week has seven days."),
        ),
        from: clock,
        to: clock,
        holidays: v.exactOptional(
          v.pipe(
            v.array(
              v.pipe(
                v.string("A holiday is a date, like 2026-01-01."),
                v.check(
                  (date) => parseDate(date) !== undefined,
                  "A holiday is a date that exists, like 2026-01-01.",
                ),
              ),
            ),
            v.maxLength(most.holidays, "There are at most 1,000 holidays."),
          ),
        ),
      }),
      v.forward(
        v.check(
          ({ from, to }) => from < to,
          "Work ends after it begins; make two policies for a night.",
        ),
        ["to"],
      ),
    ),
    v.strictObject({
      ...base,
      type: v.literal("impossibleTravel"),
      match: v.exactOptional(matchSchema),
      maxKmh: number(1, 100_000, "The greatest speed in km/h"),
      minKm: number(0, 20_000, "The least distance in km"),
    }),
    v.strictObject({
      ...base,
      type: v.literal("sod"),
      first: matchSchema,
      second: matchSchema,
      windowSec: v.exactOptional(windowSec),
    }),
    v.strictObject({
      ...base,
      type: v.literal("firstSeen"),
      match: v.exactOptional(matchSchema),
      field: name("The member to learn"),
      learn: whole(0, 1_000_000, "The number of events to learn from"),
    }),
  ],
  "A policy is of type event, threshold, sum, offHours, impossibleTravel, sod or firstSeen.",
);

/**
 * A policy out of what somebody wrote. audit/bad-policy names the first part that is wrong: an unknown type, a limit
 * below 1, a window over 31 days, an unknown zone, hours that end before they begin, a member that no policy has.
 */
export const checkPolicy = (given: unknown): Result<Policy> => {
  const parsed = v.safeParse(policySchema, given, { abortEarly: true });
  if (parsed.success) return ok(parsed.output);
  const [issue] = parsed.issues;
  const path = issue.path?.map(({ key }) => key as PathSegment) ?? [];
  return err(fault("audit/bad-policy", issue.message, path));
};
