import type { DiffField, FieldCatalogue } from "@ennead/core/audit";
import { parseInstant } from "@ennead/core/calendar";
import { canonicalJson, unwrap, type JsonObject } from "@ennead/core/kernel";

const plain = (value: unknown): string => unwrap(canonicalJson(value));

const own = (object: object, key: string): unknown =>
  Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;

const isPlainObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// Typed equality a second time, by writing both sides in one normal form: independent of the engine, and slow.

const normalDecimal = (value: unknown): unknown => {
  if (typeof value !== "string" && typeof value !== "number") return value;
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(String(value));
  if (match === null || `${match[2]}${match[3]}` === "") return value;
  const digits = `${match[2]}${match[3]}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return { decimal: "0" };
  const zeros = digits.length - significant.length;
  const exponent = Number(match[4] ?? 0) - (match[3] ?? "").length + zeros;
  return { decimal: `${match[1] === "-" ? "-" : ""}${significant}e${exponent}` };
};

const normalInstant = (value: string): unknown => {
  const match =
    /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?([Zz]|[+-]\d\d:?\d\d)?)?$/.exec(
      value,
    );
  if (match === null) return value;
  const [, day, minutes = "00:00", seconds = ":00", fraction = "0", zone = "Z"] = match;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return parseInstant(`${day}T${minutes}${seconds}.${fraction}${offset}`) ?? value;
};

const normal = (field: DiffField, value: unknown): unknown => {
  const isEmpty = value === undefined || value === null;
  if (field.type === "json" || isEmpty) return value ?? null;
  if (value === "" || (Array.isArray(value) && value.length === 0)) return null;
  switch (field.type) {
    case "text":
    case "richtext":
    case "select":
      return typeof value === "string"
        ? value.replaceAll("\r\n", "\n").replaceAll("\r", "\n").normalize("NFC")
        : value;
    case "integer":
    case "decimal":
      return normalDecimal(value);
    case "money":
      return isPlainObject(value)
        ? [normalDecimal(own(value, "amount")), own(value, "currency") ?? null]
        : value;
    case "date":
      return typeof value === "string" ? value.slice(0, 10) : value;
    case "datetime":
      return typeof value === "string" ? normalInstant(value) : value;
    case "multiselect":
      return [...new Set((Array.isArray(value) ? value : [value]).map(String))].toSorted();
    case "reference":
      return String(value);
    case "keyed": {
      if (!Array.isArray(value)) return value;
      const keys = value.map((item) => (isPlainObject(item) ? own(item, field.key) : undefined));
      const isUsable = keys.every((key) => typeof key === "string" || Number.isInteger(key));
      if (!isUsable || new Set(keys.map(String)).size < keys.length) return value;
      const items = value.map((item) => normalRecord(field.fields, item as JsonObject));
      return field.ordered === true ? items : items.map(plain).toSorted();
    }
    default:
      return value;
  }
};

const normalRecord = (fields: FieldCatalogue, record: JsonObject | null): unknown => {
  const entries = Object.entries(record ?? {}).map(([name, value]) => [
    name,
    normal((own(fields, name) as DiffField | undefined) ?? { type: "json" }, value),
  ]);
  return entries
    .filter(([, value]) => value !== null)
    .map(plain)
    .toSorted();
};

/** Whether two states of a record are equal by the types of their fields. */
export const sameRecord = (
  fields: FieldCatalogue,
  one: JsonObject | null,
  other: JsonObject | null,
): boolean => plain(normalRecord(fields, one)) === plain(normalRecord(fields, other));
