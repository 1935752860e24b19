import { parseDate, parseInstant } from "../calendar/index.ts";
import { currencyDigits, isObject, parseDecimal, unitsAt } from "../kernel/index.ts";
import type { ExpressionType } from "./type.ts";

/** An amount of money: units at the scale of its type. */
export interface Amount {
  readonly units: bigint;
  readonly currency: string;
}

/**
 * A value as expressions compute with it: `int` and `decimal` are units at the scale of their type, `date` is days since
 * 1970-01-01, `instant` is epoch milliseconds. null is no value.
 */
export type Value = null | boolean | bigint | number | string | Amount | readonly string[];

const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

/** Exact numbers have 64 bits, in every place an expression runs; beyond them there is no value. */
export const inRange = (units: bigint): bigint | null =>
  units >= least && units <= most ? units : null;

const unitsOf = (raw: unknown, scale: number): bigint | null => {
  if (typeof raw === "bigint") return inRange(raw * 10n ** BigInt(scale));
  if (typeof raw !== "string" && typeof raw !== "number") return null;
  const decimal = parseDecimal(String(raw));
  const units = decimal === undefined ? undefined : unitsAt(decimal, scale);
  return units === undefined ? null : inRange(units);
};

const amountOf = (raw: unknown, scale: number): Amount | null => {
  if (!isObject(raw)) return null;
  const { minor, amount, currency } = raw;
  if (typeof currency !== "string") return null;
  const digits = currencyDigits(currency);
  const units =
    typeof minor === "number" && Number.isSafeInteger(minor)
      ? digits <= scale
        ? BigInt(minor) * 10n ** BigInt(scale - digits)
        : null
      : unitsOf(amount, scale);
  return units === null ? null : { units, currency };
};

/**
 * A field's value as it stands in a record or in JSON, as expressions compute with it. What is not of the type (NaN, a
 * decimal with more digits than its scale, an impossible date) is no value.
 */
export const valueOf = (type: ExpressionType, raw: unknown): Value => {
  if (raw === null || raw === undefined) return null;
  switch (type.kind) {
    case "bool":
      return raw === 1 || raw === true ? true : raw === 0 || raw === false ? false : null;
    case "int":
      return unitsOf(raw, 0);
    case "decimal":
      return unitsOf(raw, type.scale);
    case "money":
      return amountOf(raw, type.scale);
    case "float":
      return typeof raw === "number" && Number.isFinite(raw) ? raw : null;
    case "text":
      return typeof raw === "string" ? raw : null;
    case "date":
      return typeof raw === "string" ? (parseDate(raw) ?? null) : null;
    case "instant":
      if (typeof raw === "number") return Number.isFinite(raw) ? raw : null;
      return typeof raw === "string" ? (parseInstant(raw) ?? null) : null;
    case "textList":
      return Array.isArray(raw) && raw.every((one) => typeof one === "string")
        ? (raw as readonly string[])
        : null;
    case "null":
      return null;
    default:
      return type satisfies never;
  }
};
