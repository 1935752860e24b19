import { currencyDigits, formatUnits, type Money } from "@ennead/core/kernel";
import type { ColumnSchema } from "@ennead/core/pivot";
import {
  pivotColumns,
  type FieldDefinition,
  type ObjectDefinition,
  type PivotColumn,
} from "@ennead/core/record";

import type { StoredRecord } from "../ports.ts";

/** A column of a dataset and where its values come from; `field` is absent for what every record has. */
export interface SourceColumn {
  readonly name: string;
  readonly field?: string;
  /** Object whose labels it holds. */
  readonly labels?: string;
}

/** The column of ids behind a column of labels. */
export const idsOf = (name: string): string => (name === "owner" ? "ownerId" : `${name}.id`);

type Reader = (record: StoredRecord) => unknown;

/** A column that is read from records, with how. */
interface ReadColumn {
  readonly schema: ColumnSchema;
  readonly read: Reader;
}

const systemColumns: readonly ReadColumn[] = [
  { schema: { name: "id", type: "text" }, read: ({ id }) => id },
  { schema: { name: "externalId", type: "text" }, read: ({ externalId }) => externalId },
  { schema: { name: "ownerId", type: "text" }, read: ({ ownerId }) => ownerId },
  { schema: { name: "createdAt", type: "timestamp" }, read: ({ createdAt }) => createdAt },
  { schema: { name: "updatedAt", type: "timestamp" }, read: ({ updatedAt }) => updatedAt },
];

/** What only scopes ask for; no actor is shown it. */
export const scopeColumns: readonly ReadColumn[] = [
  { schema: { name: "territoryId", type: "text" }, read: ({ territoryId }) => territoryId },
];

const fieldsByName = (definition: ObjectDefinition): ReadonlyMap<string, FieldDefinition> =>
  new Map(definition.fields.map((field) => [field.name, field]));

/** Every column that the dataset of an object has, in order. */
export const sourceColumns = (definition: ObjectDefinition): readonly SourceColumn[] => {
  const fields = fieldsByName(definition);
  return [
    ...systemColumns.flatMap(({ schema: { name } }) =>
      name === "ownerId" ? [{ name }, { name: "owner", labels: "user" }] : [{ name }],
    ),
    ...pivotColumns(definition).map(({ name, field, part }) => {
      const { type, object } = fields.get(field) ?? {};
      return part === "value" && type === "reference" && object !== undefined
        ? { name, field, labels: object }
        : { name, field };
    }),
  ];
};

const amountReader =
  (name: string, scale: number): Reader =>
  ({ data }) => {
    const money = data[name] as Money | undefined;
    if (money === undefined || money === null) return null;
    const digits = currencyDigits(money.currency);
    return formatUnits(BigInt(money.minor) * 10n ** BigInt(scale - digits), scale);
  };

const fieldReader = (
  { type, options = [] }: FieldDefinition,
  { field, part, scale = 2 }: PivotColumn,
): Reader => {
  const labels = new Map(options.map(({ value, label }) => [value, label]));
  const labelOf = (value: unknown): unknown => labels.get(String(value)) ?? value;
  switch (type) {
    case "money":
      return part === "value"
        ? amountReader(field, scale)
        : ({ data }) => (data[field] as Money | undefined)?.currency;
    case "picklist":
      return ({ data }) => (data[field] === undefined ? null : labelOf(data[field]));
    case "multiPicklist":
      return ({ data }) => {
        const values = data[field];
        return Array.isArray(values) ? values.map(labelOf).join("; ") : null;
      };
    default:
      return ({ data }) => data[field];
  }
};

/** The columns that are read from the records of an object; those of labels follow from ids. */
export const readColumns = (
  definition: ObjectDefinition,
  moneyScale: number,
): readonly ReadColumn[] => {
  const fields = fieldsByName(definition);
  return [
    ...systemColumns,
    ...scopeColumns,
    ...pivotColumns(definition, moneyScale).flatMap((column): ReadColumn[] => {
      const { name, type, scale, part, field } = column;
      const known = fields.get(field);
      if (known === undefined || (known.type === "reference" && part === "value")) return [];
      const schema = scale === undefined ? { name, type } : { name, type, scale };
      return [{ schema, read: fieldReader(known, column) }];
    }),
  ];
};

const moneyFields = ({ fields }: ObjectDefinition): readonly string[] =>
  fields.flatMap(({ name, type }) => (type === "money" ? [name] : []));

/** The columns of amounts, which all have one scale. */
export const moneyColumns = (definition: ObjectDefinition): ReadonlySet<string> =>
  new Set(moneyFields(definition));

/** Fraction digits that amounts of all these currencies fit; 2 where there is none. */
export const scaleOf = (currencies: Iterable<string>): number => {
  const digits = Array.from(currencies, currencyDigits);
  return digits.length === 0 ? 2 : Math.max(...digits);
};

/** The currencies of the amounts of records. */
export const currenciesOf = (
  definition: ObjectDefinition,
  records: readonly StoredRecord[],
): ReadonlySet<string> => {
  const currencies = new Set<string>();
  for (const name of moneyFields(definition)) {
    for (const { data } of records) {
      const money = data[name] as Money | undefined;
      if (money !== undefined && money !== null) currencies.add(money.currency);
    }
  }
  return currencies;
};
