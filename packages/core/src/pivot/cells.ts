import type { Axis } from "./axis.ts";
import type { SlotKind } from "./lane.ts";
import type { CellStates } from "./measure.ts";
import { NumberIndex } from "./number-index.ts";
import { PairSet } from "./pair-set.ts";
import type { Groups } from "./scan.ts";
import { emptyState, foldGroups } from "./slots.ts";

/** The states of every pair of a row node and a column node that has records. */
export interface Cells extends CellStates {
  /** The cell of two nodes; -1 where there may be no records. */
  readonly find: (row: number, col: number) => number;
  /** How many cells have records. */
  readonly filled: number;
  readonly length: number;
}

/** Matrices up to this many slots are kept whole: 64 MB. */
const mostMatrixSlots = 2 ** 23;

const countFilled = (
  state: Float64Array,
  width: number,
  records: number,
  length: number,
): number => {
  let filled = 0;
  for (let cell = 0; cell < length; cell += 1) if (state[cell * width + records] !== 0) filled += 1;
  return filled;
};

const denseCells = (
  rows: Axis,
  cols: Axis,
  groups: Groups,
  slots: readonly SlotKind[],
): { readonly state: Float64Array; readonly find: Cells["find"]; readonly length: number } => {
  const width = slots.length;
  const length = rows.nodes * cols.nodes;
  const state = emptyState(slots, length);
  const line = cols.nodes * width;
  const { place, rowLeaf, colLeaf } = groups;
  for (let group = 0; group < place.length; group += 1) {
    const into = rows.leafNode[rowLeaf[group]!]! * line + cols.leafNode[colLeaf[group]!]! * width;
    const from = place[group]! * width;
    for (let slot = 0; slot < width; slot += 1) state[into + slot] = groups.state[from + slot]!;
  }
  // Children stand after their parents, so going backwards every node is whole before it is added to its parent.
  for (let col = cols.nodes - 1; col > 0; col -= 1) {
    foldGroups(state, slots, cols.parent[col]! * width, col * width, rows.nodes, line);
  }
  for (let row = rows.nodes - 1; row > 0; row -= 1) {
    foldGroups(state, slots, rows.parent[row]! * line, row * line, cols.nodes, width);
  }
  return { state, find: (row, col) => row * cols.nodes + col, length };
};

const sparseCells = (
  rows: Axis,
  cols: Axis,
  groups: Groups,
  slots: readonly SlotKind[],
  mostCells: number,
): Pick<Cells, "state" | "find" | "length"> | undefined => {
  const width = slots.length;
  const index = new NumberIndex(groups.place.length * 2);
  let state = emptyState(slots, groups.place.length * 2 + 1);
  const cell = (row: number, col: number): number => {
    const found = index.add(row * cols.nodes + col);
    if ((found + 1) * width > state.length) {
      const grown = emptyState(slots, (found + 1) * 2);
      grown.set(state);
      state = grown;
    }
    return found * width;
  };
  const { place, rowLeaf, colLeaf } = groups;
  for (let group = 0; group < place.length; group += 1) {
    const into = cell(rows.leafNode[rowLeaf[group]!]!, cols.leafNode[colLeaf[group]!]!);
    const from = place[group]! * width;
    state.set(groups.state.subarray(from, from + width), into);
  }
  // One level at a time, deepest first: a level's cells are whole before they are added to their parents.
  for (const [axis, nodeOf, parentOf] of [
    [
      cols,
      (key: number) => key % cols.nodes,
      (key: number, to: number) => key - (key % cols.nodes) + to,
    ],
    [
      rows,
      (key: number) => Math.floor(key / cols.nodes),
      (key: number, to: number) => to * cols.nodes + (key % cols.nodes),
    ],
  ] as const) {
    for (let depth = axis.levels.length; depth > 0; depth -= 1) {
      const until = index.size;
      for (let from = 0; from < until; from += 1) {
        const key = index.key(from);
        const node = nodeOf(key);
        if (axis.depth[node] !== depth) continue;
        const up = parentOf(key, axis.parent[node]!);
        const into = cell(Math.floor(up / cols.nodes), up % cols.nodes);
        foldGroups(state, slots, into, from * width, 1, 0);
      }
      if (index.size > mostCells) return undefined;
    }
  }
  if (index.size === 0) cell(0, 0);
  const { nodes } = cols;
  return { state, find: (row, col) => index.get(row * nodes + col), length: index.size };
};

/** Ancestors of a node from itself to the total. */
const lineOf = (axis: Axis, node: number): readonly number[] => {
  const line = [node];
  for (let above = axis.parent[node]!; above >= 0; above = axis.parent[above]!) line.push(above);
  return line;
};

/** Sizes of distinct sets at every cell: unions of the leaves' sets, never sums of their sizes. */
const countDistinct = (
  rows: Axis,
  cols: Axis,
  groups: Groups,
  pairs: PairSet,
  codes: number,
  find: Cells["find"],
  length: number,
): Float64Array => {
  const counts = new Float64Array(length);
  const seen = new PairSet(length, codes);
  const rowLines = Array.from(groups.rowKeys, (_, leaf) => lineOf(rows, rows.leafNode[leaf]!));
  const colLines = Array.from(groups.colKeys, (_, leaf) => lineOf(cols, cols.leafNode[leaf]!));
  const groupAt = new Map<number, number>();
  groups.place.forEach((place, group) => groupAt.set(place, group));
  pairs.each((place, code) => {
    const group = groupAt.get(place);
    if (group === undefined) return;
    for (const row of rowLines[groups.rowLeaf[group]!]!) {
      for (const col of colLines[groups.colLeaf[group]!]!) {
        const cell = find(row, col);
        if (seen.add(cell, code)) counts[cell]! += 1;
      }
    }
  });
  return counts;
};

/**
 * The cells of all nodes of both axes, by folding the states of the leaves up both trees. Undefined where more than
 * `mostCells` cells have records.
 */
export const buildCells = (
  rows: Axis,
  cols: Axis,
  groups: Groups,
  slots: readonly SlotKind[],
  records: number,
  codes: readonly number[],
  mostCells: number,
): Cells | undefined => {
  // Every node has a cell with the other axis's total.
  if (rows.nodes + cols.nodes - 1 > mostCells && groups.place.length > 0) return undefined;
  const width = slots.length;
  const sizes = rows.nodes * cols.nodes * width;
  const whole =
    sizes <= mostMatrixSlots &&
    (rows.nodes * cols.nodes <= 2 ** 16 || sizes <= groups.place.length * width * 16);
  const built = whole
    ? denseCells(rows, cols, groups, slots)
    : sparseCells(rows, cols, groups, slots, mostCells);
  if (built === undefined) return undefined;
  const { state, find, length } = built;
  const filled = countFilled(state, width, records, length);
  if (filled > mostCells) return undefined;
  const distinct = groups.pairs.map((pairs, at) =>
    countDistinct(rows, cols, groups, pairs, codes[at] ?? 0, find, length),
  );
  return { state, width, distinct, find, filled, length };
};
