import type { Table, TableRow } from "../table.ts";
import type { DatePatterns } from "./number-format.ts";

/** A table whose rows may also come from a database, a page at a time. */
export interface SheetTable extends Omit<Table, "rows"> {
  readonly rows: Iterable<TableRow> | AsyncIterable<TableRow>;
}

export interface XlsxOptions {
  /** BCP 47 tag that decides where the sign of a currency stands; default `en`. */
  readonly locale?: string;
  /** Direction of the sheets; default `ltr`. */
  readonly dir?: "ltr" | "rtl";
  /** Whether headings make the first rows; default true. */
  readonly header?: boolean;
  /** How dates and instants look. */
  readonly dates?: DatePatterns;
  /** Name of the sheet of notes, which is there only when something is to be said; default `Notes`. */
  readonly notesName?: string;
  /** Smaller sheets than Excel's: what is beyond goes into further sheets. */
  readonly limits?: Partial<SheetLimits>;
}

/** What a sheet holds at most. */
export interface SheetLimits {
  readonly rows: number;
  readonly columns: number;
  /** UTF-16 units in a cell. */
  readonly text: number;
}

/** Excel's own. */
export const excelLimits: SheetLimits = { rows: 1_048_576, columns: 16_384, text: 32_767 };
