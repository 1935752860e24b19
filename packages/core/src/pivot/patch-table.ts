import type { Lane } from "./lane.ts";
import { eachDepth, type PatchBuffers, type Placement } from "./patch-keys.ts";
import type { Blocks } from "./scan-dense.ts";
import { eachChunk, scanLane, type Buffers } from "./scan-lane.ts";
import type { ScanPlan } from "./scan.ts";
import { isValid } from "./validity.ts";

/** Why a lane could not take a row out again, or undefined. */
type Refusal = "the least or largest value left" | "digits would be lost" | undefined;

/** Takes one value out of a lane of one cell. What is left without values is as if there had never been any. */
const takeFrom = (state: Float64Array, o: number, { sum, range }: Lane, v: number): Refusal => {
  const left = state[o]! - 1;
  state[o] = left;
  let at = o + 1;
  if (sum === "plain") {
    state[at]! -= v;
    at += 1;
  } else if (sum === "compensated") {
    const s = state[at]!;
    const t = s - v;
    const b = t - s;
    state[at] = left === 0 ? 0 : t;
    state[at + 1] = left === 0 ? 0 : state[at + 1]! + (s - (t - b) + (-v - b));
    at += 2;
  } else if (sum === "moments") {
    if (left > 0) return "digits would be lost";
    state.fill(0, at, at + 2);
    at += 2;
  }
  if (!range) return undefined;
  if (left === 0) {
    state[at] = Number.POSITIVE_INFINITY;
    state[at + 1] = Number.NEGATIVE_INFINITY;
    return undefined;
  }
  return v === state[at] || v === state[at + 1] ? "the least or largest value left" : undefined;
};

const newMember = (level: string): string => `${level} has a new member`;

/** The lanes of a table with the rows of a small scan in the place of its own. */
const lanesOf = (table: ScanPlan, rows: ScanPlan): readonly Lane[] =>
  [...table.byKey].flatMap(([key, { lane }]) => {
    const asked = rows.byKey.get(key)?.request;
    // A request that shares the lane of another has none of its own.
    if (asked === undefined || !table.lanes.includes(lane)) return [];
    const { where, validity, values } = asked;
    return [{ ...lane, where, validity, values: lane.values === undefined ? undefined : values }];
  });

/** What the magnitudes of whole numbers that are added up plainly come to: sums below 2^53 are exact. */
export const reachOf = (table: ScanPlan, rows: ScanPlan): number => {
  let most = 0;
  for (const { sum, values } of lanesOf(table, rows)) {
    if (sum !== "plain" || values === undefined) continue;
    for (let row = 0; row < values.length; row += 1) most = Math.max(most, Math.abs(values[row]!));
  }
  return most * rows.rows;
};

/** The table that a delta goes into, and how its rows are placed there. */
export interface PatchTarget {
  readonly state: Float64Array;
  readonly scan: ScanPlan;
  readonly blocks: Blocks;
  readonly placement: Placement;
  readonly buffers: PatchBuffers;
  readonly scratch: Buffers;
}

/** Adds rows to a table, in every cell from leaf to total; answers why not, with the table of no more use. */
export const addRows = (target: PatchTarget, rows: ScanPlan): string | undefined => {
  const { state, scan, blocks, placement, buffers, scratch } = target;
  const lanes = lanesOf(scan, rows);
  const width = scan.slots.length;
  let why: string | undefined;
  eachChunk(rows.rows, rows.selected, (n, base, listed) => {
    if (why !== undefined) return;
    const unplaced = eachDepth(placement, blocks, width, buffers, n, base, listed, (offsets) => {
      for (const lane of lanes) scanLane(lane, state, offsets, n, base, listed, scratch);
    });
    if (unplaced !== undefined) why = newMember(unplaced);
  });
  return why;
};

/** Takes rows out of a table; answers why not, with the table of no more use. */
export const takeRows = (target: PatchTarget, rows: ScanPlan): string | undefined => {
  const { state, scan, blocks, placement, buffers } = target;
  const lanes = lanesOf(scan, rows);
  const width = scan.slots.length;
  let why: string | undefined;
  eachChunk(rows.rows, rows.selected, (n, base, listed) => {
    if (why !== undefined) return;
    const unplaced = eachDepth(placement, blocks, width, buffers, n, base, listed, (offsets) => {
      for (const lane of lanes) {
        const { where, validity, values, at } = lane;
        for (let j = 0; j < n; j += 1) {
          const row = listed === undefined ? base + j : listed[j]!;
          if (where?.[row] === 0 || !isValid(validity, row)) continue;
          why ??= takeFrom(state, offsets[j]! + at, lane, values?.[row] ?? 0);
        }
      }
    });
    if (unplaced !== undefined) why = newMember(unplaced);
  });
  return why;
};
