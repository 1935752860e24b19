import type { TableCell, TableColumn } from "./table.ts";

/** A cell as people read it. */
export type ShowCell = (cell: TableCell, column: TableColumn) => string;

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const currencyCode = /^[A-Za-z]{3}$/;

/** The locale in its usual writing, or English where it is none. */
export const knownLocale = (locale: string): string => {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? "en";
  } catch {
    return "en";
  }
};

/** Whether a column's cells are numbers, which stand at the end of their line. */
export const isNumeric = ({ type }: Pick<TableColumn, "type">): boolean =>
  type === "number" || type === "decimal";

const optionsOf = ({ scale, currency, percent }: TableColumn): Intl.NumberFormatOptions => {
  const digits =
    scale === undefined
      ? { maximumFractionDigits: percent === true ? 2 : 20 }
      : { minimumFractionDigits: Math.min(scale, 20), maximumFractionDigits: Math.min(scale, 20) };
  if (percent === true) return { style: "percent", ...digits };
  if (currency === undefined || !currencyCode.test(currency)) return digits;
  return { style: "currency", currency, ...(scale === undefined ? {} : digits) };
};

/**
 * Cells in the words of a locale: numbers and amounts with its separators, exactly, whatever their size; dates and instants
 * as they are, since `2026-02-03` means one day everywhere.
 */
export const showCells = (locale: string): ShowCell => {
  const known = knownLocale(locale);
  const formats = new Map<TableColumn, Intl.NumberFormat>();
  return (cell, column) => {
    if (cell === null) return "";
    const isNumber = typeof cell === "number" || typeof cell === "bigint";
    if (!isNumber && !(isNumeric(column) && typeof cell === "string" && number.test(cell))) {
      return String(cell);
    }
    if (typeof cell === "number" && !Number.isFinite(cell)) return "";
    let format = formats.get(column);
    if (format === undefined) {
      format = new Intl.NumberFormat(known, optionsOf(column));
      formats.set(column, format);
    }
    // The text of a decimal is formatted digit by digit, without a detour over doubles.
    return format.format(cell as number);
  };
};
