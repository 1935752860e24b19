import type { Lane } from "./lane.ts";
import { gatherValues, pick, type Buffers } from "./scan-lane.ts";
import {
  addRows,
  clearGroups,
  setKeys,
  smallTable,
  writeGroups,
  type Loop,
} from "./small-table.ts";

/** Whether the groups of some lanes, side by side, fit the small table. */
export const fitsSmall = (lanes: number, groups: number): boolean => lanes * groups <= smallTable;

const loopOf = ({ sum, range }: Lane): Loop => {
  switch (sum) {
    case "none":
      return range ? "range" : "count";
    case "plain":
      return range ? "sumAndRange" : "sum";
    case "compensated":
      return range ? "compensatedAndRange" : "compensated";
    case "moments":
      return "moments";
    default:
      return sum satisfies never;
  }
};

/** A lane and where its groups begin in the small table. */
interface Placed {
  readonly lane: Lane;
  readonly loop: Loop;
  readonly from: number;
}

/** The lanes of a scan, side by side in the small table. There is one: a scan ends before the next begins. */
export interface SmallScan {
  /** Lanes that take every row of a chunk. */
  readonly whole: readonly Placed[];
  /** Lanes that take the rows with a value, or those of a condition. */
  readonly picking: readonly Placed[];
  readonly groups: number;
}

const isWhole = ({ lane }: Placed): boolean =>
  lane.where === undefined && lane.validity === undefined;

export const beginSmall = (lanes: readonly Lane[], groups: number): SmallScan => {
  clearGroups(lanes.length * groups);
  const placed = lanes.map((lane, at) => ({ lane, loop: loopOf(lane), from: at * groups }));
  return {
    whole: placed.filter(isWhole),
    picking: placed.filter((one) => !isWhole(one)),
    groups,
  };
};

const noValues = new Float64Array(0);

/** Adds a chunk whose members are set: rows `base .. base + n`, or those that `rows` lists, whose keys are `keys`. */
export const scanSmall = (
  { whole, picking }: SmallScan,
  keys: Int32Array,
  by: number,
  n: number,
  base: number,
  rows: Int32Array | undefined,
  { pickedKeys, pickedRows, values: gathered }: Buffers,
): void => {
  for (const { lane, loop, from } of whole) {
    const { values } = lane;
    if (values === undefined) addRows(loop, n, by, from, noValues, 0);
    else if (rows === undefined && values instanceof Float64Array) {
      addRows(loop, n, by, from, values, base);
    } else {
      gatherValues(values, n, base, rows, gathered);
      addRows(loop, n, by, from, gathered, 0);
    }
  }
  // These overwrite the groups of the chunk, so they come last.
  for (const { lane, loop, from } of picking) {
    const { where, validity, values } = lane;
    const kept = pick(validity, where, keys, n, base, rows, pickedKeys, pickedRows);
    setKeys(pickedKeys, kept);
    if (values !== undefined) gatherValues(values, kept, base, pickedRows, gathered);
    addRows(loop, kept, 0, from, gathered, 0);
  }
};

/** Ends a scan: writes what the lanes found into the state of a table that begins with the same groups. */
export const endSmall = (
  { whole, picking, groups }: SmallScan,
  state: Float64Array,
  width: number,
): void => {
  for (const { lane, loop, from } of [...whole, ...picking]) {
    writeGroups(loop, state, lane.at, width, from, groups);
  }
};
