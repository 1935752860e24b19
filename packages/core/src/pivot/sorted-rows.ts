import { ancestorsOf, rowNodes } from "./row-nodes.ts";
import type { Cells, ScanPlan } from "./scan.ts";
import { isValid } from "./validity.ts";

/** The cells of full depth: that of each row, -1 where it is not selected, and the nodes of each cell. */
export interface LeafCells {
  readonly ofRow: Int32Array;
  readonly rowNode: Int32Array;
  readonly colNode: Int32Array;
}

export const leafCellsOf = (plan: ScanPlan, cells: Cells): LeafCells => {
  const rowOf = rowNodes(plan.rowAxis, cells.rows, plan.rows, plan.selected);
  const colOf = rowNodes(plan.colAxis, cells.cols, plan.rows, plan.selected);
  const ofRow = new Int32Array(plan.rows);
  const rowNode = new Int32Array(cells.length);
  const colNode = new Int32Array(cells.length);
  for (let row = 0; row < plan.rows; row += 1) {
    const [above, left] = [rowOf[row]!, colOf[row]!];
    const cell = above < 0 ? -1 : cells.find(above, left);
    ofRow[row] = cell;
    if (cell < 0) continue;
    rowNode[cell] = above;
    colNode[cell] = left;
  }
  return { ofRow, rowNode, colNode };
};

/** Which rows are sorted, and by what: small whole numbers below `size`. */
export interface SortedLane {
  readonly where: Uint8Array | undefined;
  readonly validity: Uint8Array | undefined;
  readonly numbers: ArrayLike<number>;
  readonly size: number;
}

/** Rows by their numbers, ascending: those with number k are the leaf cells `cells[ends[k - 1]]` to `cells[ends[k] - 1]`. */
export interface SortedRows {
  readonly cells: Int32Array;
  readonly ends: Int32Array;
  /** Rows of each leaf cell. */
  readonly counts: Int32Array;
}

/** A counting sort, once for all depths: what each of them needs of a row is its number and its leaf cell. */
export const sortRows = (
  { where, validity, numbers, size }: SortedLane,
  { ofRow, rowNode }: LeafCells,
): SortedRows => {
  const takes = (row: number): boolean =>
    ofRow[row]! >= 0 && where?.[row] !== 0 && isValid(validity, row);
  const starts = new Int32Array(size + 1);
  const counts = new Int32Array(rowNode.length);
  for (let row = 0; row < ofRow.length; row += 1) {
    if (!takes(row)) continue;
    starts[numbers[row]! + 1]! += 1;
    counts[ofRow[row]!]! += 1;
  }
  for (let at = 1; at <= size; at += 1) starts[at]! += starts[at - 1]!;
  const cells = new Int32Array(starts[size]!);
  for (let row = 0; row < ofRow.length; row += 1) {
    if (!takes(row)) continue;
    const number = numbers[row]!;
    cells[starts[number]!] = ofRow[row]!;
    starts[number]! += 1;
  }
  return { cells, ends: starts.subarray(0, size), counts };
};

/** Visits all pairs of depths: `above` is the cell there of each leaf cell that has rows. */
export const eachDepth = (
  cells: Cells,
  { rowNode, colNode }: LeafCells,
  { counts }: SortedRows,
  visit: (above: Int32Array) => void,
): void => {
  const above = new Int32Array(counts.length);
  for (const rowAt of ancestorsOf(cells.rows)) {
    for (const colAt of ancestorsOf(cells.cols)) {
      for (let leaf = 0; leaf < counts.length; leaf += 1) {
        if (counts[leaf] === 0) continue;
        above[leaf] = cells.find(rowAt[rowNode[leaf]!]!, colAt[colNode[leaf]!]!);
      }
      visit(above);
    }
  }
};
