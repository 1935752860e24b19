/**
 * Tables as Excel workbooks: typed cells, number formats, frozen headings, outlines; never a formula, never a cut.
 *
 * @example
 * ```ts
 * import { xlsx } from "@ennead/core/export/xlsx";
 *
 * const file = await xlsx({
 *   title: "Deals",
 *   columns: [
 *     { name: "name", label: "Name", type: "text" },
 *     { name: "amount", label: "Amount", type: "decimal", scale: 2, currency: "EUR" },
 *   ],
 *   rows: [["=1+1", "12.50"]],
 * });
 * String.fromCharCode(...file.subarray(0, 2)); // "PK"
 * ```
 */
export { xlsx, xlsxChunks } from "./write.ts";
export type { SheetLimits, SheetTable, XlsxOptions } from "./options.ts";
export type { DatePatterns } from "./number-format.ts";
