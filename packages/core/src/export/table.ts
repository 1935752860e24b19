/** How a column's cells are written; only `text` can carry what a spreadsheet would take for a formula. */
export type CellType = "text" | "number" | "decimal" | "boolean" | "date" | "datetime";

export interface TableColumn {
  readonly name: string;
  /** What people read above the column. */
  readonly label: string;
  readonly type: CellType;
}

/** Decimals, dates (`yyyy-mm-dd`) and instants (RFC 3339) are texts; null is no value. */
export type TableCell = string | number | bigint | boolean | null;

export type TableRow = readonly TableCell[];

/** What every writer writes. Rows are read once, in order, so they may come from a generator. */
export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: Iterable<TableRow>;
}
