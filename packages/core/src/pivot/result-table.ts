import type { CellType, Table, TableCell, TableColumn } from "../export/index.ts";
import type { AxisNode, MeasureType, PivotResult } from "./result.ts";

/** Words of a table that are no data. */
export interface TableWords {
  /** Stands where a total or subtotal has no member. */
  readonly total: string;
  /** Stands for the empty member. */
  readonly empty: string;
}

const english: TableWords = { total: "Total", empty: "(blank)" };

const cellTypes: Readonly<Record<MeasureType, CellType>> = {
  int: "number",
  float: "number",
  int64: "decimal",
  decimal: "decimal",
  money: "decimal",
  text: "text",
  bool: "boolean",
  date: "date",
  timestamp: "datetime",
};

/**
 * The result as every writer takes it, what is on screen: a line per row node in display order, a column per row level,
 * then one per column node and measure. Totals and subtotals stand where the result has them, before their members.
 */
export const resultTable = (result: PivotResult, words: TableWords = english): Table => {
  const { rows, cols, measures } = result;
  const labelOf = (node: AxisNode): string => (node.isNull ? words.empty : node.label);
  const columns: TableColumn[] = rows.levels.map((name) => ({ name, label: name, type: "text" }));
  const headings: string[] = [];
  for (const col of cols.nodes) {
    const above = col.parent < 0 ? "" : (headings[col.parent] ?? "");
    const own = col.parent < 0 ? "" : labelOf(col);
    headings.push(col.parent <= 0 ? own : `${above} / ${own}`);
    for (const { name, type } of measures) {
      const heading = col.parent < 0 && cols.levels.length > 0 ? words.total : headings.at(-1);
      columns.push({
        name: `${col.index}/${name}`,
        label: heading === "" ? name : `${heading} / ${name}`,
        type: cellTypes[type],
      });
    }
  }
  const line = (row: AxisNode): TableCell[] => {
    const cells: TableCell[] = rows.levels.map((_, level) =>
      level === row.level ? words.total : null,
    );
    for (let node: AxisNode | undefined = row; node !== undefined && node.level > 0;) {
      cells[node.level - 1] = labelOf(node);
      node = rows.nodes[node.parent];
    }
    for (const col of cols.nodes) {
      for (let at = 0; at < measures.length; at += 1) {
        cells.push(result.cell(row.index, col.index, at));
      }
    }
    return cells;
  };
  function* lines(): Generator<TableCell[], void, void> {
    for (const row of rows.nodes) yield line(row);
  }
  return { columns, rows: { [Symbol.iterator]: lines } };
};
