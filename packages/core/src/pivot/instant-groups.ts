import { bucketInstant, offsetAt, type InstantGrain, type TimeBucket } from "../calendar/index.ts";
import type { Grouping } from "./level.ts";

const day = 86_400_000;
const hour = 3_600_000;
const quarter = 900_000;

/**
 * Groups of instants in a zone. A stretch of time whose first and last instant fall in one group lies in it as a whole,
 * unless clocks change inside: then they may leave a day and come back to it. So days are asked first, hours and
 * quarters of an hour where a day is divided, and single instants only around a change inside a quarter. Hours of the
 * day repeat every day, so they are asked by quarters from the start.
 */
export const instantGroups = (
  grain: InstantGrain,
  instants: Float64Array,
  timeZone: string,
  weekStart: number,
): Grouping => {
  const bucket = (ms: number): TimeBucket => bucketInstant(grain, ms, timeZone, { weekStart });
  const stretches = (
    grain === "hour" || grain === "hourOfDay" ? [quarter] : [day, hour, quarter]
  ).map((length) => ({ length, keys: new Map<number, number | null>() }));
  const keyOf = (ms: number): number => {
    for (const { length, keys } of stretches) {
      const stretch = Math.floor(ms / length);
      let key = keys.get(stretch);
      if (key === undefined) {
        const [from, to] = [stretch * length, (stretch + 1) * length - 1];
        const whole =
          offsetAt(from, timeZone) === offsetAt(to, timeZone) &&
          bucket(from).key === bucket(to).key;
        key = whole ? bucket(from).key : null;
        keys.set(stretch, key);
      }
      if (key !== null) return key;
    }
    return bucket(ms).key;
  };
  return {
    key: (code) => keyOf(instants[code] ?? 0),
    label: (code) => bucket(instants[code] ?? 0).label,
  };
};
