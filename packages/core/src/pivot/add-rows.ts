// The hot loops of an append. All of them are one function for the reason told in small-table.ts.
import type { Lane } from "./lane.ts";

/** The cells of one depth: that of a row begins at slot `(rows[j] * line + cols[j] + from) * width`. */
export interface DepthCells {
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly line: number;
  readonly from: number;
  readonly width: number;
  /** Whether there is but one. */
  readonly isOne: boolean;
  readonly isDeepest: boolean;
  readonly isGrand: boolean;
  /** Where the totals of rows and of columns begin, of the innermost cells of a table with one level on each axis. */
  readonly totals?: { readonly ofRows: number; readonly ofCols: number };
}

/** What a loop does with the rows: writes their offsets, lists those out of range, or adds them up. */
export type RowLoop = "offsets" | "outside" | Lane["sum"];

/**
 * One loop over `n` rows with values from `base` on; `at` is the first slot of what it keeps in a cell. "offsets" writes
 * where each row's slot is to `out`; "outside" lists the rows that are below the least or above the largest value of
 * their cell and answers how many: at full depth these are all that can change the extremes of any total.
 */
export const eachRow = (
  loop: RowLoop,
  state: Float64Array,
  at: number,
  { rows, cols, line, from, width }: DepthCells,
  n: number,
  values: Float64Array,
  base: number,
  out: Int32Array,
): number => {
  if (n === 0) return 0;
  const head = n & 3 || 4;
  const first = Math.imul(from, width) + at;
  const byRow = Math.imul(line, width);
  let j = 0;
  let listed = 0;
  switch (loop) {
    case "offsets":
      for (; j < n; j += 1) {
        out[j] = Math.imul(rows[j]!, byRow) + Math.imul(cols[j]!, width) + first;
      }
      return n;
    case "outside":
      for (; j < n; j += 1) {
        const o = (Math.imul(rows[j]!, byRow) + Math.imul(cols[j]!, width) + first) | 0;
        const v = values[base + j]!;
        if (v >= state[o]! && v <= state[o + 1]!) continue;
        out[listed] = j;
        listed += 1;
      }
      return listed;
    case "none":
      for (; j < n; j += 1) {
        const o = (Math.imul(rows[j]!, byRow) + Math.imul(cols[j]!, width) + first) | 0;
        state[o]! += 1;
      }
      return n;
    case "plain":
      do {
        const o = (Math.imul(rows[j]!, byRow) + Math.imul(cols[j]!, width) + first) | 0;
        state[o]! += 1;
        state[o + 1]! += values[base + j]!;
        j += 1;
      } while (j < head);
      for (; j < n; j += 4) {
        const o0 = (Math.imul(rows[j]!, byRow) + Math.imul(cols[j]!, width) + first) | 0;
        const o1 = (Math.imul(rows[j + 1]!, byRow) + Math.imul(cols[j + 1]!, width) + first) | 0;
        const o2 = (Math.imul(rows[j + 2]!, byRow) + Math.imul(cols[j + 2]!, width) + first) | 0;
        const o3 = (Math.imul(rows[j + 3]!, byRow) + Math.imul(cols[j + 3]!, width) + first) | 0;
        const v0 = values[base + j]!;
        const v1 = values[base + j + 1]!;
        const v2 = values[base + j + 2]!;
        const v3 = values[base + j + 3]!;
        state[o0]! += 1;
        state[o0 + 1]! += v0;
        state[o1]! += 1;
        state[o1 + 1]! += v1;
        state[o2]! += 1;
        state[o2 + 1]! += v2;
        state[o3]! += 1;
        state[o3 + 1]! += v3;
      }
      return n;
    case "compensated":
      for (; j < n; j += 1) {
        const o = (Math.imul(rows[j]!, byRow) + Math.imul(cols[j]!, width) + first) | 0;
        const v = values[base + j]!;
        const s = state[o + 1]!;
        const t = s + v;
        const b = t - s;
        state[o]! += 1;
        state[o + 1] = t;
        state[o + 2]! += s - (t - b) + (v - b);
      }
      return n;
    case "moments":
      for (; j < n; j += 1) {
        const o = (Math.imul(rows[j]!, byRow) + Math.imul(cols[j]!, width) + first) | 0;
        const v = values[base + j]!;
        const seen = state[o]! + 1;
        const apart = v - state[o + 1]!;
        const mean = state[o + 1]! + apart / seen;
        state[o] = seen;
        state[o + 1] = mean;
        state[o + 2]! += apart * (v - mean);
      }
      return n;
    default:
      return loop satisfies never;
  }
};

