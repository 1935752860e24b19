import { addToCell, eachCross, eachRow, widen, type DepthCells } from "./add-rows.ts";
import { chunkRows } from "./chunk.ts";
import { placesOf, type Lane } from "./lane.ts";
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
export const lanesOf = (table: ScanPlan, rows: ScanPlan): readonly Lane[] =>
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

/** The rows of a delta: the lanes of the table over them. */
export interface PatchRows {
  readonly rows: number;
  readonly selected: Uint8Array | undefined;
  readonly lanes: readonly Lane[];
}

const noValues = new Float64Array(0);

/** What a lane tells of a chunk at full depth for the depths after it. */
interface Below {
  /** The rows outside the range of their cell there. */
  readonly list: Int32Array;
  count: number;
  /** Whether the totals of rows and columns have been summed already. */
  crossed: boolean;
}

/** Adds a chunk that a lane takes as it stands to the cells of one depth, the deepest first. */
const addWhole = (
  { at, sum, range }: Lane,
  state: Float64Array,
  cells: DepthCells,
  n: number,
  values: Float64Array,
  base: number,
  below: Below,
): void => {
  const { list } = below;
  const { totals } = cells;
  const { min } = placesOf({ at, sum, range });
  if (totals !== undefined && (sum === "plain" || sum === "compensated")) {
    const pair = sum === "compensated";
    below.count = eachCross(pair, range, state, at, cells, totals, n, values, base, list);
    below.crossed = true;
  } else if (cells.isDeepest && range) {
    below.count = eachRow("outside", state, min, cells, n, values, base, list);
  }
  if (range) widen(state, min, cells, below.count, list, values, base);
  // Then the grand total is all that is left.
  if (below.crossed && !cells.isGrand) return;
  if (cells.isOne) addToCell(sum, state, cells.from * cells.width + at, n, values, base);
  else eachRow(sum, state, at, cells, n, values, base, list);
};

/** Adds rows to a table, in every cell from leaf to total; answers why not, with the table of no more use. */
export const addRows = (
  { state, scan, blocks, placement, buffers, scratch }: PatchTarget,
  { rows, selected, lanes }: PatchRows,
): string | undefined => {
  const width = scan.slots.length;
  const { offsets } = buffers;
  const most = Math.min(rows, chunkRows);
  const below = lanes.map(({ range }): Below => {
    return { list: new Int32Array(range ? most : 0), count: 0, crossed: false };
  });
  let why: string | undefined;
  eachChunk(rows, selected, (n, base, listed) => {
    if (why !== undefined) return;
    const unplaced = eachDepth(placement, blocks, width, buffers, n, base, listed, (cells) => {
      let placed = false;
      for (const [at, lane] of lanes.entries()) {
        const { where, validity, values = noValues } = lane;
        const whole = where === undefined && validity === undefined && listed === undefined;
        if (whole && values instanceof Float64Array) {
          addWhole(lane, state, cells, n, values, base, below[at]!);
          continue;
        }
        if (!placed) eachRow("offsets", state, 0, cells, n, noValues, 0, offsets);
        placed = true;
        scanLane(lane, state, offsets, n, base, listed, scratch);
      }
    });
    if (unplaced !== undefined) why = newMember(unplaced);
  });
  return why;
};

/** Takes rows out of a table; answers why not, with the table of no more use. */
export const takeRows = (
  { state, scan, blocks, placement, buffers }: PatchTarget,
  { rows, selected, lanes }: PatchRows,
): string | undefined => {
  const width = scan.slots.length;
  const { offsets } = buffers;
  let why: string | undefined;
  eachChunk(rows, selected, (n, base, listed) => {
    if (why !== undefined) return;
    const unplaced = eachDepth(placement, blocks, width, buffers, n, base, listed, (cells) => {
      eachRow("offsets", state, 0, cells, n, noValues, 0, offsets);
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
