// The hot loops of small reports: the group of row j is `outer[j] * by + inner[j] + from`, its value `values[base + j]`,
// and each kind of state is an array of its own over all groups. They add the same numbers in the same order as those of
// accumulate.ts in about half of the time, because of how V8 reads typed arrays:
// - The arrays are constants of this module, so it knows where they lie and how long they are; as they are equally long,
//   one check of a group's number serves them all.
// - `values` comes from outside: the first row of a loop reads its address, which the others then have in a register.
// - All loops are one function, too long to be put into its callers: there the compiler before the last would keep it,
//   at an eighth of the speed.
import { chunkRows } from "./chunk.ts";
import { memberCodes } from "./keys.ts";
import type { Level } from "./level.ts";

/** Most groups of a small table, those of all its lanes together: its arrays stay in the second cache. */
export const smallTable = 4096;

const outer = new Int32Array(chunkRows);
const inner = new Int32Array(chunkRows);

const counts = new Float64Array(smallTable);
/** Sums, or means. */
const sums = new Float64Array(smallTable);
/** What compensates the sums, or squared differences from the means. */
const rests = new Float64Array(smallTable);
const least = new Float64Array(smallTable);
const most = new Float64Array(smallTable);

/** Empties a number of groups. */
export const clearGroups = (groups: number): void => {
  counts.fill(0, 0, groups);
  sums.fill(0, 0, groups);
  rests.fill(0, 0, groups);
  least.fill(Number.POSITIVE_INFINITY, 0, groups);
  most.fill(Number.NEGATIVE_INFINITY, 0, groups);
};

/**
 * Gives the rows of a chunk their groups: `inner` is the member of the last level, `outer` the mixed radix of those
 * before. Answers what `outer` counts for.
 */
export const setMembers = (
  levels: readonly Level[],
  n: number,
  base: number,
  rows: Int32Array | undefined,
): number => {
  const last = levels.at(-1);
  if (last === undefined) {
    inner.fill(0, 0, n);
    return 0;
  }
  for (const [at, level] of levels.slice(0, -1).entries()) {
    if (at === 0) memberCodes(level, outer, n, base, rows);
    else {
      memberCodes(level, inner, n, base, rows);
      const { cardinality } = level;
      for (let j = 0; j < n; j += 1) outer[j] = Math.imul(outer[j]!, cardinality) + inner[j]!;
    }
  }
  memberCodes(last, inner, n, base, rows);
  return levels.length === 1 ? 0 : last.cardinality;
};

/** Writes the groups that `setMembers` gave. */
export const writeKeys = (keys: Int32Array, n: number, by: number): void => {
  for (let j = 0; j < n; j += 1) keys[j] = Math.imul(outer[j]!, by) + inner[j]!;
};

/** Gives rows their groups one by one; `outer` counts for 0 then. */
export const setKeys = (keys: Int32Array, n: number): void => inner.set(keys.subarray(0, n));

/** What a lane keeps of its values. */
export type Loop =
  | "count"
  | "range"
  | "sum"
  | "sumAndRange"
  | "compensated"
  | "compensatedAndRange"
  | "moments";