/**
 * Sums rows into their innermost cells and the totals of their row and column at once; `at` is the first slot of a lane
 * with a sum that is compensated or not. Lists those out of range like `eachRow`, where the lane has a range.
 */
export const eachCross = (
  compensates: boolean,
  hasRange: boolean,
  state: Float64Array,
  at: number,
  { rows, cols, line, from, width }: DepthCells,
  { ofRows, ofCols }: NonNullable<DepthCells["totals"]>,
  n: number,
  values: Float64Array,
  base: number,
  out: Int32Array,
): number => {
  const [first, beside, above] = [from * width + at, ofRows * width + at, ofCols * width + at];
  const byRow = Math.imul(line, width);
  let listed = 0;
  if (!compensates) {
    for (let j = 0; j < n; j += 1) {
      const r = rows[j]!;
      const c = Math.imul(cols[j]!, width);
      const v = values[base + j]!;
      const o = (Math.imul(r, byRow) + c + first) | 0;
      const a = (c + above) | 0;
      const b = (Math.imul(r, width) + beside) | 0;
      state[o]! += 1;
      state[o + 1]! += v;
      state[a]! += 1;
      state[a + 1]! += v;
      state[b]! += 1;
      state[b + 1]! += v;
      if (!hasRange || (v >= state[o + 2]! && v <= state[o + 3]!)) continue;
      out[listed] = j;
      listed += 1;
    }
    return listed;
  }
  for (let j = 0; j < n; j += 1) {
    const r = rows[j]!;
    const c = Math.imul(cols[j]!, width);
    const v = values[base + j]!;
    const o = (Math.imul(r, byRow) + c + first) | 0;
    const a = (c + above) | 0;
    const b = (Math.imul(r, width) + beside) | 0;
    const s0 = state[o + 1]!;
    const t0 = s0 + v;
    const b0 = t0 - s0;
    state[o]! += 1;
    state[o + 1] = t0;
    state[o + 2]! += s0 - (t0 - b0) + (v - b0);
    const s1 = state[a + 1]!;
    const t1 = s1 + v;
    const b1 = t1 - s1;
    state[a]! += 1;
    state[a + 1] = t1;
    state[a + 2]! += s1 - (t1 - b1) + (v - b1);
    const s2 = state[b + 1]!;
    const t2 = s2 + v;
    const b2 = t2 - s2;
    state[b]! += 1;
    state[b + 1] = t2;
    state[b + 2]! += s2 - (t2 - b2) + (v - b2);
    if (!hasRange || (v >= state[o + 3]! && v <= state[o + 4]!)) continue;
    out[listed] = j;
    listed += 1;
  }
  return listed;
};

/** Adds rows to one cell, whose lane begins at slot `o`: what it keeps stays in registers meanwhile. */
export const addToCell = (
  sum: Lane["sum"],
  state: Float64Array,
  o: number,
  n: number,
  values: Float64Array,
  base: number,
): void => {
  let j = 0;
  switch (sum) {
    case "none":
      state[o]! += n;
      return;
    case "plain": {
      state[o]! += n;
      let total = state[o + 1]!;
      for (; j < n; j += 1) total += values[base + j]!;
      state[o + 1] = total;
      return;
    }
    case "compensated": {
      state[o]! += n;
      let total = state[o + 1]!;
      let rest = state[o + 2]!;
      for (; j < n; j += 1) {
        const v = values[base + j]!;
        const t = total + v;
        const b = t - total;
        rest += total - (t - b) + (v - b);
        total = t;
      }
      state[o + 1] = total;
      state[o + 2] = rest;
      return;
    }
    case "moments": {
      let seen = state[o]!;
      let mean = state[o + 1]!;
      let squares = state[o + 2]!;
      for (; j < n; j += 1) {
        const v = values[base + j]!;
        const apart = v - mean;
        seen += 1;
        mean += apart / seen;
        squares += apart * (v - mean);
      }
      state[o] = seen;
      state[o + 1] = mean;
      state[o + 2] = squares;
      return;
    }
    default:
      sum satisfies never;
  }
};

/** Makes the ranges of cells hold the listed rows; `at` is where a range begins. */
export const widen = (
  state: Float64Array,
  at: number,
  { rows, cols, line, from, width }: DepthCells,
  listed: number,
  list: Int32Array,
  values: Float64Array,
  base: number,
): void => {
  for (let k = 0; k < listed; k += 1) {
    const j = list[k]!;
    const o = (rows[j]! * line + cols[j]! + from) * width + at;
    const v = values[base + j]!;
    if (v < state[o]!) state[o] = v;
    if (v > state[o + 1]!) state[o + 1] = v;
  }
};
