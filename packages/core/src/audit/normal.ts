import { formatInstant, parseDate } from "../calendar/index.ts";
import { formatDecimal, parseDecimal, type Json } from "../kernel/index.ts";
import type { DiffField } from "./field.ts";
import { isJsonObject } from "./own.ts";

const text = (value: Json): Json =>
  typeof value === "string" ? value.replaceAll(/\r\n?/g, "\n").normalize("NFC") : value;

/** Exact, never through a double when written as text. What is no number stays as it is. */
const decimal = (value: Json): Json => {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const parsed = parseDecimal(String(value));
  return parsed === undefined ? value : formatDecimal(parsed);
};

const date = (value: Json): Json =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}(?:$|[Tt ])/.test(value)
    ? value.slice(0, 10)
    : value;

const dateTime =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:[Zz]|([+-])(\d{2}):?(\d{2}))?)?$/;

/** Epoch milliseconds of a date-time: without offset it is UTC, a date alone is midnight, fractions are cut. */
const instantOf = (value: string): number | undefined => {
  const match = dateTime.exec(value);
  const day = match === null ? undefined : parseDate(match[1] ?? "");
  if (match === null || day === undefined) return undefined;
  const number = (group: number): number => Number(match[group] ?? 0);
  if (number(2) > 23 || number(3) > 59 || number(4) > 59 || number(7) > 23 || number(8) > 59) {
    return undefined;
  }
  const minutes = day * 1440 + number(2) * 60 + number(3);
  const offset = (number(7) * 60 + number(8)) * (match[6] === "-" ? -1 : 1);
  const millis = Number((match[5] ?? "").slice(0, 3).padEnd(3, "0"));
  return ((minutes - offset) * 60 + number(4)) * 1000 + millis;
};

const datetime = (value: Json): Json => {
  const ms = typeof value === "string" ? instantOf(value) : undefined;
  if (ms === undefined) return value;
  const written = formatInstant(ms);
  return written.includes(".") ? written : written.replace("Z", ".000Z");
};

/** The members of a set as text, each once, by UTF-16 code unit. */
export const membersOf = (value: Json): readonly string[] => {
  const list = Array.isArray(value) ? value : value === null ? [] : [value];
  const unique = new Set(
    list.map((member) => (typeof member === "object" ? JSON.stringify(member) : String(member))),
  );
  return [...unique].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
};

/**
 * A value in the one writing its type has: equal values of a type become equal JSON. Lists, keyed items, json, secrets,
 * and whatever does not fit the type stay as they are. Empty values (see `emptied`) are not asked for.
 */
export const normalOf = (field: DiffField, value: Json): Json => {
  switch (field.type) {
    case "text":
    case "richtext":
    case "select":
      return text(value);
    case "integer":
    case "decimal":
      return decimal(value);
    case "money":
      return isJsonObject(value)
        ? { amount: decimal(value["amount"] ?? null), currency: value["currency"] ?? null }
        : value;
    case "date":
      return date(value);
    case "datetime":
      return datetime(value);
    case "multiselect":
      return membersOf(value);
    case "reference":
      return typeof value === "object" ? value : String(value);
    case "boolean":
    case "list":
    case "json":
    case "secret":
    case "keyed":
      return value;
    default:
      return field satisfies never;
  }
};

/**
 * The value with all writings of "empty" as null: missing, and for every type but json also the empty text and the empty
 * list.
 */
export const emptied = (field: DiffField, value: Json | undefined): Json => {
  if (value === undefined) return null;
  if (field.type === "json") return value;
  return value === "" || (Array.isArray(value) && value.length === 0) ? null : value;
};
