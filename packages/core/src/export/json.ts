import { err, fault, isObject, ok, type Fault, type Result } from "../kernel/index.ts";
import { tableFault } from "./check-table.ts";
import type { Table, TableCell, TableRow } from "./table.ts";

/** What JSON has no number for: -0, what is not finite, and integers of any size. */
type ExactCell = { readonly number: string } | { readonly bigint: string };

const written = (cell: TableCell): Exclude<TableCell, bigint> | ExactCell => {
  if (typeof cell === "bigint") return { bigint: String(cell) };
  if (typeof cell !== "number") return cell;
  if (Object.is(cell, -0)) return { number: "-0" };
  return Number.isFinite(cell) ? cell : { number: String(cell) };
};

const rowJson = (row: TableRow): string => {
  if (!("cells" in row)) return JSON.stringify(row.map(written));
  const { cells, level, kind } = row;
  return JSON.stringify({ level, kind, cells: cells.map(written) });
};

const chunkLength = 65_536;

/**
 * The table as one JSON object, in pieces of about 64 Ki characters, a row on each line. Decimals and times are texts as in
 * the table; `tableFromJson` restores every cell exactly, with its type.
 */
export function* jsonChunks({
  rows,
  columns: marked,
  ...head
}: Table): Generator<string, void, void> {
  const columns = marked.map(({ marks: _marks, ...column }) => column);
  const whole = JSON.stringify({ version: 1, ...head, columns });
  let chunk = `${whole.slice(0, -1)},"rows":[`;
  let separator = "\n";
  for (const row of rows) {
    chunk += separator + rowJson(row);
    separator = ",\n";
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = "";
  }
  yield `${chunk}\n]}\n`;
}

/** The table as one text; see `jsonChunks`. */
export const tableJson = (table: Table): string => [...jsonChunks(table)].join("");

const restored = (cell: unknown): TableCell => {
  if (!isObject(cell)) return cell as TableCell;
  const { number, bigint } = cell;
  return bigint === undefined ? Number(number) : BigInt(String(bigint));
};

const restoredRow = (row: unknown): TableRow => {
  if (Array.isArray(row)) return row.map(restored);
  const { cells, level, kind } = row as { cells: unknown[]; level: number; kind: "member" };
  return { cells: cells.map(restored), level, kind };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** The table that `tableJson` wrote. Fault `export/bad-table` names the first thing that no table has. */
export const tableFromJson = (text: string): Result<Table, Fault> => {
  const value = parsed(text);
  if (value === undefined) return err(fault("export/bad-table", "The text is not JSON."));
  const wrong = tableFault(value);
  if (wrong !== undefined) return err(wrong);
  const { version: _, rows, ...head } = value as { version: 1; rows: unknown[] } & Table;
  return ok({ ...head, rows: rows.map(restoredRow) });
};
