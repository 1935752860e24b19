import { formatDate, formatInstant } from "@ennead/core/calendar";
import {
  csv,
  csvManifest,
  lineOf,
  restoreText,
  tableFromJson,
  tableJson,
  type Table,
  type TableCell,
} from "@ennead/core/export";
import { xlsx } from "@ennead/core/export/xlsx";
import { unwrap } from "@ennead/core/kernel";
import {
  pivotResultFromJson,
  pivotResultJson,
  resultTable,
  type CellValue,
  type MeasureType,
  type PivotResult,
} from "@ennead/core/pivot";

import { readSheet, type SheetCell } from "../export-safety/sheet.ts";
import { sameValue } from "./compare.ts";
import { readCsv } from "./csv.ts";

/** Finds a cell in what was read back: a row node, a column node, a measure, each by index. */
type Find = (row: number, col: number, measure: number) => CellValue;

const cellsWrong = (result: PivotResult, find: Find): number => {
  let wrong = 0;
  for (const row of result.rows.nodes) {
    for (const col of result.cols.nodes) {
      for (const [at, measure] of result.measures.entries()) {
        const value = result.cell(row.index, col.index, at);
        if (!sameValue(find(row.index, col.index, at), value, measure)) wrong += 1;
      }
    }
  }
  return wrong;
};

/** The column of the table in which a column node and a measure stand. */
const columnOf = ({ rows, measures }: PivotResult, col: number, measure: number): number =>
  rows.levels.length + col * measures.length + measure;

const fromCsv = (text: string | null, type: MeasureType, table: Table): CellValue => {
  if (text === null) return null;
  switch (type) {
    case "int":
    case "float":
      return Number(text);
    case "bool":
      return text === "true";
    case "text":
      return restoreText(text, csvManifest(table));
    default:
      return text;
  }
};

const csvWrong = (result: PivotResult, table: Table): number => {
  const lines = readCsv(csv(table)).slice(1);
  return cellsWrong(result, (row, col, measure) => {
    const text = lines[row]?.[columnOf(result, col, measure)] ?? null;
    return fromCsv(text, result.measures[measure]?.type ?? "text", table);
  });
};

const fromTable = (cell: TableCell): CellValue => (typeof cell === "bigint" ? String(cell) : cell);

const jsonWrong = (result: PivotResult, table: Table): number => {
  const again = unwrap(tableFromJson(tableJson(table)));
  const lines = Array.from(again.rows, (row) => lineOf(row).cells);
  const asTable = cellsWrong(result, (row, col, measure) =>
    fromTable(lines[row]?.[columnOf(result, col, measure)] ?? null),
  );
  const sent = JSON.parse(JSON.stringify(pivotResultJson(result))) as ReturnType<
    typeof pivotResultJson
  >;
  return asTable + cellsWrong(result, pivotResultFromJson(sent).cell);
};

/** 1 January 1970 in days of Excel. */
const epoch = 25_569;

const fromSheet = (cell: SheetCell | undefined, type: MeasureType): CellValue => {
  if (cell === undefined) return null;
  if (cell.kind === "empty") return "";
  if (cell.kind !== "number") return cell.value;
  switch (type) {
    case "date":
      return formatDate(Number(cell.value) - epoch);
    case "timestamp":
      return formatInstant(Math.round((Number(cell.value) - epoch) * 86_400_000));
    default:
      return cell.value;
  }
};

const letters = (column: number): string =>
  column < 0 ? "" : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));

const xlsxWrong = async (result: PivotResult, table: Table): Promise<number> => {
  const cells = readSheet(await xlsx(table));
  const first = (table.headings?.length ?? 1) + 1;
  return cellsWrong(result, (row, col, measure) => {
    const place = `${letters(columnOf(result, col, measure))}${first + row}`;
    return fromSheet(cells.get(place), result.measures[measure]?.type ?? "text");
  });
};

/** Cells that come back different after the result was written as CSV, JSON and XLSX and read again. */
export const exportedCellsWrong = async (result: PivotResult): Promise<number> => {
  const table = resultTable(result);
  return csvWrong(result, table) + jsonWrong(result, table) + (await xlsxWrong(result, table));
};
