import { formatDate, formatInstant } from "../calendar/index.ts";
import { formatUnits } from "../kernel/index.ts";
import { codingOf, ranksOf, type Coding } from "./coding.ts";
import type { Column } from "./dataset.ts";
import type { CellValue } from "./result.ts";

/** How a number of a column's `values` is written in a cell: decimals with all their digits, dates as text. */
export const writeNumber = ({
  type,
  scale = 0,
}: Column): ((value: number | bigint) => CellValue) => {
  switch (type) {
    case "bool":
      return (value) => value !== 0;
    case "date":
      return (value) => formatDate(Number(value));
    case "timestamp":
      return (value) => formatInstant(Number(value));
    case "decimal":
    case "money":
    case "int64":
      return (value) => formatUnits(value, scale);
    default:
      return (value) => Number(value) + 0;
  }
};

/** The cell value of a row that has one. */
export const writeRow = (column: Column): ((row: number) => CellValue) => {
  const { codes, dict, values } = column;
  if (codes !== undefined && dict !== undefined) return (row) => dict[codes[row] ?? 0] ?? null;
  const write = writeNumber(column);
  return (row) => write(values?.[row] ?? 0);
};

/** Codes by their rank in ascending label order, the inverse of `ranksOf`. */
const codesByRank = (coding: Coding): Int32Array => {
  const codes = new Int32Array(coding.size);
  ranksOf(coding).forEach((rank, code) => (codes[rank] = code));
  return codes;
};

/** The distinct values of a column by their rank in ascending label order: as cells, and as numbers where they are some. */
export const valuesByRank = (
  column: Column,
): {
  readonly cell: (rank: number) => CellValue;
  readonly units: (rank: number) => number | bigint;
} => {
  const coding = codingOf(column);
  const codes = codesByRank(coding);
  const { units, numbers } = coding;
  const write = writeNumber(column);
  const unitsAt = (rank: number): number | bigint => {
    const code = codes[rank] ?? 0;
    return units === undefined ? (numbers?.[code] ?? 0) : (units[code] ?? 0n);
  };
  return {
    units: unitsAt,
    cell: (rank) =>
      column.type === "text" ? coding.member(codes[rank] ?? 0) : write(unitsAt(rank)),
  };
};
