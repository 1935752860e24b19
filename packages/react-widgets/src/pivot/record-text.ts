import { formatDate, formatInstant } from "@ennead/core/calendar";
import { formatUnits } from "@ennead/core/kernel";
import type { Column, Dataset } from "@ennead/core/pivot";

import type { Words } from "./describe.ts";

const isValid = ({ validity }: Column, row: number): boolean =>
  validity === undefined || ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;

/** The text of a record; empty where there is none. */
const textAt = (column: Column | undefined, row: number): string =>
  column?.codes === undefined || !isValid(column, row)
    ? ""
    : String(column.dict?.[column.codes[row] ?? 0] ?? "");

/** The value of a record as a person reads it; empty where there is none. */
export const recordText = (
  dataset: Dataset,
  name: string,
  row: number,
  { fieldOf, formats, strings, timeZone }: Words,
): string => {
  const column = dataset.columns.get(name);
  if (column === undefined || !isValid(column, row)) return "";
  const { codes, dict, values, scale = 0, type } = column;
  const held = codes === undefined ? (values?.[row] ?? 0) : (dict?.[codes[row] ?? 0] ?? null);
  if (held === null) return "";
  switch (type) {
    case "bool":
      return held === true || held === 1 ? strings.yes : strings.no;
    case "date":
      return formats.date(typeof held === "string" ? held : formatDate(Number(held)));
    case "timestamp":
      return formats.instant(
        typeof held === "string" ? held : formatInstant(Number(held)),
        timeZone,
      );
    case "text":
      return String(held);
    case "int":
    case "float":
      return formats.number(Number(held));
    case "int64":
    case "decimal":
    case "money": {
      const text =
        typeof held === "number" || typeof held === "bigint"
          ? formatUnits(held, scale)
          : String(held);
      const { currency } = fieldOf(name);
      const code = currency === undefined ? "" : textAt(dataset.columns.get(currency), row);
      const digits = { min: scale, max: scale };
      return code === "" ? formats.number(text, digits) : formats.money(text, code, digits);
    }
    default:
      return type satisfies never;
  }
};
