import { buildAxis, type Axis } from "./axis.ts";
import { chunkRows } from "./chunk.ts";
import type { SlotKind } from "./lane.ts";
import { NumberIndex } from "./number-index.ts";
import { eachChunk, scanBuffers, scanLane } from "./scan-lane.ts";
import { countFilled, type Cells, type ScanPlan } from "./scan.ts";
import { emptyState, foldGroups } from "./slots.ts";

/** States that grow group by group. */
class GrowingState {
  state: Float64Array;
  readonly #slots: readonly SlotKind[];

  constructor(slots: readonly SlotKind[], groups: number) {
    this.#slots = slots;
    this.state = emptyState(slots, groups);
  }

  reserve(groups: number): void {
    if (groups * this.#slots.length <= this.state.length) return;
    const grown = emptyState(this.#slots, groups * 2);
    grown.set(this.state);
    this.state = grown;
  }
}

/** The leaves of the scan: `rows` and `cols` give each group its leaf on either axis. */
interface Leaves {
  readonly state: Float64Array;
  readonly rowKeys: Float64Array;
  readonly colKeys: Float64Array;
  readonly rows: Int32Array;
  readonly cols: Int32Array;
  readonly selected: number;
}

/** Writes the number of each key's leaf; keys that fit a table need no hash, but leaves are numbered as they come. */
const scanLeaves = (plan: ScanPlan): Leaves | undefined => {
  const { lanes, slots, rowAxis, colAxis } = plan;
  const width = slots.length;
  const [rowIndex, colIndex, groups] = [
    new NumberIndex(1024),
    new NumberIndex(1024),
    new NumberIndex(1024),
  ];
  const mostCols = plan.rows + 1;
  const growing = new GrowingState(slots, 1024);
  const rowKeys = new Float64Array(chunkRows);
  const colKeys = new Float64Array(chunkRows);
  const keys = new Int32Array(chunkRows);
  const buffers = scanBuffers();
  let selected = 0;
  eachChunk(plan.rows, plan.selected, (n, base, listed) => {
    if (groups.size > plan.mostCells) return;
    selected += n;
    rowAxis.fillKeys(rowKeys, buffers.pickedKeys, n, base, listed);
    colAxis.fillKeys(colKeys, buffers.pickedKeys, n, base, listed);
    for (let j = 0; j < n; j += 1) {
      const pair = rowIndex.add(rowKeys[j]!) * mostCols + colIndex.add(colKeys[j]!);
      keys[j] = groups.add(pair) * width;
    }
    growing.reserve(groups.size);
    for (const lane of lanes) scanLane(lane, growing.state, keys, n, base, listed, buffers);
  });
  if (groups.size > plan.mostCells) return undefined;
  const pairKeys = groups.keys();
  return {
    state: growing.state,
    rowKeys: rowIndex.keys(),
    colKeys: colIndex.keys(),
    rows: Int32Array.from(pairKeys, (pair) => Math.floor(pair / mostCols)),
    cols: Int32Array.from(pairKeys, (pair) => pair % mostCols),
    selected,
  };
};

/** The cells found so far, each a pair of nodes, and their states. */
const foldLeaves = (
  rows: Axis,
  cols: Axis,
  leaves: Leaves,
  slots: readonly SlotKind[],
  mostCells: number,
): { readonly state: Float64Array; readonly index: NumberIndex } | undefined => {
  const width = slots.length;
  const groups = leaves.rows.length;
  const index = new NumberIndex(groups * 2);
  const growing = new GrowingState(slots, groups * 2 + 1);
  const cell = (row: number, col: number): number => {
    const found = index.add(row * cols.nodes + col);
    growing.reserve(found + 1);
    return found * width;
  };
  for (let group = 0; group < groups; group += 1) {
    const into = cell(rows.leafNode[leaves.rows[group]!]!, cols.leafNode[leaves.cols[group]!]!);
    growing.state.set(leaves.state.subarray(group * width, (group + 1) * width), into);
  }
  // One level at a time, deepest first: the cells of a level are whole before they are added to their parents.
  for (const axis of [cols, rows]) {
    for (let depth = axis.levels.length; depth > 0; depth -= 1) {
      const until = index.size;
      for (let from = 0; from < until; from += 1) {
        const key = index.key(from);
        const [row, col] = [Math.floor(key / cols.nodes), key % cols.nodes];
        const node = axis === cols ? col : row;
        if (axis.depth[node] !== depth) continue;
        const parent = axis.parent[node]!;
        const into = axis === cols ? cell(row, parent) : cell(parent, col);
        foldGroups(growing.state, slots, into, from * width, 1);
        if (index.size > mostCells) return undefined;
      }
    }
  }
  // A report without records still has its grand total.
  cell(0, 0);
  return { state: growing.state, index };
};

/** One pass over the rows into hashed groups, then all totals by adding every cell to its parents. */
export const scanHashed = (plan: ScanPlan): Cells | undefined => {
  const { rowAxis, colAxis, slots, mostCells, records } = plan;
  const leaves = scanLeaves(plan);
  if (leaves === undefined) return undefined;
  const rows = buildAxis(rowAxis, leaves.rowKeys);
  const cols = buildAxis(colAxis, leaves.colKeys);
  const folded = foldLeaves(rows, cols, leaves, slots, mostCells);
  if (folded === undefined) return undefined;
  const { state, index } = folded;
  const width = slots.length;
  const { nodes } = cols;
  return {
    layout: "hashed",
    rows,
    cols,
    state,
    width,
    distinct: [],
    holistic: [],
    find: (row, col) => (row < 0 || col < 0 ? -1 : index.get(row * nodes + col)),
    each: (visit) => {
      for (const key of index.keys().toSorted()) {
        if (state[index.get(key) * width + records] !== 0)
          visit(Math.floor(key / nodes), key % nodes);
      }
    },
    length: index.size,
    filled: countFilled(state, width, records, 0, index.size),
    selected: leaves.selected,
  };
};
