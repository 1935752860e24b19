import { memberCodes } from "./keys.ts";
import type { Lane } from "./lane.ts";
import type { Level } from "./level.ts";
import type { Blocks } from "./scan-dense.ts";
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

/** For each row its cells in the table, from the leaf to the grand total: `cells` runs of as many as there are depths. */
export const cellsOfRows = (
  levels: { readonly rows: readonly Level[]; readonly cols: readonly Level[] },
  positions: { readonly rows: readonly Int32Array[]; readonly cols: readonly Int32Array[] },
  rows: number,
  { rows: rowProducts, cols: colProducts, start }: Blocks,
): { readonly cells: Int32Array; readonly depths: number } => {
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
  const depths = rowKeys.length * colKeys.length;
  const cells = new Int32Array(rows * depths);
  let at = 0;
  for (let d = rowKeys.length - 1; d >= 0; d -= 1) {
    for (let e = colKeys.length - 1; e >= 0; e -= 1) {
      const [from, width, rowKey, colKey] = [
        start[d]![e]!,
        colProducts[e]!,
        rowKeys[d]!,
        colKeys[e]!,
      ];
      for (let row = 0; row < rows; row += 1) {
        cells[row * depths + at] = from + rowKey[row]! * width + colKey[row]!;
      }
      at += 1;
    }
  }
  return { cells, depths };
};

/** Why a lane could not take a row out again, or undefined. */
type Refusal = "extreme" | "digits" | undefined;

/** Adds one value to a lane of one cell; `o` is the lane's first slot. */
const addTo = (state: Float64Array, o: number, { sum, range }: Lane, v: number): Refusal => {
  state[o]! += 1;
  let at = o + 1;
  if (sum === "plain") {
    const total = state[at]! + v;
    state[at] = total;
    if (Math.abs(total) > Number.MAX_SAFE_INTEGER) return "digits";
    at += 1;
  } else if (sum === "compensated") {
    const s = state[at]!;
    const t = s + v;
    const b = t - s;
    state[at] = t;
    state[at + 1]! += s - (t - b) + (v - b);
    at += 2;
  } else if (sum === "moments") {
    const apart = v - state[at]!;
    const mean = state[at]! + apart / state[o]!;
    state[at] = mean;
    state[at + 1]! += apart * (v - mean);
    at += 2;
  }
  if (range) {
    if (v < state[at]!) state[at] = v;
    if (v > state[at + 1]!) state[at + 1] = v;
  }
  return undefined;
};

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

/**
 * Adds the rows of a small scan to the table of a large one, or takes them out, in every cell from leaf to total. Both are
 * plans of one spec whose lanes have the same keys. Answers why it could not, when the table is of no more use.
 */
export const patchTable = (
  state: Float64Array,
  table: ScanPlan,
  rows: ScanPlan,
  { cells, depths }: ReturnType<typeof cellsOfRows>,
  sign: 1 | -1,
): Refusal => {
  const width = table.slots.length;
  const apply = sign === 1 ? addTo : takeFrom;
  for (const [key, { lane }] of table.byKey) {
    const asked = rows.byKey.get(key)?.request;
    // A request that shares the lane of another has none of its own.
    if (asked === undefined || !table.lanes.includes(lane)) continue;
    const { where, validity, values } = asked;
    for (let row = 0; row < rows.rows; row += 1) {
      if (rows.selected?.[row] === 0 || where?.[row] === 0 || !isValid(validity, row)) continue;
      const value = values?.[row] ?? 0;
      for (let at = row * depths; at < (row + 1) * depths; at += 1) {
        const refusal = apply(state, cells[at]! * width + lane.at, lane, value);
        if (refusal !== undefined) return refusal;
      }
    }
  }
  return undefined;
};
