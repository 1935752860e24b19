import { daysFromCivil, offsetAt } from "../../calendar/index.ts";

const day = 86_400_000;

/** From here on every zone's offset is a whole number of minutes and changes at one. */
export const wholeMinutesFrom: number = daysFromCivil(1980, 1, 1) * day;

const until = daysFromCivil(2040, 1, 1) * day;
const week = 7 * day;

interface OffsetRange {
  readonly least: number;
  readonly most: number;
}

const known = new Map<string, OffsetRange>();
const mostKnown = 500;

/** The least and the most that local time has been ahead of UTC since 1980, in milliseconds; rules no longer change later. */
export const offsetRange = (zone: string): OffsetRange => {
  const kept = known.get(zone);
  if (kept !== undefined) return kept;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = wholeMinutesFrom; at < until; at += week) {
    const offset = offsetAt(at, zone);
    least = Math.min(least, offset);
    most = Math.max(most, offset);
  }
  if (known.size >= mostKnown) known.clear();
  const range = { least, most };
  known.set(zone, range);
  return range;
};
