import { parseDate, parseInstant } from "../calendar/index.ts";
import {
  canonicalJson,
  err,
  fault,
  formatUnits,
  isObject,
  isUuid,
  isWellFormed,
  ok,
  parseDecimal,
  parseMoney,
  unitsAt,
  type Fault,
  type Json,
  type PathSegment,
  type Result,
} from "../kernel/index.ts";
import type { FieldValue } from "./data.ts";
import type { FieldDefinition } from "./definition.ts";

type Read = (field: FieldDefinition, value: unknown) => Result<FieldValue>;

const wrongType = ({ label }: FieldDefinition, wanted: string): Result<never> =>
  err(fault("record/wrong-type", `${label} takes ${wanted}.`));

const badFormat = ({ label }: FieldDefinition, wanted: string): Result<never> =>
  err(fault("record/bad-format", `${label} takes ${wanted}.`));

// Databases and JSON cannot carry these two through unharmed.
const unstorable = (text: string): boolean => text.includes("\u0000") || !isWellFormed(text);

const defaultLengths: Readonly<Record<string, number>> = { richText: 32_000, url: 2048 };

/** Whether the text has more code points; each is one UTF-16 unit or two, so most texts need not be counted. */
const isLonger = (text: string, points: number): boolean =>
  text.length > points && (text.length > points * 2 || Array.from(text).length > points);

/** A text reader whose result must also look like `shape`; nothing is trimmed or normalised. */
const readText =
  (shape?: { readonly pattern: RegExp; readonly wanted: string }): Read =>
  (field, value) => {
    if (typeof value !== "string") return wrongType(field, "text");
    const longest = field.maxLength ?? defaultLengths[field.type] ?? 255;
    if (isLonger(value, longest)) {
      return err(
        fault("record/too-long", `${field.label} has at most ${longest} characters.`, undefined, {
          maxLength: longest,
        }),
      );
    }
    if (unstorable(value)) return badFormat(field, "text without NUL and broken surrogates");
    if (shape !== undefined && !shape.pattern.test(value)) return badFormat(field, shape.wanted);
    return ok(value);
  };

const readInteger: Read = (field, value) => {
  if (typeof value !== "number") return wrongType(field, "a whole number");
  if (!Number.isSafeInteger(value)) {
    return err(fault("record/out-of-range", `${field.label} takes a whole number up to 2^53 - 1.`));
  }
  return ok(value === 0 ? 0 : value);
};

const largestUnits = 2n ** 63n - 1n;

const readDecimal: Read = (field, value) => {
  const scale = field.scale ?? 0;
  if (typeof value !== "string") return wrongType(field, 'a decimal as text, like "1.50"');
  const decimal = parseDecimal(value);
  if (decimal === undefined) return badFormat(field, 'a decimal as text, like "1.50"');
  const units = unitsAt(decimal, scale);
  if (units === undefined) {
    return err(fault("record/out-of-range", `${field.label} has ${scale} digits after the point.`));
  }
  // Wider decimals would not fit the 64 bits of a column.
  if (units > largestUnits || units < -largestUnits) {
    return err(fault("record/out-of-range", `${field.label} is too large a number.`));
  }
  return ok(formatUnits(units, scale));
};

const readFloat: Read = (field, value) =>
  typeof value === "number" && Number.isFinite(value)
    ? ok(value === 0 ? 0 : value)
    : wrongType(field, "a number");

const readMoney: Read = (field, value) => {
  if (
    !isObject(value) ||
    typeof value["amount"] !== "string" ||
    typeof value["currency"] !== "string" ||
    Object.keys(value).length !== 2
  ) {
    return wrongType(field, 'an amount, like {"amount": "12.30", "currency": "EUR"}');
  }
  return parseMoney({ amount: value["amount"], currency: value["currency"] });
};

const readBoolean: Read = (field, value) =>
  typeof value === "boolean" ? ok(value) : wrongType(field, "true or false");

const isOption = ({ options = [] }: FieldDefinition, value: string): boolean =>
  options.some((option) => option.value === value);

