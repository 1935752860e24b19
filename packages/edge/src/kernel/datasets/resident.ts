import { currencyDigits, formatUnits, type Money } from "@ennead/core/kernel";
import { datasetFromRows, type ColumnSchema, type Dataset } from "@ennead/core/pivot";
import {
  pivotColumns,
  recordLabel,
  type FieldDefinition,
  type ObjectDefinition,
  type PivotColumn,
} from "@ennead/core/record";

import type { TenantScope } from "../db/scope.ts";
import type { Ports, RecordSource, StoredRecord } from "../ports.ts";

/** What is known of a record that others refer to. */
interface Referred {
  readonly label: string;
  readonly owner: string | null;
}

/** All records of one object as columns, with no regard to rights. */
export interface Resident {
  readonly definition: ObjectDefinition;
  readonly dataset: Dataset;
  /** Owner of each row. */
  readonly owners: readonly (string | null)[];
  /** Referred records by object and id. */
  readonly referred: ReadonlyMap<string, ReadonlyMap<string, Referred>>;
  /** About how much memory it takes. */
  readonly bytes: number;
}

/** A column of a dataset and where its values come from; `field` is absent for what every record has. */
export interface SourceColumn {
  readonly name: string;
  readonly field?: string;
  /** Object whose labels it holds. */
  readonly labels?: string;
}

const systemSchemas: readonly ColumnSchema[] = [
  { name: "id", type: "text" },
  { name: "externalId", type: "text" },
  { name: "ownerId", type: "text" },
  { name: "owner", type: "text" },
  { name: "createdAt", type: "timestamp" },
  { name: "updatedAt", type: "timestamp" },
];

const fieldsByName = (definition: ObjectDefinition): ReadonlyMap<string, FieldDefinition> =>
  new Map(definition.fields.map((field) => [field.name, field]));

/** Every column that the dataset of an object has, in order. */
export const sourceColumns = (definition: ObjectDefinition): readonly SourceColumn[] => {
  const fields = fieldsByName(definition);
  return [
    ...systemSchemas.map(({ name }) => (name === "owner" ? { name, labels: "user" } : { name })),
    ...pivotColumns(definition).map(({ name, field, part }) => {
      const { type, object } = fields.get(field) ?? {};
      return part === "value" && type === "reference" && object !== undefined
        ? { name, field, labels: object }
        : { name, field };
    }),
  ];
};

const readAll = async (source: RecordSource, scope: TenantScope): Promise<StoredRecord[]> => {
  const records: StoredRecord[] = [];
  for await (const chunk of source.rows(scope)) records.push(...chunk);
  return records;
};

