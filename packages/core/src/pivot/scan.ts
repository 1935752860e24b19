import type { AxisCoder } from "./axis-coder.ts";
import type { Axis } from "./axis.ts";
import type { PlacedRequest } from "./lane-planner.ts";
import type { Lane, SlotKind } from "./lane.ts";
import type { CellStates, DistinctLane, HolisticLane } from "./measure-plan.ts";

/** What the scan of a plan needs to know: the axes, the rows, what to accumulate. */
export interface ScanPlan {
  readonly rows: number;
  readonly rowAxis: AxisCoder;
  readonly colAxis: AxisCoder;
  /** 1 for each row that the report's filter keeps; all rows where absent. */
  readonly selected: Uint8Array | undefined;
  readonly lanes: readonly Lane[];
  /** The lanes by what asked for them: equal keys of two plans of one spec mean the same. */
  readonly byKey: ReadonlyMap<string, PlacedRequest>;
  readonly slots: readonly SlotKind[];
  readonly distinct: readonly DistinctLane[];
  readonly holistic: readonly HolisticLane[];
  /** The slot that counts records. */
  readonly records: number;
  /** Most cells that may have records. */
  readonly mostCells: number;
}

/** The states of every pair of a row node and a column node that has records, totals included. */
export interface Cells extends CellStates {
  readonly layout: "dense" | "hashed";
  readonly rows: Axis;
  readonly cols: Axis;
  /** The cell of two nodes; -1 where there may be no records. */
  readonly find: (row: number, col: number) => number;
  /** Visits the pairs of nodes that have records, by row, then column. */
  readonly each: (visit: (row: number, col: number) => void) => void;
  /** Cells of the state, with and without records. */
  readonly length: number;
  /** Cells with records. */
  readonly filled: number;
  /** Rows that the filter kept. */
  readonly selected: number;
}

/** How many of `length` neighbouring cells have records, the first being `from`. */
export const countFilled = (
  state: Float64Array,
  width: number,
  records: number,
  from: number,
  length: number,
): number => {
  let filled = 0;
  for (let cell = from; cell < from + length; cell += 1) {
    if (state[cell * width + records] !== 0) filled += 1;
  }
  return filled;
};
