import type { DistinctLane, HolisticLane } from "./measure-plan.ts";
import type { CellValue } from "./result.ts";
import type { Cells } from "./scan.ts";
import { eachDepth, sortRows, type LeafCells, type SortedRows } from "./sorted-rows.ts";

/** Adds to each cell of one pair of depths the number of different numbers that its rows have. */
const countKinds = (
  { cells, ends }: SortedRows,
  above: Int32Array,
  last: Int32Array,
  kinds: Float64Array,
): void => {
  let at = 0;
  for (let number = 0; number < ends.length; number += 1) {
    for (const end = ends[number]!; at < end; at += 1) {
      const cell = above[cells[at]!]!;
      if (last[cell] === number) continue;
      last[cell] = number;
      kinds[cell]! += 1;
    }
  }
};

/** Sizes of distinct sets at every cell, of rows sorted by code: a cell's rows of one code come one after another. */
export const countDistinct = (
  { where, coding }: DistinctLane,
  cells: Cells,
  leaves: LeafCells,
): Float64Array => {
  const { codes, size, validity } = coding;
  const sorted = sortRows({ where, validity, numbers: codes, size }, leaves);
  const kinds = new Float64Array(cells.length);
  // No cell belongs to two pairs of depths.
  const last = new Int32Array(cells.length).fill(-1);
  eachDepth(cells, leaves, sorted, (above) => countKinds(sorted, above, last, kinds));
  return kinds;
};

/** Where the run of each cell begins in the order of cells; those that no leaf is below have none. */
const startsOf = ({ counts }: SortedRows, above: Int32Array): Int32Array => {
  const starts = new Int32Array(counts.length + 1);
  for (let leaf = 0; leaf < counts.length; leaf += 1) {
    if (counts[leaf] !== 0) starts[above[leaf]! + 1]! += counts[leaf]!;
  }
  for (let cell = 1; cell < starts.length; cell += 1) starts[cell]! += starts[cell - 1]!;
  return starts;
};

/** The ranks of each cell's rows, ascending, one cell after another; `places` begins as the starts of the cells. */
const ranksByCell = (
  { cells, ends }: SortedRows,
  above: Int32Array,
  places: Int32Array,
): Int32Array => {
  const ranks = new Int32Array(cells.length);
  let at = 0;
  for (let rank = 0; rank < ends.length; rank += 1) {
    for (const end = ends[rank]!; at < end; at += 1) {
      const cell = above[cells[at]!]!;
      ranks[places[cell]!] = rank;
      places[cell]! += 1;
    }
  }
  return ranks;
};

/**
 * The answers of a measure that sees all values of a cell. Rows are sorted by rank once; at each pair of depths they are
 * dealt to their cells in that order, so that the values of every cell lie in order.
 */
export const readHolistic = (
  { where, validity, ranks: numbers, size, read }: HolisticLane,
  cells: Cells,
  leaves: LeafCells,
): ReadonlyMap<number, CellValue> => {
  const answers = new Map<number, CellValue>();
  const sorted = sortRows({ where, validity, numbers, size }, leaves);
  eachDepth(cells, leaves, sorted, (above) => {
    const starts = startsOf(sorted, above);
    const ranks = ranksByCell(sorted, above, starts.slice());
    for (let cell = 0; cell < cells.length; cell += 1) {
      const [from, to] = [starts[cell]!, starts[cell + 1]!];
      if (from < to) answers.set(cell, read(ranks, from, to));
    }
  });
  return answers;
};
