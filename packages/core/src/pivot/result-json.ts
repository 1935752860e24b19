import { NumberIndex } from "./number-index.ts";
import type { CellValue, MeasureInfo, PivotResult, PivotResultJson } from "./result.ts";

/**
 * The result as plain JSON: every cell with records as `[row, col, records, ...measures]`, by row, then column; cells
 * without records too where a measure has a value there.
 */
export const pivotResultJson = (result: PivotResult): PivotResultJson => {
  const { rows, cols, measures, warnings, stats } = result;
  const cells: (readonly CellValue[])[] = [];
  const add = (row: number, col: number): void => {
    const values = measures.map((_, at) => result.cell(row, col, at));
    const records = result.recordsAt(row, col);
    if (records > 0 || values.some((value, at) => value !== measures[at]?.empty)) {
      cells.push([row, col, records, ...values]);
    }
  };
  if (measures.some(({ everywhere }) => everywhere === true)) {
    for (const row of rows.nodes) for (const col of cols.nodes) add(row.index, col.index);
  } else result.eachCell(add);
  return { rows, cols, measures, cells, warnings, stats };
};

const isCount = ({ empty }: MeasureInfo): boolean => empty === 0;

/** The result that `pivotResultJson` wrote. */
export const pivotResultFromJson = (json: PivotResultJson): PivotResult => {
  const { rows, cols, measures, cells, warnings, stats } = json;
  const index = new NumberIndex(cells.length);
  for (const cell of cells) index.add(Number(cell[0]) * cols.nodes.length + Number(cell[1]));
  const find = (row: number, col: number): readonly CellValue[] | undefined =>
    col < 0 || row < 0 ? undefined : cells[index.get(row * cols.nodes.length + col)];
  return {
    rows,
    cols,
    measures,
    cell: (row, col, measure) => {
      const info = measures[measure];
      if (info === undefined) return null;
      return find(row, col)?.[measure + 3] ?? (isCount(info) ? 0 : null);
    },
    recordsAt: (row, col) => Number(find(row, col)?.[2] ?? 0),
    eachCell: (visit) => {
      for (const [row, col, records] of cells) {
        if (records !== 0) visit(Number(row), Number(col));
      }
    },
    warnings,
    stats,
  };
};
