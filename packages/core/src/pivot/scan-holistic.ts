import type { HolisticLane } from "./measure-plan.ts";
import type { CellValue } from "./result.ts";
import { ancestorsOf, rowNodes } from "./row-nodes.ts";
import type { Cells, ScanPlan } from "./scan.ts";
import { isValid } from "./validity.ts";

/** The rows that a lane takes. */
const rowsOf = ({ where, validity }: HolisticLane, nodes: Int32Array): Int32Array => {
  const rows: number[] = [];
  for (let row = 0; row < nodes.length; row += 1) {
    if (nodes[row]! >= 0 && where?.[row] !== 0 && isValid(validity, row)) rows.push(row);
  }
  return Int32Array.from(rows);
};

/**
 * The answers of a lane at every cell. For each pair of depths the values of all rows are sorted by cell and rank at
 * once, as one number: a run of equal cells holds that cell's values in order.
 */
const readLane = (
  lane: HolisticLane,
  cells: Cells,
  rowOf: Int32Array,
  colOf: Int32Array,
): ReadonlyMap<number, CellValue> => {
  const answers = new Map<number, CellValue>();
  const rows = rowsOf(lane, rowOf);
  const { size, ranks, read } = lane;
  const keys = new Float64Array(rows.length);
  for (const rowAt of ancestorsOf(cells.rows)) {
    for (const colAt of ancestorsOf(cells.cols)) {
      for (let at = 0; at < rows.length; at += 1) {
        const row = rows[at]!;
        const cell = cells.find(rowAt[rowOf[row]!]!, colAt[colOf[row]!]!);
        keys[at] = cell * size + ranks[row]!;
      }
      keys.sort();
      for (let from = 0; from < keys.length;) {
        const cell = Math.floor(keys[from]! / size);
        const next = (cell + 1) * size;
        let to = from + 1;
        while (to < keys.length && keys[to]! < next) to += 1;
        answers.set(cell, read(keys, from, to, cell * size));
        from = to;
      }
    }
  }
  return answers;
};

/** The answers of all measures that see whole cells. */
export const scanHolistic = (
  plan: ScanPlan,
  cells: Cells,
): readonly ReadonlyMap<number, CellValue>[] => {
  if (plan.holistic.length === 0) return [];
  const rowOf = rowNodes(plan.rowAxis, cells.rows, plan.rows, plan.selected);
  const colOf = rowNodes(plan.colAxis, cells.cols, plan.rows, plan.selected);
  return plan.holistic.map((lane) => readLane(lane, cells, rowOf, colOf));
};
