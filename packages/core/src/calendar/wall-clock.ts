import { dayMillis } from "./instant.ts";
import { offsetAt, transitions } from "./zone.ts";

/** No local time is further from UTC than this, past and present. */
const farthest = 26 * 3_600_000;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

/** The instants around a local day, cut where the offset changes. */
const spansAround = (day: number, zone: string): readonly Span[] => {
  const from = day * dayMillis - farthest;
  const to = (day + 1) * dayMillis + farthest;
  const starts = [from, ...transitions(from + 1, to, zone).map(({ at }) => at)];
  return starts.map((start, index) => ({
    start,
    end: starts[index + 1] ?? Infinity,
    offset: offsetAt(start, zone),
  }));
};

/**
 * The instants at which clocks of a zone show times of one day (days since 1970-01-01). The answer takes minutes since
 * midnight. A time that clocks show twice is its first occurrence, a time they skip moves forward by the gap.
 */
export const wallClock = (day: number, zone: string): ((minutes: number) => number) => {
  const spans = spansAround(day, zone);
  return (minutes) => {
    const local = day * dayMillis + minutes * 60_000;
    let offset = spans[0]?.offset ?? 0;
    for (const span of spans) {
      const instant = local - span.offset;
      // Before this span's clocks and after those of the span before: nobody's clock showed it.
      if (instant < span.start) break;
      offset = span.offset;
      if (instant < span.end) break;
    }
    return local - offset;
  };
};
