import { formatDate, formatInstant } from "@ennead/core/calendar";
import { formatUnits } from "@ennead/core/kernel";
import type { CellValue, Column, ColumnType, Dataset } from "@ennead/core/pivot";

import type { Words } from "./describe.ts";

const isValid = ({ validity }: Column, row: number): boolean =>
  validity === undefined || ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;

/** The text of a record; empty where there is none. */
const textAt = (column: Column | undefined, row: number): string =>
  column?.codes === undefined || !isValid(column, row)
    ? ""
    : String(column.dict?.[column.codes[row] ?? 0] ?? "");

/** A value in its JSON writing as a person reads it; amounts in their currency, where they have one. */
export const valueText = (
  value: CellValue,
  type: ColumnType,
  currency: string,
  { formats, strings, timeZone }: Words,
): string => {
  if (value === null) return "";
  switch (type) {
    case "bool":
      return value === true || value === 1 ? strings.yes : strings.no;
    case "date":
      return formats.date(String(value));
    case "timestamp":
      return formats.instant(typeof value === "number" ? value : String(value), timeZone);
    case "text":
      return String(value);
    case "int":
    case "float":
      return formats.number(Number(value));
    case "int64":
    case "decimal":
    case "money": {
      const text = String(value);
      const scale = text.split(".")[1]?.length ?? 0;
      const digits = { min: scale, max: scale };
      return currency === "" ? formats.number(text, digits) : formats.money(text, currency, digits);
    }
    default:
      return type satisfies never;
  }
};

const exact: ReadonlySet<ColumnType> = new Set(["int64", "decimal", "money"]);

const currencyAt = (dataset: Dataset, name: string, row: number, { fieldOf }: Words): string => {
  const { currency } = fieldOf(name);
  return currency === undefined ? "" : textAt(dataset.columns.get(currency), row);
};

/** The value of a record as a person reads it; empty where there is none. */
export const recordText = (dataset: Dataset, name: string, row: number, words: Words): string => {
  const column = dataset.columns.get(name);
  if (column === undefined || !isValid(column, row)) return "";
  const { codes, dict, values, scale = 0, type } = column;
  const held = codes === undefined ? (values?.[row] ?? 0) : (dict?.[codes[row] ?? 0] ?? null);
  if (held === null || typeof held === "string" || typeof held === "boolean") {
    return valueText(held, type, currencyAt(dataset, name, row, words), words);
  }
  if (type === "date") return valueText(formatDate(Number(held)), type, "", words);
  if (type === "timestamp") return valueText(formatInstant(Number(held)), type, "", words);
  const value = exact.has(type) ? formatUnits(held, scale) : Number(held);
  return valueText(value, type, currencyAt(dataset, name, row, words), words);
};
