import { parseDate, parseInstant } from "../calendar/index.ts";
import {
  compareCodePoints,
  compareDecimals,
  currencyDigits,
  isObject,
  isWellFormed,
  parseDecimal,
  type Decimal,
} from "../kernel/index.ts";
import type { FilterFieldType } from "./field-type.ts";

/**
 * A value in the form that comparisons want: text as it is, bool as 0 or 1, int and float as doubles, date as days since
 * 1970-01-01, timestamp as epoch milliseconds, and the exact kinds (int64, decimal, money) as decimals.
 */
export type Key = string | number | Decimal;

const finite = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

const exact = (value: unknown): Decimal | undefined => {
  if (typeof value === "string") return parseDecimal(value);
  if (typeof value === "bigint") return { units: value, scale: 0 };
  return finite(value) === undefined ? undefined : parseDecimal(String(value));
};

/** The key of a value written in a filter; undefined when the field's type cannot be compared with it. */
export const keyOfConstant = (type: FilterFieldType, value: unknown): Key | undefined => {
  switch (type) {
    case "text":
    case "textList":
      return typeof value === "string" && isWellFormed(value) ? value : undefined;
    case "bool":
      return typeof value === "boolean" ? Number(value) : undefined;
    case "int":
    case "float":
      return finite(value);
    case "int64":
    case "decimal":
    case "money":
      return exact(value);
    case "date":
      return typeof value === "string" ? parseDate(value) : undefined;
    case "timestamp":
      return typeof value === "string" ? parseInstant(value) : undefined;
    default:
      return type satisfies never;
  }
};

const amountOf = (value: unknown): Decimal | undefined => {
  if (!isObject(value)) return exact(value);
  const { amount, minor, currency } = value;
  if (typeof minor !== "number" || typeof currency !== "string") return exact(amount);
  return Number.isSafeInteger(minor)
    ? { units: BigInt(minor), scale: currencyDigits(currency) }
    : undefined;
};

/**
 * The key of a field's value, as it stands in a row, a dictionary or a record: both the JSON forms and the forms of core
 * (booleans or 0 and 1, instants as text or milliseconds, money as amount, `{amount}` or `{minor, currency}`).
 * Undefined where the field is empty; a value of another type counts as empty, and so do NaN and infinities.
 */
export const keyOfCell = (type: FilterFieldType, value: unknown): Key | undefined => {
  if (value === null || value === undefined) return undefined;
  if (type === "text") return typeof value === "string" ? value : undefined;
  if (type === "bool" && (value === 0 || value === 1)) return value;
  if (type === "timestamp" && typeof value === "number") return finite(value);
  return type === "money" ? amountOf(value) : keyOfConstant(type, value);
};

/** The order of the keys of one type. */
export const compareKeys = (a: Key, b: Key): number => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  return compareDecimals(a as Decimal, b as Decimal);
};
