import type { Coding } from "./coding.ts";
import type { Column } from "./dataset.ts";
import type { LanePlanner } from "./lane-planner.ts";
import type { CellValue, MeasureInfo } from "./result.ts";

/** The states of all cells: `state[cell * width + slot]`, and the sizes of distinct sets by their number and cell. */
export interface CellStates {
  readonly state: Float64Array;
  readonly width: number;
  readonly distinct: readonly (Float64Array | undefined)[];
  /** Answers of measures that see all values of a cell, by their number and cell. */
  readonly holistic: readonly ReadonlyMap<number, CellValue>[];
}

/** A set of distinct values to be counted. */
export interface DistinctLane {
  readonly where: Uint8Array | undefined;
  readonly coding: Coding;
}

/**
 * A measure that must see all values of a cell at once. `runs` gives it, for each cell, the ascending ranks of the values
 * there: `ranks[from]` to `ranks[to - 1]`.
 */
export interface HolisticLane {
  readonly where: Uint8Array | undefined;
  readonly validity: Uint8Array | undefined;
  readonly ranks: Int32Array;
  /** How many ranks there are. */
  readonly size: number;
  readonly read: (ranks: Int32Array, from: number, to: number) => CellValue;
}

export interface Measure {
  readonly info: MeasureInfo;
  readonly read: (cells: CellStates, cell: number) => CellValue;
  /** Whether the cell holds amounts of several currencies. */
  readonly mixed?: (cells: CellStates, cell: number) => boolean;
  /** Whether the float sum of the cell left the range of doubles. */
  readonly overflows?: (cells: CellStates, cell: number) => boolean;
}

export interface MeasureContext {
  readonly planner: LanePlanner;
  readonly distinct: DistinctLane[];
  readonly holistic: HolisticLane[];
  /** The rows of a measure's own condition, and a key that tells conditions apart. */
  readonly where: Uint8Array | undefined;
  readonly whereKey: string;
  readonly column: Column | undefined;
  readonly currency: Column | undefined;
  /** `wavg`. */
  readonly weight: Column | undefined;
  /** `first` and `last`. */
  readonly orderBy: readonly Column[];
  readonly rows: number;
}

/** The value of `make`, made when it is first asked for. */
export const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** Tells lanes apart: what they keep, of which column, under which condition. */
export const laneKey = (role: string, context: MeasureContext): string =>
  JSON.stringify([role, context.column?.name ?? null, context.whereKey]);
