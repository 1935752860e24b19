import {
  factsOf,
  fromLimbs,
  limbsOf,
  shrink,
  shrunkenOf,
  type ColumnFacts,
} from "./column-facts.ts";
import type { Column } from "./dataset.ts";
import type { LaneHandle } from "./lane-planner.ts";
import { laneKey, lazily, type CellStates, type MeasureContext } from "./measure-plan.ts";

const isExact = (column: Column): boolean => column.type !== "float";

const isWide = (column: Column): boolean => !(column.values instanceof Float64Array);

/** Whether a plain sum of doubles over all rows cannot leave the exact integers. */
const sumsExactly = ({ maxAbs }: ColumnFacts, rows: number): boolean =>
  maxAbs * rows <= Number.MAX_SAFE_INTEGER;

/** How a cell's sum is read from its state. */
export interface SumReader {
  readonly count: (cells: CellStates, cell: number) => number;
  /** Sum of values, or of scaled units. */
  readonly total: (cells: CellStates, cell: number) => number | bigint;
  /** Whether the sum leaves the range of doubles; absent where it cannot. */
  readonly overflows?: (cells: CellStates, cell: number) => boolean;
}

/** Asks for what the sum of a column needs: one sum where that is exact, limbs or a compensated sum where not. */
export const planSum = (column: Column, context: MeasureContext): SumReader => {
  const { planner, where } = context;
  const { validity } = column;
  if (isExact(column) && (isWide(column) || !sumsExactly(factsOf(column), context.rows))) {
    const handles = limbsOf(column).map((limb, at) =>
      planner.request({
        key: laneKey(`limb${at}`, context),
        where,
        validity,
        values: limb,
        sum: "plain",
      }),
    );
    const places = lazily(() => handles.map((handle) => handle.places()));
    return {
      count: ({ state, width }, cell) => state[cell * width + (places()[0]?.count ?? 0)] ?? 0,
      total: ({ state, width }, cell) =>
        fromLimbs(places().map((place) => state[cell * width + place.sum] ?? 0)),
    };
  }
  return isExact(column) ? planUnits(column, context) : planFloats(column, context);
};

const planUnits = (column: Column, context: MeasureContext): SumReader => {
  const { values, validity } = column;
  const handle = context.planner.request({
    key: laneKey("values", context),
    where: context.where,
    validity,
    ...(values instanceof Float64Array ? { values } : {}),
    sum: "plain",
    column,
  });
  const places = lazily(handle.places);
  return {
    count: ({ state, width }, cell) => state[cell * width + places().count] ?? 0,
    // Adding zero turns -0 into 0.
    total: ({ state, width }, cell) => (state[cell * width + places().sum] ?? 0) + 0,
  };
};

/** A compensated sum; adding zero turns -0 into 0. */
const compensatedAt = (
  { state, width }: CellStates,
  cell: number,
  { sum }: { readonly sum: number },
): number => (state[cell * width + sum] ?? 0) + (state[cell * width + sum + 1] ?? 0) + 0;

const planFloats = (column: Column, context: MeasureContext): SumReader => {
  const { planner, where, rows } = context;
  const { values, validity } = column;
  const request = (
    role: string,
    from: Float64Array,
    own?: Column,
  ): (() => ReturnType<LaneHandle["places"]>) =>
    lazily(
      planner.request({
        key: laneKey(role, context),
        where,
        validity,
        values: from,
        sum: "compensated",
        ...(own === undefined ? {} : { column: own }),
      }).places,
    );
  const places = request("values", values as Float64Array, column);
  const count: SumReader["count"] = ({ state, width }, cell) =>
    state[cell * width + places().count] ?? 0;
  const canOverflow = factsOf(column).maxAbs * rows === Number.POSITIVE_INFINITY;
  if (!canOverflow) return { count, total: (cells, cell) => compensatedAt(cells, cell, places()) };
  // A sum may pass the largest double on its way and come back: then a smaller scale tells what it is.
  const small = request("shrunken", shrunkenOf(column));
  const total: SumReader["total"] = (cells, cell) => {
    const sum = compensatedAt(cells, cell, places());
    return Number.isFinite(sum) ? sum : compensatedAt(cells, cell, small()) / shrink;
  };
  return {
    count,
    total,
    overflows: (cells, cell) => !Number.isFinite(total(cells, cell)),
  };
};
