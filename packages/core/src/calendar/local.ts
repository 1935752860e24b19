import { dayMillis } from "./instant.ts";
import { offsetAt, transitions } from "./zone.ts";

/** What a clock on the wall of a zone shows. */
export interface LocalTime {
  /** Days since 1970-01-01 of the local date. */
  readonly day: number;
  /** Whole minutes since local midnight by the wall clock, 0 to 1439. */
  readonly minutes: number;
  /** Milliseconds by which local time is ahead of UTC. */
  readonly offset: number;
}

/** The local date of an instant, as days since 1970-01-01. */
export const dayOf = (ms: number, zone: string): number =>
  Math.floor((ms + offsetAt(ms, zone)) / dayMillis);

/** Local date, wall-clock minutes and offset of an instant. */
export const localTime = (ms: number, zone: string): LocalTime => {
  const offset = offsetAt(ms, zone);
  const day = Math.floor((ms + offset) / dayMillis);
  return { day, minutes: Math.floor((ms + offset - day * dayMillis) / 60_000), offset };
};

/** No local time is further from UTC than this, past and present. */
const farthest = 26 * 3_600_000;

/** Instants at which "the local date is `day` or later" changes its truth; an odd number of them, ascending. */
const flipsAt = (day: number, zone: string): readonly number[] => {
  const midnight = day * dayMillis;
  const steps = transitions(midnight - farthest, midnight + farthest, zone);
  const flips: number[] = [];
  let start = midnight - farthest;
  let reached = false;
  for (let index = 0; index <= steps.length; index += 1) {
    const end = steps[index]?.at ?? midnight + farthest;
    const offset = offsetAt(start, zone);
    const from = Math.max(start, midnight - offset);
    if (reached && from > start) flips.push(start);
    if (from < end && (!reached || from > start)) flips.push(from);
    reached = from < end;
    start = end;
  }
  return flips;
};

/**
 * The instants whose local date is `from` or later and before `to` (days since 1970-01-01), as ascending half-open
 * ranges. Nearly always one; clocks set back across midnight split it.
 */
export const instantsOfDays = (
  from: number,
  to: number,
  zone: string,
): readonly (readonly [from: number, to: number])[] => {
  if (to <= from) return [];
  const flips = [...flipsAt(from, zone), ...flipsAt(to, zone)].toSorted((a, b) => a - b);
  const ranges: (readonly [number, number])[] = [];
  for (let index = 0; index + 1 < flips.length; index += 2) {
    const [start = 0, end = 0] = [flips[index], flips[index + 1]];
    if (start < end) ranges.push([start, end]);
  }
  return ranges;
};
