import { knownLocale } from "../show-cell.ts";
import type { TableColumn } from "../table.ts";

/** Patterns of dates and instants, in Excel's letters. */
export interface DatePatterns {
  /** Default `yyyy-mm-dd`. */
  readonly date?: string;
  /** Default `yyyy-mm-dd hh:mm:ss`. */
  readonly datetime?: string;
}

const currencyCode = /^[A-Za-z]{3}$/;

const fraction = (scale: number): string =>
  scale > 0 ? `.${"0".repeat(Math.min(scale, 20))}` : "";

/** Where the locale puts the sign of a currency, and what it puts between: `#,##0.00 [$€]` in German. */
const moneyFormat = (locale: string, currency: string, scale: number | undefined): string => {
  const format = new Intl.NumberFormat(knownLocale(locale), { style: "currency", currency });
  const parts = format.formatToParts(1);
  const digits = scale ?? format.resolvedOptions().maximumFractionDigits ?? 2;
  const number = `#,##0${fraction(digits)}`;
  const at = parts.findIndex(({ type }) => type === "currency");
  const sign = `[$${(parts[at]?.value ?? currency).replace(/[[\]]/g, "")}]`;
  const isBefore = at < parts.findIndex(({ type }) => type === "integer");
  const space = (parts[isBefore ? at + 1 : at - 1]?.type ?? "") === "literal" ? "\\ " : "";
  return isBefore ? `${sign}${space}${number}` : `${number}${space}${sign}`;
};

/** The format of text, whatever its column: what is typed or edited in such a cell is never a formula. */
export const textFormat = "@";

/** The number format of what is no text in a column, in Excel's letters: separators are those of the reader's own locale. */
export const numberFormat = (
  { type, scale, currency, percent }: TableColumn,
  locale: string,
  { date = "yyyy-mm-dd", datetime = "yyyy-mm-dd hh:mm:ss" }: DatePatterns,
): string => {
  switch (type) {
    case "text":
    case "boolean":
      return "General";
    case "date":
      return date;
    case "datetime":
      return datetime;
    case "number":
    case "decimal":
      if (percent === true) return `0${fraction(scale ?? 2)}%`;
      if (currency !== undefined && currencyCode.test(currency)) {
        return moneyFormat(locale, currency.toUpperCase(), scale);
      }
      return scale === undefined ? "General" : `#,##0${fraction(scale)}`;
    default:
      return type satisfies never;
  }
};
