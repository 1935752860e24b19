import type { SqlColumn } from "@ennead/core/filter";
import { currencyDigits, type Money } from "@ennead/core/kernel";
import {
  filterFields,
  filterType,
  systemFields,
  type FieldDefinition,
  type FieldValue,
  type ObjectDefinition,
} from "@ennead/core/record";

import { raw, type Statement } from "../kernel/index.ts";
import { unusualCurrencies } from "./unusual-currencies.ts";

/** Amounts of all currencies are compared in units of this many digits, the most that any currency has. */
const moneyScale = 4;

/** Factor from minor units to `moneyScale`, for the currencies whose minor unit is not a hundredth. */
const factors = unusualCurrencies
  .map(([code, digits]) => `when '${code}' then ${10 ** (moneyScale - digits)}`)
  .join(" ");

const moneySql = (field: string): string =>
  `(r.data ->> '$.${field}.minor') * case r.data ->> '$.${field}.currency' ${factors} else 100 end`;

const system: ReadonlyMap<string, string> = new Map([
  ["id", "r.id"],
  [
    "externalId",
    "(select x.external_id from record_external x where x.company_id = r.company_id" +
      " and x.object = r.object and x.root_id = r.id)",
  ],
  ["ownerId", "r.owner_id"],
  ["createdAt", "r.created_at"],
  ["updatedAt", "r.updated_at"],
]);

/** How a field is read from the stored JSON. Field names are letters, digits and underscores, so they are safe in SQL. */
const fieldSql = ({ name, type }: FieldDefinition): string => {
  switch (type) {
    case "money":
      return moneySql(name);
    case "decimal":
      return `cast(replace(r.data ->> '${name}', '.', '') as integer)`;
    case "multiPicklist":
      return `(r.data -> '${name}')`;
    default:
      return `(r.data ->> '${name}')`;
  }
};

const scaleOf = ({ type, scale }: FieldDefinition): { readonly scale?: number } => {
  if (type === "money") return { scale: moneyScale };
  return type === "decimal" ? { scale: scale ?? 0 } : {};
};

const columnOf = (field: FieldDefinition, sql: string): [string, SqlColumn][] => {
  const type = filterType(field);
  return type === undefined ? [] : [[field.name, { sql, type, ...scaleOf(field) }]];
};

/** What records of an object can be filtered and sorted by, read from `record r`. */
export const recordColumns = (
  definition: ObjectDefinition,
  readable: ReadonlySet<string>,
): ReadonlyMap<string, SqlColumn> => {
  const known = filterFields(definition, readable);
  return new Map([
    ...systemFields.flatMap((field) => columnOf(field, system.get(field.name) ?? "null")),
    ...definition.fields
      .filter(({ name }) => known(name) !== undefined)
      .flatMap((field) => columnOf(field, fieldSql(field))),
  ]);
};

/** Fields that can hold more than 255 characters. */
export const longFields = ({ fields }: ObjectDefinition): ReadonlySet<string> =>
  new Set(
    fields.flatMap(({ name, type, maxLength }) =>
      (maxLength ?? (type === "richText" || type === "url" ? Infinity : 0)) > 255 ? [name] : [],
    ),
  );

/** The column of an indexed field as `record_value` holds it. */
export const indexedColumn = (field: FieldDefinition): SqlColumn | undefined =>
  columnOf(field, "v.value")[0]?.[1];

/** Fields that have rows in `record_value`. A unique field is looked up and sorted like an indexed one. */
export const indexedFields = (definition: ObjectDefinition): readonly FieldDefinition[] =>
  definition.fields.filter(
    (field) =>
      (field.indexed === true || field.unique === true) &&
      field.type !== "multiPicklist" &&
      filterType(field) !== undefined,
  );

/** Kind and text of an indexed value. */
export type IndexValue = readonly [kind: "i" | "r" | "t" | "e", text: string];

/**
 * A value as `record_value` holds it: kind and text, because JSON cannot carry 64 bits exactly. `i` integer, `r` real,
 * `t` text, `e` empty.
 */
export const indexValue = (field: FieldDefinition, value: FieldValue | undefined): IndexValue => {
  if (value === null || value === undefined) return ["e", ""];
  switch (field.type) {
    case "money": {
      const { minor, currency } = value as Money;
      return ["i", String(BigInt(minor) * 10n ** BigInt(moneyScale - currencyDigits(currency)))];
    }
    case "decimal":
      return ["i", String(BigInt(String(value).replace(".", "")))];
    case "integer":
    case "instant":
      return ["i", String(value)];
    case "boolean":
      return ["i", value === true ? "1" : "0"];
    case "float":
      return ["r", String(value)];
    default:
      return ["t", String(value)];
  }
};

/** SQL that makes the value again of `kind` and `text`. */
export const storedValue = (kind: string, text: string): Statement =>
  raw(
    `case ${kind} when 'i' then cast(${text} as integer) when 'r' then cast(${text} as real)` +
      ` when 't' then ${text} else x'' end`,
  );

/** The text by which a unique field's values are told apart. */
export const uniqueValue = (value: FieldValue): string =>
  typeof value === "string" ? value : JSON.stringify(value);