const unknownOption = ({ label }: FieldDefinition, path?: PathSegment[]): Result<never> =>
  err(fault("record/unknown-option", `${label} takes one of its listed values.`, path));

const readPicklist: Read = (field, value) => {
  if (typeof value !== "string") return wrongType(field, "one of its listed values");
  return isOption(field, value) ? ok(value) : unknownOption(field);
};

const readMultiPicklist: Read = (field, value) => {
  if (!Array.isArray(value)) return wrongType(field, "a list of its values");
  const chosen = new Set<string>();
  for (const [index, one] of value.entries()) {
    if (typeof one !== "string") return wrongType(field, "a list of texts");
    // Asked once per member, however often a list repeats it.
    if (chosen.has(one)) continue;
    if (!isOption(field, one)) return unknownOption(field, [index]);
    chosen.add(one);
  }
  return ok([...chosen].toSorted());
};

const readReference: Read = (field, value) => {
  if (typeof value !== "string") return wrongType(field, "the id of a record");
  return isUuid(value) ? ok(value) : badFormat(field, "the id of a record");
};

const readDate: Read = (field, value) => {
  if (typeof value !== "string") return wrongType(field, "a date, like 2026-01-31");
  return parseDate(value) === undefined ? badFormat(field, "a date, like 2026-01-31") : ok(value);
};

const readInstant: Read = (field, value) => {
  const wanted = "an instant, like 2026-01-31T09:30:00Z";
  if (typeof value !== "string") return wrongType(field, wanted);
  const instant = parseInstant(value);
  return instant === undefined ? badFormat(field, wanted) : ok(instant);
};

const deepest = 16;
const largest = 65_536;

const isDeeper = (value: unknown, levels: number): boolean => {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
};

const readJson: Read = (field, value) => {
  if (isDeeper(value, deepest)) {
    return err(fault("record/too-deep", `${field.label} nests at most ${deepest} levels.`));
  }
  const text = canonicalJson(value);
  if (!text.ok) return text;
  if (text.value.length > largest) {
    return err(fault("record/too-long", `${field.label} is at most ${largest} characters long.`));
  }
  return ok(value as Json);
};

const readList: Read = (field, value) =>
  Array.isArray(value) ? readJson(field, value) : wrongType(field, "a list");

const email =
  /^[^\s@<>"(),:;[\]\\]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+[\p{L}\p{N}-]{2,63}$/u;
const phone = /^(?=(?:\D*\d){3})\+?[\d\s()./#*,;x-]{3,40}$/i;
const url = /^https?:\/\/[^\s/?#\\@]+(?:[/?#][^\s\\]*)?$/i;

const readers: Readonly<Record<FieldDefinition["type"], Read>> = {
  text: readText(),
  richText: readText(),
  email: readText({ pattern: email, wanted: "an e-mail address, like ada@example.com" }),
  phone: readText({ pattern: phone, wanted: "a phone number, like +49 30 1234567" }),
  url: readText({ pattern: url, wanted: "a web address, like https://example.com" }),
  integer: readInteger,
  decimal: readDecimal,
  float: readFloat,
  money: readMoney,
  boolean: readBoolean,
  picklist: readPicklist,
  multiPicklist: readMultiPicklist,
  reference: readReference,
  date: readDate,
  instant: readInstant,
  list: readList,
  json: readJson,
  secret: readText(),
};

/** Whether the input says that the field has no value: null, and for all types but json also `""` and `[]`. */
const isEmpty = ({ type }: FieldDefinition, value: unknown): boolean =>
  value === null ||
  (type !== "json" && (value === "" || (Array.isArray(value) && value.length === 0)));

/**
 * Reads one value from its JSON form into the form core and tables hold; null is the empty field. The path of a fault
 * begins with the field's name.
 */
export const parseValue = (field: FieldDefinition, value: unknown): Result<FieldValue> => {
  if (isEmpty(field, value)) return ok(null);
  const read = readers[field.type](field, value);
  if (read.ok) return read;
  const refused: Fault = { ...read.error, path: [field.name, ...(read.error.path ?? [])] };
  return err(refused);
};
