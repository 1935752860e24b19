import { isNumeric } from "../show-cell.ts";
import type { TableCell, TableColumn, TableLine } from "../table.ts";
import type { Block } from "./plan.ts";

const narrowest = 8;
const widest = 60;

/** Characters a cell takes, roughly: separators and the sign of a currency are added to numbers. */
const lengthOf = (cell: TableCell, column: TableColumn): number => {
  if (cell === null) return 0;
  const { length } = String(cell);
  if (!isNumeric(column)) return length;
  const { scale, currency } = column;
  const shown =
    typeof cell === "number" && scale !== undefined
      ? cell.toFixed(Math.min(scale, 20)).length
      : length;
  return Math.min(shown, 24) * 1.3 + (currency === undefined ? 0 : 3);
};

/** Widths of a sheet's columns in characters, by the headings over one column and the first lines. */
export const columnWidths = (
  { columns, headings }: Block,
  lines: readonly TableLine[],
): number[] => {
  const widths = columns.map(({ at, column }) =>
    lines.reduce(
      (most, { cells }) => Math.max(most, lengthOf(cells[at] ?? null, column)),
      narrowest,
    ),
  );
  for (const { column, columns: span, text } of headings) {
    if (span === 1) widths[column] = Math.max(widths[column] ?? 0, text.length);
  }
  return widths.map((width) => Math.min(widest, Math.ceil(width) + 2));
};
