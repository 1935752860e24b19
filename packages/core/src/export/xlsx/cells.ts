import { parseDate, parseInstant } from "../../calendar/index.ts";
import type { CellType, TableCell } from "../table.ts";
import { safeNumber } from "./number.ts";

/** What a cell becomes: a number, a truth, a text, or nothing. */
export type SheetCell =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "empty" };

/** 1 January 1970 in days of Excel, and its first and last day without the 29 February 1900 that never was. */
const epoch = 25_569;
const firstSerial = 61;
const lastSerial = 2_958_466;

const dayMillis = 86_400_000;

const empty: SheetCell = { kind: "empty" };

const serial = (days: number | undefined): SheetCell | undefined => {
  if (days === undefined) return undefined;
  const number = days + epoch;
  if (number < firstSerial || number >= lastSerial) return undefined;
  return { kind: "number", text: String(number) };
};

const numberOf = (text: string): SheetCell | undefined => {
  const number = safeNumber(text);
  return number === undefined ? undefined : { kind: "number", text: number };
};

/** A text by what its column says it is; undefined where it is no such thing, and stays a text. */
const typedText = (text: string, type: CellType): SheetCell | undefined => {
  switch (type) {
    case "number":
    case "decimal":
      return numberOf(text);
    case "date":
      return serial(parseDate(text));
    case "datetime": {
      const instant = parseInstant(text);
      return serial(instant === undefined ? undefined : instant / dayMillis);
    }
    case "text":
    case "boolean":
      return undefined;
    default:
      return type satisfies never;
  }
};

/**
 * What a spreadsheet is given for a cell, so that it reads back as it was: numbers of more than 15 significant digits and
 * days before March 1900 are texts; instants are UTC; no value and the empty text have no value.
 */
export const sheetCell = (cell: TableCell, type: CellType): SheetCell => {
  if (cell === null || cell === "") return empty;
  if (typeof cell === "boolean") return { kind: "boolean", value: cell };
  if (typeof cell === "number") {
    return Number.isFinite(cell) ? { kind: "number", text: String(cell + 0) } : empty;
  }
  if (typeof cell === "bigint") {
    return numberOf(String(cell)) ?? { kind: "string", text: String(cell) };
  }
  return typedText(cell, type) ?? { kind: "string", text: cell };
};
