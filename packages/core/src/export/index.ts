/**
 * Tables as files that open anywhere without running anything (CSV, HTML, JSON; workbooks by `@ennead/core/export/xlsx`),
 * and the guards for user data in markup, links, mail headers and file names.
 *
 * @example
 * ```ts
 * import { csv, escapeText, fileName } from "@ennead/core/export";
 *
 * const table = {
 *   columns: [
 *     { name: "name", label: "Name", type: "text" },
 *     { name: "amount", label: "Amount", type: "decimal" },
 *   ],
 *   rows: [["=1+1", "12.50"]],
 * } as const;
 * csv(table); // '"Name","Amount"\r\n"\'=1+1",12.50\r\n'
 * fileName("Deals / 2024", "csv"); // "Deals _ 2024.csv"
 * escapeText("<b>"); // "&lt;b&gt;"
 * ```
 */
export {
  headingsOf,
  lineOf,
  markOf,
  type CellMark,
  type CellType,
  type ColumnMarks,
  type LineKind,
  type Table,
  type TableCell,
  type TableColumn,
  type TableHeading,
  type TableLine,
  type TableRow,
} from "./table.ts";
export { csv, csvChunks, csvHeader, csvLine, type CsvOptions, type FormulaMode } from "./csv.ts";
export { csvManifest, restoreText, type CsvManifest } from "./manifest.ts";
export { isDangerous, restoreFormula } from "./formula.ts";
export { jsonChunks, tableFromJson, tableJson } from "./json.ts";
export { html, htmlChunks, htmlTableChunks, type HtmlOptions } from "./html.ts";
export { headingsOver, placeHeadings, type PlacedHeading } from "./xlsx/headings.ts";
export { isNumeric, showCells, type ShowCell } from "./show-cell.ts";
export { escapeAttribute, escapeText, jsonForScript } from "./markup.ts";
export { safeUrl } from "./url.ts";
export { mailHeader } from "./mail-header.ts";
export { fileName, safeFileName } from "./file-name.ts";
