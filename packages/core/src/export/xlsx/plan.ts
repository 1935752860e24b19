import { headingsOf, type LineKind, type TableColumn } from "../table.ts";
import { headingsOver, placeHeadings, type PlacedHeading } from "./headings.ts";
import { numberFormat, textFormat } from "./number-format.ts";
import type { SheetLimits, SheetTable, XlsxOptions } from "./options.ts";
import type { LookId, Looks } from "./styles.ts";

/** A column of a sheet with its looks, numbered as in `Looks`. */
export interface PlannedColumn {
  readonly column: TableColumn;
  /** Its position in the table. */
  readonly at: number;
  readonly plain: LookId;
  readonly emphasised: LookId;
  readonly text: LookId;
  readonly emphasisedText: LookId;
  /** Of cells that stand out, by the palette of the column. */
  readonly marked: readonly LookId[];
}

/** The columns that share a sheet: the keys, and as many others as fit beside them. */
export interface Block {
  readonly columns: readonly PlannedColumn[];
  readonly headings: readonly PlacedHeading[];
  readonly keys: number;
}

export interface TablePlan {
  readonly table: SheetTable;
  readonly blocks: readonly Block[];
  readonly headingRows: number;
}

export const isTotal = (kind: LineKind | undefined): boolean =>
  kind === "subtotal" || kind === "total";

/** A format that writes a sign before the number; quotes would end it. */
const signed = (format: string, sign: string | undefined): string =>
  sign === undefined ? format : `"${sign.replaceAll('"', "")} "${format}`;

const columnSets = (count: number, keys: number, most: number): readonly (readonly number[])[] => {
  const all = Array.from({ length: count }, (_, at) => at);
  if (count <= most) return [all];
  // Keys that leave no room beside them are columns like any other.
  const kept = keys < most ? all.slice(0, keys) : [];
  const rest = all.slice(kept.length);
  const room = most - kept.length;
  return Array.from({ length: Math.ceil(rest.length / room) }, (_, at) => [
    ...kept,
    ...rest.slice(at * room, (at + 1) * room),
  ]);
};

/** Decides on sheets side by side, headings and looks, all that must be known before the first row. */
export const planTable = (
  table: SheetTable,
  looks: Looks,
  { locale = "en", dates = {}, header = true }: XlsxOptions,
  limits: SheetLimits,
): TablePlan => {
  const { columns, keys = 0 } = table;
  const headings = header ? headingsOf(table) : [];
  const placed = placeHeadings(headings);
  const planned = columns.map((column, at): PlannedColumn => {
    const format = numberFormat(column, locale, dates);
    const isBold = isTotal(column.kind);
    return {
      column,
      at,
      plain: looks.of(format, isBold),
      emphasised: looks.of(format, true),
      text: looks.of(textFormat, isBold),
      emphasisedText: looks.of(textFormat, true),
      marked: (column.marks?.palette ?? []).map((mark) =>
        looks.of(signed(format, mark.sign), isBold || mark.bold === true, mark),
      ),
    };
  });
  const blocks = columnSets(columns.length, keys, limits.columns).map((set) => ({
    columns: set.flatMap((at) => planned[at] ?? []),
    headings: headingsOver(placed, set),
    keys: keys < limits.columns ? keys : 0,
  }));
  return { table, blocks, headingRows: headings.length };
};
