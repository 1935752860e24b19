import type { AxisCoder } from "./axis-coder.ts";
import { buildAxis, type Axis } from "./axis.ts";
import { chunkRows } from "./chunk.ts";
import { foldLine, foldsLines, type Line } from "./fold-line.ts";
import { fillKeys } from "./keys.ts";
import { PairSet } from "./pair-set.ts";
import { eachChunk, scanBuffers, scanDistinct, scanLane } from "./scan-lane.ts";
import { beginSmall, endSmall, fitsSmall, scanSmall } from "./scan-small.ts";
import { countFilled, type Cells, type ScanPlan } from "./scan.ts";
import { emptyState, foldGroups, foldRuns } from "./slots.ts";
import { setMembers, writeKeys } from "./small-table.ts";

/**
 * A table of all groups that could be, for every depth of the row axis and every depth of the column axis: the block of
 * depths (d, e) begins at `start[d][e]` and holds the group of row key r and column key c at `r * cols[e] + c`, where
 * keys are the mixed radix of the members down to that depth. The block of both full depths comes first: the scan fills
 * it, folding fills the others.
 */
export interface Blocks {
  /** Keys of the row axis by depth, 1 for the total. */
  readonly rows: readonly number[];
  readonly cols: readonly number[];
  readonly start: readonly (readonly number[])[];
  readonly groups: number;
}

const productsOf = ({ levels }: AxisCoder): readonly number[] => {
  const products = [1];
  for (const { cardinality } of levels) products.push((products.at(-1) ?? 1) * cardinality);
  return products;
};

/** How a table of all groups would be laid out. */
export const blocksOf = ({ rowAxis, colAxis }: ScanPlan): Blocks => {
  const [rows, cols] = [productsOf(rowAxis), productsOf(colAxis)];
  const start = rows.map(() => cols.map(() => 0));
  let groups = 0;
  for (let d = rows.length - 1; d >= 0; d -= 1) {
    for (let e = cols.length - 1; e >= 0; e -= 1) {
      start[d]![e] = groups;
      groups += rows[d]! * cols[e]!;
    }
  }
  return { rows, cols, start, groups };
};

/** Joins the innermost cells of a row into its totals and into the row above; answers how many have records. */
const foldLeaves = ({ lanes, records }: ScanPlan, state: Float64Array, line: Line): number => {
  let filled = 0;
  for (const lane of lanes) {
    const { at } = lane;
    const { from, beside, above } = line;
    const own = { ...line, from: from + at, beside: beside + at, above: above + at };
    const some = foldLine(lane, state, own);
    if (at === records) filled = some;
  }
  return filled;
};

/**
 * Fills all blocks from the first: each row of groups over its columns, then into its parent row while it is near.
 * Answers how many groups have records.
 */
const fold = (state: Float64Array, plan: ScanPlan, { rows, cols, start }: Blocks): number => {
  const { slots, records, lanes } = plan;
  const width = slots.length;
  const deep = cols.length - 1;
  const atOnce = rows.length > 1 && deep > 0 && lanes.every(foldsLines);
  let filled = 0;
  for (let d = rows.length - 1; d >= 0; d -= 1) {
    const deepest = d === rows.length - 1;
    const from = start[d]!;
    const into = start[d - 1];
    const children = rows[d]! / (rows[d - 1] ?? 1);
    for (let row = 0; row < rows[d]!; row += 1) {
      const parent = Math.floor(row / children);
      // Columns below are folded already.
      let folded = cols.length;
      if (deepest) {
        if (atOnce && into !== undefined) {
          const [runs, line] = [cols[deep - 1]!, cols[deep]!];
          folded = deep;
          filled += foldLeaves(plan, state, {
            width,
            runs,
            run: line / runs,
            from: (from[deep]! + row * line) * width,
            beside: (from[deep - 1]! + row * runs) * width,
            above: (into[deep]! + parent * line) * width,
          });
        }
        for (let e = folded - 2; e >= 0; e -= 1) {
          const [line, below] = [cols[e]!, cols[e + 1]!];
          const [to, of] = [from[e]! + row * line, from[e + 1]! + row * below];
          foldRuns(state, slots, to * width, of * width, line, below / line);
        }
      }
      if (state[(from[0]! + row) * width + records] === 0) continue;
      for (let e = 0; e < folded; e += 1) {
        const line = cols[e]!;
        filled += countFilled(state, width, records, from[e]! + row * line, line);
      }
      if (into === undefined) continue;
      for (let e = 0; e < folded; e += 1) {
        const line = cols[e]!;
        const [to, of] = [into[e]! + parent * line, from[e]! + row * line];
        foldGroups(state, slots, to * width, of * width, line);
      }
    }
  }
  return filled;
};

/** Leaf keys of an axis that have records, ascending; none of an axis without levels but its total. */
const presentKeys = (
  state: Float64Array,
  width: number,
  records: number,
  start: number,
  keys: number,
): Float64Array => {
  const present: number[] = [];
  for (let key = 0; key < keys; key += 1) {
    if (state[(start + key) * width + records] !== 0) present.push(key);
  }
  return Float64Array.from(present);
};

