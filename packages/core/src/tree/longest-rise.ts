/** Which places of `numbers` make up a longest rising subsequence. O(k log k). */
export const longestRise = (numbers: readonly number[]): ReadonlySet<number> => {
  const before = new Int32Array(numbers.length);
  /** By length less one: where the rise of that length with the smallest end does end. */
  const ends: number[] = [];
  for (const [at, number] of numbers.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]!]! < number) low = middle + 1;
      else high = middle;
    }
    before[at] = low === 0 ? -1 : ends[low - 1]!;
    ends[low] = at;
  }
  const rise = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) rise.add(at);
  return rise;
};
