/** Half-open ranges of whole numbers, `[start, end, start, end, …]`: ascending, apart from each other, none empty. */
export type Ranges = readonly number[];

/** Brings ranges in any order into order, and those that touch or overlap into one. */
export const mergedRanges = (ranges: readonly (readonly [number, number])[]): Ranges => {
  const merged: number[] = [];
  for (const [start, end] of ranges.toSorted((left, right) => left[0] - right[0])) {
    const last = merged.length - 1;
    if (end <= start) continue;
    if (last > 0 && start <= (merged[last] ?? 0)) merged[last] = Math.max(merged[last] ?? 0, end);
    else merged.push(start, end);
  }
  return merged;
};

/** Whether a number lies in one of the ranges. Halves the list at each step. */
export const isInRanges = (ranges: Ranges, value: number): boolean => {
  let [low, high] = [0, ranges.length];
  // The count of bounds that are not above the value is odd exactly inside a range.
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return (low & 1) === 1;
};
