import type { CsvOptions, FormulaMode } from "./csv.ts";
import { restoreFormula } from "./formula.ts";
import type { CellType, Table } from "./table.ts";

/** How a CSV file was written, which the file cannot tell; kept beside it, and read before it is imported again. */
export interface CsvManifest {
  readonly version: 1;
  readonly format: "csv";
  readonly mode: FormulaMode;
  readonly separator: string;
  readonly header: boolean;
  readonly bom: boolean;
  readonly columns: readonly { readonly name: string; readonly type: CellType }[];
}

/** The manifest of what `csv` writes with the same table and options. */
export const csvManifest = (
  { columns }: Pick<Table, "columns">,
  { mode = "escape", separator = ",", header = true, bom = false }: CsvOptions = {},
): CsvManifest => ({
  version: 1,
  format: "csv",
  mode,
  separator,
  header,
  bom,
  columns: columns.map(({ name, type }) => ({ name, type })),
});

/** The text that a field of such a file stood for; what `strip` dropped stays lost. */
export const restoreText = (text: string, { mode }: Pick<CsvManifest, "mode">): string =>
  mode === "escape" ? restoreFormula(text) : text;