const referredIds = (
  definition: ObjectDefinition,
  records: readonly StoredRecord[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const wanted = new Map<string, Set<string>>([["user", new Set()]]);
  const references = definition.fields.filter(({ type }) => type === "reference");
  for (const { object = "" } of references) wanted.set(object, wanted.get(object) ?? new Set());
  for (const { ownerId, data } of records) {
    if (ownerId !== null) wanted.get("user")?.add(ownerId);
    for (const { name, object = "" } of references) {
      const id = data[name];
      if (typeof id === "string") wanted.get(object)?.add(id);
    }
  }
  return wanted;
};

/** How many records are asked for at a time. */
const slice = 5000;

/** The records of these ids: by the port `records` where it owns the object, else out of all that the source has. */
const readReferred = async (
  ports: Ports,
  scope: TenantScope,
  object: string,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Referred>> => {
  const source = ports.source(object);
  const definition = ids.size === 0 ? null : ((await source?.definition(scope)) ?? null);
  if (source === null || definition === null) return new Map();
  const found: StoredRecord[] = [];
  if ((await ports.records.objects(scope)).has(object)) {
    const list = [...ids];
    for (let from = 0; from < list.length; from += slice) {
      found.push(...(await ports.records.get(scope, object, list.slice(from, from + slice))));
    }
  } else {
    found.push(...(await readAll(source, scope)).filter(({ id }) => ids.has(id)));
  }
  return new Map(
    found.map(({ id, ownerId, data }) => [
      id,
      { label: recordLabel(definition, data), owner: ownerId },
    ]),
  );
};

/** Digits that all amounts fit: those of the currencies that occur, 2 where there is none. */
const moneyScale = (definition: ObjectDefinition, records: readonly StoredRecord[]): number => {
  const names = definition.fields.flatMap(({ name, type }) => (type === "money" ? [name] : []));
  const currencies = new Set<string>();
  for (const { data } of records) {
    for (const name of names) {
      const money = data[name] as Money | undefined;
      if (money !== undefined && money !== null) currencies.add(money.currency);
    }
  }
  const digits = [...currencies].map(currencyDigits);
  return digits.length === 0 ? 2 : Math.max(...digits);
};

type Reader = (record: StoredRecord) => unknown;

const systemReaders = (users: ReadonlyMap<string, Referred>): readonly Reader[] => [
  ({ id }) => id,
  ({ externalId }) => externalId,
  ({ ownerId }) => ownerId,
  ({ ownerId }) => (ownerId === null ? null : users.get(ownerId)?.label),
  ({ createdAt }) => createdAt,
  ({ updatedAt }) => updatedAt,
];

const amountReader =
  (name: string, scale: number): Reader =>
  ({ data }) => {
    const money = data[name] as Money | undefined;
    if (money === undefined || money === null) return null;
    const digits = currencyDigits(money.currency);
    return formatUnits(BigInt(money.minor) * 10n ** BigInt(scale - digits), scale);
  };

const fieldReader = (
  { type, object = "", options = [] }: FieldDefinition,
  { field, part, scale = 2 }: PivotColumn,
  referred: Resident["referred"],
): Reader => {
  const labels = new Map(options.map(({ value, label }) => [value, label]));
  const labelOf = (value: unknown): unknown => labels.get(String(value)) ?? value;
  const text: Reader = ({ data }) => data[field];
  switch (type) {
    case "money":
      return part === "value"
        ? amountReader(field, scale)
        : ({ data }) => (data[field] as Money | undefined)?.currency;
    case "reference": {
      if (part === "id") return text;
      const known = referred.get(object);
      return ({ data }) => known?.get(String(data[field]))?.label;
    }
    case "picklist":
      return ({ data }) => (data[field] === undefined ? null : labelOf(data[field]));
    case "multiPicklist":
      return ({ data }) => {
        const values = data[field];
        return Array.isArray(values) ? values.map(labelOf).join("; ") : null;
      };
    default:
      return text;
  }
};

/**
 * Reads all records of an object into columns: system columns first, then those of its fields. Amounts have one scale
 * for the whole dataset; references hold labels, and the ids beside them.
 */
export const loadResident = async (
  ports: Ports,
  scope: TenantScope,
  source: RecordSource,
  definition: ObjectDefinition,
  version: string,
): Promise<Resident> => {
  const records = await readAll(source, scope);
  const wanted = await Promise.all(
    [...referredIds(definition, records)].map(
      async ([object, ids]) => [object, await readReferred(ports, scope, object, ids)] as const,
    ),
  );
  const referred = new Map(wanted);
  const fields = fieldsByName(definition);
  const columns = pivotColumns(definition, moneyScale(definition, records));
  const schema: readonly ColumnSchema[] = [
    ...systemSchemas,
    ...columns.map(({ name, type, scale }) =>
      scale === undefined ? { name, type } : { name, type, scale },
    ),
  ];
  const readers: readonly Reader[] = [
    ...systemReaders(referred.get("user") ?? new Map()),
    ...columns.map((column) =>
      fieldReader(fields.get(column.field) as FieldDefinition, column, referred),
    ),
  ];
  const made = datasetFromRows(
    records.map((record) => readers.map((read) => read(record))),
    schema,
    { version },
  );
  if (!made.ok)
    throw new Error(`${definition.name} does not fit its columns: ${made.error.message}`);
  return {
    definition,
    dataset: made.value,
    owners: records.map(({ ownerId }) => ownerId),
    referred,
    bytes: records.length * schema.length * 12,
  };
};
