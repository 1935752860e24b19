import { escapeFormula, stripFormula } from "./formula.ts";
import { lineOf, type Table, type TableCell, type TableColumn, type TableRow } from "./table.ts";

/**
 * What becomes of text that a spreadsheet would run: `escape` puts an apostrophe before it (and can be undone), `strip`
 * drops its leading characters (and cannot), `none` keeps it.
 */
export type FormulaMode = "escape" | "strip" | "none";

export interface CsvOptions {
  readonly separator?: "," | ";" | "\t" | "|";
  /** Default `escape`. */
  readonly mode?: FormulaMode;
  /** Whether labels make the first line; default true. */
  readonly header?: boolean;
  /** Whether a byte order mark opens the text, by which Excel knows UTF-8; default false. */
  readonly bom?: boolean;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const textOf = (text: string, mode: FormulaMode): string => {
  switch (mode) {
    case "escape":
      return quoted(escapeFormula(text));
    case "strip":
      return quoted(stripFormula(text));
    case "none":
      return quoted(text);
    default:
      return mode satisfies never;
  }
};

/** What numbers and times may look like; other text in such a column is treated as the text it is. */
const plain =
  /^(?:[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?)$/;

const cellOf = (type: TableColumn["type"], cell: TableCell, mode: FormulaMode): string => {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell === 0 ? 0 : cell) : "";
  if (typeof cell !== "string") return String(cell);
  return type !== "text" && plain.test(cell) ? cell : textOf(cell, mode);
};

/** One record, its line end included; for rows that come one by one. */
export const csvLine = (
  columns: readonly TableColumn[],
  row: TableRow,
  { separator = ",", mode = "escape" }: CsvOptions = {},
): string => {
  const { cells } = lineOf(row);
  return `${columns.map(({ type }, at) => cellOf(type, cells[at] ?? null, mode)).join(separator)}\r\n`;
};

/** The line of labels; they are text like any other and as dangerous. */
export const csvHeader = (columns: readonly TableColumn[], options: CsvOptions = {}): string =>
  csvLine(
    columns.map((column) => ({ ...column, type: "text" })),
    columns.map(({ label }) => label),
    options,
  );

const chunkLength = 65_536;

/**
 * The table as RFC 4180, in pieces of about 64 Ki characters. Text is always quoted, so an empty text differs from no
 * value; lines end in CR LF.
 */
export function* csvChunks(table: Table, options: CsvOptions = {}): Generator<string, void, void> {
  const { columns, rows } = table;
  let chunk = options.bom === true ? "\uFEFF" : "";
  if (options.header !== false) chunk += csvHeader(columns, options);
  for (const row of rows) {
    chunk += csvLine(columns, row, options);
    if (chunk.length >= chunkLength) {
      yield chunk;
      chunk = "";
    }
  }
  if (chunk !== "") yield chunk;
}

/** The table as one text; see `csvChunks`. */
export const csv = (table: Table, options: CsvOptions = {}): string =>
  [...csvChunks(table, options)].join("");
