/** How a column's cells are written; only `text` can carry what a spreadsheet would take for a formula. */
export type CellType = "text" | "number" | "decimal" | "boolean" | "date" | "datetime";

/** What a line or column stands for; totals are told apart here, never by their words. */
export type LineKind = "member" | "others" | "subtotal" | "total";

/** How a cell stands out. It changes no value: what a file holds parses back to the same cell. */
export interface CellMark {
  /** `#rrggbb` behind the cell. */
  readonly fill?: string;
  /** `#rrggbb` of its text. */
  readonly color?: string;
  readonly bold?: boolean;
  /** A sign before the number, such as an arrow. */
  readonly sign?: string;
}

/** The few ways in which cells of a column stand out, and which of them a cell has. */
export interface ColumnMarks {
  readonly palette: readonly CellMark[];
  /** Index in `palette`; undefined for a cell that does not stand out. */
  readonly at: (cell: TableCell, line: TableLine) => number | undefined;
}

export interface TableColumn {
  readonly name: string;
  /** What people read above the column, and all they read where there is but one line of headings (CSV). */
  readonly label: string;
  readonly type: CellType;
  /** Digits after the point that numbers are shown with; the cells keep all of theirs. */
  readonly scale?: number;
  /** ISO 4217 code of amounts that share one currency. */
  readonly currency?: string;
  /** Shares: 0.25 is shown as 25 %. */
  readonly percent?: boolean;
  /** Depth in an outline of columns, 0 for the outermost. */
  readonly level?: number;
  /** Default `member`. */
  readonly kind?: LineKind;
  /** Colours and signs of single cells, in formats that have them: XLSX, HTML and PDF. */
  readonly marks?: ColumnMarks;
}

/** The mark of a cell, if it has one. */
export const markOf = (
  { marks }: TableColumn,
  cell: TableCell,
  line: TableLine,
): CellMark | undefined => {
  const at = marks?.at(cell, line);
  return at === undefined ? undefined : marks?.palette[at];
};

/** Decimals, dates (`yyyy-mm-dd`) and instants (RFC 3339) are texts; null is no value. */
export type TableCell = string | number | bigint | boolean | null;

/** A row that has a place in an outline. */
export interface TableLine {
  readonly cells: readonly TableCell[];
  /** Depth, 0 for the outermost. */
  readonly level: number;
  readonly kind: LineKind;
}

export type TableRow = readonly TableCell[] | TableLine;

/** A cell of the headings. As in HTML, a place that a cell to the left or above covers is left out. */
export interface TableHeading {
  readonly text: string;
  /** Default 1. */
  readonly colSpan?: number;
  /** Default 1. */
  readonly rowSpan?: number;
}

/** What every writer writes. Rows are read once, in order, so they may come from a generator. */
export interface Table {
  readonly title?: string;
  /** Sentences a reader of the numbers must know, e.g. what was left out. */
  readonly notes?: readonly string[];
  readonly columns: readonly TableColumn[];
  /** Leading columns that name a row: row headers in HTML, frozen in XLSX; default 0. */
  readonly keys?: number;
  /** Rows of headings that together cover each column; default the labels in one row. */
  readonly headings?: readonly (readonly TableHeading[])[];
  readonly rows: Iterable<TableRow>;
  /** Where subtotals of columns stand beside what they sum up; default `before`. */
  readonly columnTotals?: "before" | "after";
}

/** Any row as a line; one without a place in an outline is an outermost member. */
export const lineOf = (row: TableRow): TableLine =>
  "cells" in row ? row : { cells: row, level: 0, kind: "member" };

/** The rows of headings, with the labels where none are given. */
export const headingsOf = ({
  columns,
  headings,
}: Pick<Table, "columns" | "headings">): readonly (readonly TableHeading[])[] =>
  headings ?? [columns.map(({ label }) => ({ text: label }))];
