import { chunkRows } from "./chunk.ts";
import { memberCodes } from "./keys.ts";
import type { Lane } from "./lane.ts";
import type { Level } from "./level.ts";
import type { Blocks } from "./scan-dense.ts";
import { eachChunk, scanBuffers, scanLane } from "./scan-lane.ts";
import type { ScanPlan } from "./scan.ts";
import { isValid } from "./validity.ts";

/** For each member of a level its position in another of the same name, the empty one last; undefined where one is new. */
export const positionsIn = (
  level: Level,
  into: Level,
  find: ReadonlyMap<unknown, number>,
): Int32Array | undefined => {
  const positions = new Int32Array(level.size + 1);
  const isSame = level.dict !== undefined && level.dict === into.dict;
  for (let member = 0; member < level.size; member += 1) {
    if (isSame) {
      positions[member] = member;
      continue;
    }
    const position = find.get(level.member(member));
    if (position === undefined) return undefined;
    positions[member] = position;
  }
  positions[level.size] = into.size;
  // A level without empty members has no place for one.
  return level.validity !== undefined && into.validity === undefined ? undefined : positions;
};

/** For each pair of depths the first slot of each row's cell there, from the leaf to the grand total. */
export const slotsOfRows = (
  levels: { readonly rows: readonly Level[]; readonly cols: readonly Level[] },
  positions: { readonly rows: readonly Int32Array[]; readonly cols: readonly Int32Array[] },
  rows: number,
  { rows: rowProducts, cols: colProducts, start }: Blocks,
  width: number,
): readonly Int32Array[] => {
  const scratch = new Int32Array(rows);
  /** Keys of each row at every depth of an axis. */
  const keysOf = (axis: "rows" | "cols", products: readonly number[]): Int32Array[] => {
    const keys = [new Int32Array(rows)];
    levels[axis].forEach((level, at) => {
      memberCodes(level, scratch, rows, 0, undefined);
      const cardinality = products[at + 1]! / products[at]!;
      const [above, place] = [keys[at]!, positions[axis][at]!];
      const own = new Int32Array(rows);
      for (let row = 0; row < rows; row += 1) {
        own[row] = above[row]! * cardinality + place[scratch[row]!]!;
      }
      keys.push(own);
    });
    return keys;
  };
  const [rowKeys, colKeys] = [keysOf("rows", rowProducts), keysOf("cols", colProducts)];
  return rowKeys.flatMap((rowKey, d) =>
    colKeys.map((colKey, e) => {
      const [from, line] = [start[d]![e]!, colProducts[e]!];
      const slots = new Int32Array(rows);
      for (let row = 0; row < rows; row += 1) {
        slots[row] = (from + rowKey[row]! * line + colKey[row]!) * width;
      }
      return slots;
    }),
  );
};

/** Why a lane could not take a row out again, or undefined. */
type Refusal = "extreme" | "digits" | undefined;

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
    if (left > 0) return "digits";
    state.fill(0, at, at + 2);
    at += 2;
  }
  if (!range) return undefined;
  if (left === 0) {
    state[at] = Number.POSITIVE_INFINITY;
    state[at + 1] = Number.NEGATIVE_INFINITY;
    return undefined;
  }
  return v === state[at] || v === state[at + 1] ? "extreme" : undefined;
};

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

/** Adds the rows of a small scan to the table of a large one, in every cell from leaf to total. */
export const addRows = (
  state: Float64Array,
  table: ScanPlan,
  rows: ScanPlan,
  slots: readonly Int32Array[],
): void => {
  const lanes = lanesOf(table, rows);
  const most = Math.min(chunkRows, rows.rows);
  const buffers = scanBuffers(most);
  const picked = new Int32Array(rows.selected === undefined ? 0 : most);
  eachChunk(rows.rows, rows.selected, (n, base, listed) => {
    for (const all of slots) {
      const keys = listed === undefined ? all.subarray(base, base + n) : picked;
      if (listed !== undefined) for (let j = 0; j < n; j += 1) picked[j] = all[listed[j]!]!;
      for (const lane of lanes) scanLane(lane, state, keys, n, base, listed, buffers);
    }
  });
};

/** Takes the rows of a small scan out of the table of a large one; answers why not, with the table of no more use. */
export const takeRows = (
  state: Float64Array,
  table: ScanPlan,
  rows: ScanPlan,
  slots: readonly Int32Array[],
): Refusal => {
  for (const lane of lanesOf(table, rows)) {
    const { where, validity, values, at } = lane;
    for (let row = 0; row < rows.rows; row += 1) {
      if (rows.selected?.[row] === 0 || where?.[row] === 0 || !isValid(validity, row)) continue;
      for (const cells of slots) {
        const refusal = takeFrom(state, cells[row]! + at, lane, values?.[row] ?? 0);
        if (refusal !== undefined) return refusal;
      }
    }
  }
  return undefined;
};
