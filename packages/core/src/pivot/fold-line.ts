// The hot loops of folding: each reads the innermost cells of a line once, and adds them to the totals above and beside.
// All of them are one function for the reason told in small-table.ts.
import type { Lane } from "./lane.ts";

/** Lanes that these loops fold; moments are merged by those of slots.ts. */
export const foldsLines = ({ sum }: Lane): boolean => sum !== "moments";

/** A line of cells in a state of `width` slots a cell; `from`, `beside` and `above` are slots of a lane's counts. */
export interface Line {
  readonly width: number;
  /** The line itself: `runs` of `run` cells each. */
  readonly from: number;
  readonly runs: number;
  readonly run: number;
  /** The cells that runs are joined into, one after another. */
  readonly beside: number;
  /** The cells that those of the line are joined into one by one. */
  readonly above: number;
}

/** Joins a line of cells both ways, and answers how many of them have rows in this lane. Cells without any are left out. */
export const foldLine = (
  { sum, range }: Lane,
  state: Float64Array,
  { width, from, runs, run, beside, above }: Line,
): number => {
  let filled = 0;
  let o = from;
  let a = above;
  let b = beside;
  if (sum === "plain" && range) {
    for (let at = 0; at < runs; at += 1, b += width) {
      let count = state[b]!;
      let total = state[b + 1]!;
      let low = state[b + 2]!;
      let high = state[b + 3]!;
      for (let k = 0; k < run; k += 1, o += width, a += width) {
        const n = state[o]!;
        if (n === 0) continue;
        const v = state[o + 1]!;
        const min = state[o + 2]!;
        const max = state[o + 3]!;
        filled += 1;
        count += n;
        total += v;
        if (min < low) low = min;
        if (max > high) high = max;
        state[a]! += n;
        state[a + 1]! += v;
        if (min < state[a + 2]!) state[a + 2] = min;
        if (max > state[a + 3]!) state[a + 3] = max;
      }
      state[b] = count;
      state[b + 1] = total;
      state[b + 2] = low;
      state[b + 3] = high;
    }
    return filled;
  }
  if (sum === "compensated") {
    for (let at = 0; at < runs; at += 1, b += width) {
      let count = state[b]!;
      let total = state[b + 1]!;
      let carried = 0;
      for (let k = 0; k < run; k += 1, o += width, a += width) {
        const n = state[o]!;
        if (n === 0) continue;
        const v = state[o + 1]!;
        const rest = state[o + 2]!;
        const t = total + v;
        const w = t - total;
        const s = state[a + 1]!;
        const u = s + v;
        const x = u - s;
        filled += 1;
        count += n;
        carried += total - (t - w) + (v - w) + rest;
        total = t;
        state[a]! += n;
        state[a + 1] = u;
        state[a + 2]! += s - (u - x) + (v - x) + rest;
        if (!range) continue;
        const min = state[o + 3]!;
        const max = state[o + 4]!;
        if (min < state[a + 3]!) state[a + 3] = min;
        if (max > state[a + 4]!) state[a + 4] = max;
        if (min < state[b + 3]!) state[b + 3] = min;
        if (max > state[b + 4]!) state[b + 4] = max;
      }
      state[b] = count;
      state[b + 1] = total;
      state[b + 2]! += carried;
    }
    return filled;
  }
  // A count, with a sum or a range at most.
  for (let at = 0; at < runs; at += 1, b += width) {
    for (let k = 0; k < run; k += 1, o += width, a += width) {
      const n = state[o]!;
      if (n === 0) continue;
      filled += 1;
      state[a]! += n;
      state[b]! += n;
      if (sum === "plain") {
        const v = state[o + 1]!;
        state[a + 1]! += v;
        state[b + 1]! += v;
      } else if (range) {
        const min = state[o + 1]!;
        const max = state[o + 2]!;
        if (min < state[a + 1]!) state[a + 1] = min;
        if (max > state[a + 2]!) state[a + 2] = max;
        if (min < state[b + 1]!) state[b + 1] = min;
        if (max > state[b + 2]!) state[b + 2] = max;
      }
    }
  }
  return filled;
};
