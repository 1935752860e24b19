/**
 * Tables as CSV that opens in a spreadsheet without running anything, and file names that every system takes.
 *
 * @example
 * ```ts
 * import { csv, fileName } from "@ennead/core/export";
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
 * ```
 */
export type { CellType, Table, TableCell, TableColumn, TableRow } from "./table.ts";
export { csv, csvChunks, csvHeader, csvLine, type CsvOptions, type FormulaMode } from "./csv.ts";
export { isDangerous, restoreFormula } from "./formula.ts";
export { fileName, safeFileName } from "./file-name.ts";