/** Adds `n` rows to the groups from `from` on. Two loops take four rows at a time, after what is left over. */
export const addRows = (
  loop: Loop,
  n: number,
  by: number,
  from: number,
  values: Float64Array,
  base: number,
): void => {
  if (n === 0) return;
  const head = n & 3 || 4;
  let j = 0;
  switch (loop) {
    case "count":
      for (; j < n; j += 1) {
        const g = (Math.imul(outer[j]!, by) + inner[j]! + from) | 0;
        counts[g]! += 1;
      }
      return;
    case "range":
      for (; j < n; j += 1) {
        const g = (Math.imul(outer[j]!, by) + inner[j]! + from) | 0;
        const v = values[base + j]!;
        counts[g]! += 1;
        if (v < least[g]!) least[g] = v;
        if (v > most[g]!) most[g] = v;
      }
      return;
    case "sum":
      for (; j < n; j += 1) {
        const g = (Math.imul(outer[j]!, by) + inner[j]! + from) | 0;
        const v = values[base + j]!;
        counts[g]! += 1;
        sums[g]! += v;
      }
      return;
    case "sumAndRange":
      do {
        const g = (Math.imul(outer[j]!, by) + inner[j]! + from) | 0;
        const v = values[base + j]!;
        counts[g]! += 1;
        sums[g]! += v;
        if (v < least[g]!) least[g] = v;
        if (v > most[g]!) most[g] = v;
        j += 1;
      } while (j < head);
      for (; j < n; j += 4) {
        const g0 = (Math.imul(outer[j]!, by) + inner[j]! + from) | 0;
        const g1 = (Math.imul(outer[j + 1]!, by) + inner[j + 1]! + from) | 0;
        const g2 = (Math.imul(outer[j + 2]!, by) + inner[j + 2]! + from) | 0;
        const g3 = (Math.imul(outer[j + 3]!, by) + inner[j + 3]! + from) | 0;
        const v0 = values[base + j]!;
        const v1 = values[base + j + 1]!;
        const v2 = values[base + j + 2]!;
        const v3 = values[base + j + 3]!;
        counts[g0]! += 1;
        sums[g0]! += v0;
        counts[g1]! += 1;
        sums[g1]! += v1;
        counts[g2]! += 1;
        sums[g2]! += v2;
        counts[g3]! += 1;
        sums[g3]! += v3;
        if (v0 < least[g0]!) least[g0] = v0;
        if (v0 > most[g0]!) most[g0] = v0;
        if (v1 < least[g1]!) least[g1] = v1;
        if (v1 > most[g1]!) most[g1] = v1;
        if (v2 < least[g2]!) least[g2] = v2;
        if (v2 > most[g2]!) most[g2] = v2;
        if (v3 < least[g3]!) least[g3] = v3;
        if (v3 > most[g3]!) most[g3] = v3;
      }
      return;
    case "compensated":
      for (; j < n; j += 1) {
        const g = (Math.imul(outer[j]!, by) + inner[j]! + from) | 0;
        const v = values[base + j]!;
        const s = sums[g]!;
        const t = s + v;
        const b = t - s;
        counts[g]! += 1;
        sums[g] = t;
        rests[g]! += s - (t - b) + (v - b);
      }
      return;
    case "compensatedAndRange":
      do {
        const g = (Math.imul(outer[j]!, by) + inner[j]! + from) | 0;
        const v = values[base + j]!;
        const s = sums[g]!;
        const t = s + v;
        const b = t - s;
        counts[g]! += 1;
        sums[g] = t;
        rests[g]! += s - (t - b) + (v - b);
        if (v < least[g]!) least[g] = v;
        if (v > most[g]!) most[g] = v;
        j += 1;
      } while (j < head);
      for (; j < n; j += 4) {
        const g0 = (Math.imul(outer[j]!, by) + inner[j]! + from) | 0;
        const g1 = (Math.imul(outer[j + 1]!, by) + inner[j + 1]! + from) | 0;
        const g2 = (Math.imul(outer[j + 2]!, by) + inner[j + 2]! + from) | 0;
        const g3 = (Math.imul(outer[j + 3]!, by) + inner[j + 3]! + from) | 0;
        const v0 = values[base + j]!;
        const v1 = values[base + j + 1]!;
        const v2 = values[base + j + 2]!;
        const v3 = values[base + j + 3]!;
        const s0 = sums[g0]!;
        const t0 = s0 + v0;
        const b0 = t0 - s0;
        counts[g0]! += 1;
        sums[g0] = t0;
        rests[g0]! += s0 - (t0 - b0) + (v0 - b0);
        const s1 = sums[g1]!;
        const t1 = s1 + v1;
        const b1 = t1 - s1;
        counts[g1]! += 1;
        sums[g1] = t1;
        rests[g1]! += s1 - (t1 - b1) + (v1 - b1);
        const s2 = sums[g2]!;
        const t2 = s2 + v2;
        const b2 = t2 - s2;
        counts[g2]! += 1;
        sums[g2] = t2;
        rests[g2]! += s2 - (t2 - b2) + (v2 - b2);
        const s3 = sums[g3]!;
        const t3 = s3 + v3;
        const b3 = t3 - s3;
        counts[g3]! += 1;
        sums[g3] = t3;
        rests[g3]! += s3 - (t3 - b3) + (v3 - b3);
        if (v0 < least[g0]!) least[g0] = v0;
        if (v0 > most[g0]!) most[g0] = v0;
        if (v1 < least[g1]!) least[g1] = v1;
        if (v1 > most[g1]!) most[g1] = v1;
        if (v2 < least[g2]!) least[g2] = v2;
        if (v2 > most[g2]!) most[g2] = v2;
        if (v3 < least[g3]!) least[g3] = v3;
        if (v3 > most[g3]!) most[g3] = v3;
      }
      return;
    case "moments":
      for (; j < n; j += 1) {
        const g = (Math.imul(outer[j]!, by) + inner[j]! + from) | 0;
        const v = values[base + j]!;
        const seen = counts[g]! + 1;
        const apart = v - sums[g]!;
        const mean = sums[g]! + apart / seen;
        counts[g] = seen;
        sums[g] = mean;
        rests[g]! += apart * (v - mean);
      }
      return;
    default:
      loop satisfies never;
  }
};

/** Writes groups `from .. from + groups` into runs of slots, `width` apart, the first of them at `at`. */
export const writeGroups = (
  loop: Loop,
  state: Float64Array,
  at: number,
  width: number,
  from: number,
  groups: number,
): void => {
  const hasSum = loop !== "count" && loop !== "range";
  const hasRest = hasSum && !loop.startsWith("sum");
  const hasRange = loop === "range" || loop.endsWith("AndRange");
  for (let group = 0; group < groups; group += 1) {
    const g = from + group;
    let o = group * width + at;
    state[o] = counts[g]!;
    if (hasSum) state[(o += 1)] = sums[g]!;
    if (hasRest) state[(o += 1)] = rests[g]!;
    if (!hasRange) continue;
    state[o + 1] = least[g]!;
    state[o + 2] = most[g]!;
  }
};
