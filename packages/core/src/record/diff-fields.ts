import { formatInstant } from "../calendar/index.ts";
import { moneyJson, type Json, type Money } from "../kernel/index.ts";
import type { RecordData } from "./data.ts";
import type { FieldType, ObjectDefinition } from "./definition.ts";

/** The types that the audit log compares fields by. */
export type DiffType =
  | "text"
  | "richtext"
  | "integer"
  | "decimal"
  | "money"
  | "boolean"
  | "select"
  | "multiselect"
  | "reference"
  | "date"
  | "datetime"
  | "list"
  | "json"
  | "secret";

const diffTypes: Readonly<Record<FieldType, DiffType>> = {
  text: "text",
  richText: "richtext",
  email: "text",
  phone: "text",
  url: "text",
  integer: "integer",
  decimal: "decimal",
  float: "decimal",
  money: "money",
  boolean: "boolean",
  picklist: "select",
  multiPicklist: "multiselect",
  reference: "reference",
  date: "date",
  instant: "datetime",
  list: "list",
  json: "json",
  secret: "secret",
};

/** The field catalogue of an object for the audit diff: how each field is compared. */
export const diffFields = (
  definition: ObjectDefinition,
): Readonly<Record<string, { readonly type: DiffType }>> =>
  Object.fromEntries(definition.fields.map(({ name, type }) => [name, { type: diffTypes[type] }]));

/**
 * The record as the audit diff reads it: JSON forms of money and instants, everything else as stored. Secrets are
 * still in it, because only the diff can tell that one changed; it redacts them itself.
 */
export const diffRecord = (
  definition: ObjectDefinition,
  data: RecordData,
): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    definition.fields.flatMap(({ name, type }): [string, Json][] => {
      const value = Object.hasOwn(data, name) ? (data[name] ?? null) : null;
      if (value === null) return [];
      if (type === "money") return [[name, { ...moneyJson(value as Money) }]];
      if (type === "instant") return [[name, formatInstant(value as number)]];
      return [[name, value as Json]];
    }),
  );