/** Sizes of distinct sets at every group: unions of the leaves' sets, never sums of their sizes. */
const countDistinct = (pairs: PairSet, codes: number, blocks: Blocks): Float64Array => {
  const { rows, cols, start, groups } = blocks;
  const counts = new Float64Array(groups);
  const seen = new PairSet(groups, codes);
  const [deepRows, deepCols] = [rows.at(-1)!, cols.at(-1)!];
  pairs.each((leaf, code) => {
    const row = Math.floor(leaf / deepCols);
    const col = leaf % deepCols;
    for (let d = rows.length - 1; d >= 0; d -= 1) {
      const line = Math.floor(row / (deepRows / rows[d]!));
      for (let e = cols.length - 1; e >= 0; e -= 1) {
        const at = start[d]![e]! + line * cols[e]! + Math.floor(col / (deepCols / cols[e]!));
        if (seen.add(at, code)) counts[at]! += 1;
      }
    }
  });
  return counts;
};

/** How far apart neighbouring members of each level are at full depth, `width` slots a group. */
const fullDepthStrides = ({ rowAxis, colAxis }: ScanPlan, width: number): readonly number[] => {
  const levels = [...rowAxis.levels, ...colAxis.levels];
  const strides = levels.map(() => 0);
  let stride = width;
  for (let at = levels.length - 1; at >= 0; at -= 1) {
    strides[at] = stride;
    stride *= levels[at]!.cardinality;
  }
  return strides;
};

/** One pass over the rows into the table's first block: every group of full depth. */
export const fillTable = (
  plan: ScanPlan,
  blocks: Blocks,
): {
  readonly state: Float64Array;
  /** Absent where a set of pairs would be too large: then rows are sorted instead. */
  readonly pairs: readonly (PairSet | undefined)[];
  readonly selected: number;
} => {
  const { lanes, slots, distinct, rowAxis, colAxis } = plan;
  const state = emptyState(slots, blocks.groups);
  const leaves = blocks.rows.at(-1)! * blocks.cols.at(-1)!;
  const pairs = distinct.map(({ coding }) =>
    PairSet.fits(leaves, coding.size) ? new PairSet(leaves, coding.size) : undefined,
  );
  const levels = [...rowAxis.levels, ...colAxis.levels];
  const small = fitsSmall(lanes.length, leaves) ? beginSmall(lanes, leaves) : undefined;
  // Keys are numbers of groups in a small table, else offsets in the state.
  const width = small === undefined ? slots.length : 1;
  const strides = fullDepthStrides(plan, width);
  const keys = new Int32Array(chunkRows);
  const needsKeys = distinct.length > 0 || (small?.picking.length ?? 0) > 0;
  const buffers = scanBuffers();
  const members = [buffers.pickedKeys, buffers.pickedRows] as const;
  let selected = 0;
  eachChunk(plan.rows, plan.selected, (n, base, listed) => {
    selected += n;
    if (small === undefined) {
      fillKeys(levels, strides, keys, members, n, base, listed);
      for (const lane of lanes) scanLane(lane, state, keys, n, base, listed, buffers);
    } else {
      const by = setMembers(levels, n, base, listed);
      if (needsKeys) writeKeys(keys, n, by);
      scanSmall(small, keys, by, n, base, listed, buffers);
    }
    for (const [at, lane] of distinct.entries()) {
      const set = pairs[at];
      if (set !== undefined) scanDistinct(lane, set, keys, width, n, base, listed, buffers);
    }
  });
  if (small !== undefined) endSmall(small, state, slots.length);
  return { state, pairs, selected };
};

/** The cells of a table of all groups: one pass over the rows, then all totals by folding block into block. */
export const scanDense = (plan: ScanPlan, blocks: Blocks): Cells | undefined => {
  const table = fillTable(plan, blocks);
  const filled = fold(table.state, plan, blocks);
  return filled > plan.mostCells ? undefined : tableCells(plan, blocks, table, filled);
};

/** The cells of a table whose blocks are all filled. */
export const tableCells = (
  plan: ScanPlan,
  blocks: Blocks,
  { state, pairs, selected }: ReturnType<typeof fillTable>,
  filled: number,
): Cells => {
  const { slots, distinct, rowAxis, colAxis, records } = plan;
  const width = slots.length;
  const { rows, cols, start } = blocks;
  const axis = (coder: AxisCoder, from: number, products: readonly number[]): Axis =>
    buildAxis(coder, presentKeys(state, width, records, from, products.at(-1)!));
  const rowTree = axis(rowAxis, start.at(-1)![0]!, rows);
  const colTree = axis(colAxis, start[0]!.at(-1)!, cols);
  const sets = pairs.map((set, at) =>
    set === undefined ? undefined : countDistinct(set, distinct[at]!.coding.size, blocks),
  );
  const find = (row: number, col: number): number => {
    const [d, e] = [rowTree.depth[row], colTree.depth[col]];
    return d === undefined || e === undefined
      ? -1
      : start[d]![e]! + rowTree.key[row]! * cols[e]! + colTree.key[col]!;
  };
  return {
    layout: "dense",
    rows: rowTree,
    cols: colTree,
    state,
    width,
    distinct: sets,
    holistic: [],
    find,
    // No more pairs than the table has groups.
    each: (visit) => {
      for (let row = 0; row < rowTree.nodes; row += 1) {
        for (let col = 0; col < colTree.nodes; col += 1) {
          if (state[find(row, col) * width + records] !== 0) visit(row, col);
        }
      }
    },
    length: blocks.groups,
    filled,
    selected,
  };
};
