import type { Range } from "../tree/index.ts";

/** Merged ranges laid flat, `[start, end, start, end, …]`: a check reads one array and no objects. */
export type Spans = readonly number[];

export const flattened = (merged: readonly Range[]): Spans =>
  merged.flatMap(({ start, end }) => [start, end]);

/** The ranges again. */
export const rangesOf = (spans: Spans): readonly Range[] =>
  Array.from({ length: spans.length / 2 }, (_, at) => ({
    start: spans[at * 2] ?? 0,
    end: spans[at * 2 + 1] ?? 0,
  }));

/** Whether a place lies in one of the spans: exactly inside one an odd number of bounds is not above it. O(log n). */
export const isInSpans = (spans: Spans, place: number): boolean => {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]! <= place) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
};
