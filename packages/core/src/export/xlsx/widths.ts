import type { TableLine } from "../table.ts";
import type { Block } from "./plan.ts";

const narrowest = 8;
const widest = 60;

/** Characters a cell takes: separators and signs are added to numbers. */
const lengthOf = (cell: TableLine["cells"][number]): number => {
  if (cell === null) return 0;
  const text = String(cell);
  return typeof cell === "string" ? text.length : Math.min(text.length, 15) * 1.3;
};

/** Widths of a sheet's columns in characters, by the headings over one column and the first lines. */
export const columnWidths = (
  { columns, headings }: Block,
  lines: readonly TableLine[],
): number[] => {
  const widths = columns.map(({ at }) =>
    lines.reduce((most, { cells }) => Math.max(most, lengthOf(cells[at] ?? null)), narrowest),
  );
  for (const { column, columns: span, text } of headings) {
    if (span === 1) widths[column] = Math.max(widths[column] ?? 0, text.length);
  }
  return widths.map((width) => Math.min(widest, Math.ceil(width) + 2));
};
