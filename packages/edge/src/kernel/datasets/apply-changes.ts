import { datasetFromRows, type Column, type Dataset } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

import type { Changes, StoredRecord } from "../ports.ts";
import { currenciesOf, moneyColumns, readColumns, scaleOf } from "./resident-columns.ts";
import { rescaled, spliceColumn, type Splice } from "./splice-column.ts";

/** Where an id stands, or would stand, among ids in order. */
const placeOf = (ids: readonly unknown[], id: string): number => {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (String(ids[middle]) < id) low = middle + 1;
    else high = middle;
  }
  return low;
};

interface Plan {
  readonly order: Splice;
  /** Whether no row came or went. */
  readonly inPlace: boolean;
}

/** The order of rows after the changes: by id, as it was. `records` are in order of id. */
const planOf = (
  ids: readonly unknown[],
  records: readonly StoredRecord[],
  gone: readonly string[],
): Plan => {
  const replaced = new Map<number, number>();
  const inserted: { readonly before: number; readonly patch: number }[] = [];
  for (const [patch, { id }] of records.entries()) {
    const place = placeOf(ids, id);
    if (ids[place] === id) replaced.set(place, patch);
    else inserted.push({ before: place, patch });
  }
  const removed = new Set<number>();
  for (const id of gone) {
    const place = placeOf(ids, id);
    if (ids[place] === id) removed.add(place);
  }
  const order = new Int32Array(ids.length + inserted.length - removed.size);
  let next = 0;
  let at = 0;
  const insertUpTo = (row: number): void => {
    for (; next < inserted.length && (inserted[next]?.before ?? 0) <= row; next += 1) {
      order[at] = -1 - (inserted[next]?.patch ?? 0);
      at += 1;
    }
  };
  for (let row = 0; row < ids.length; row += 1) {
    insertUpTo(row);
    if (removed.has(row)) continue;
    const patch = replaced.get(row);
    order[at] = patch === undefined ? row : -1 - patch;
    at += 1;
  }
  insertUpTo(ids.length);
  return { order, inPlace: inserted.length + removed.size === 0 };
};

/** The currencies that the amounts of a dataset have: members of a dictionary are each the value of some row. */
const heldCurrencies = (
  columns: ReadonlyMap<string, Column>,
  money: ReadonlySet<string>,
): Set<string> =>
  new Set([...money].flatMap((name) => (columns.get(`${name}.currency`)?.dict ?? []).map(String)));

/**
 * The columns of an object's records (those of labels apart) with these changes: the same as if all records had been
 * read again, down to the order of dictionaries. Costs a pass over the columns that changed, not over records. The rows
 * of `base` are in order of id, and so are those of the answer.
 */
export const applyChanges = (
  definition: ObjectDefinition,
  base: Dataset,
  { records: changed, gone }: Pick<Changes, "records" | "gone">,
): Dataset => {
  const records = changed.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { order, inPlace } = planOf(base.columns.get("id")?.dict ?? [], records, gone);
  const money = moneyColumns(definition);
  const scale = scaleOf([
    ...heldCurrencies(base.columns, money),
    ...currenciesOf(definition, records),
  ]);
  const readers = readColumns(definition, scale);
  const patch = datasetFromRows(
    records.map((record) => readers.map(({ read }) => read(record))),
    readers.map(({ schema }) => schema),
  );
  if (!patch.ok) {
    throw new Error(`${definition.name} does not fit its columns: ${patch.error.message}`);
  }
  const columns = new Map<string, Column>();
  for (const { schema } of readers) {
    const [own, come] = [base.columns.get(schema.name), patch.value.columns.get(schema.name)];
    if (own === undefined || come === undefined) {
      throw new Error(`${definition.name} has no column ${schema.name}.`);
    }
    const fitting = money.has(schema.name) ? rescaled(own, scale) : own;
    columns.set(schema.name, spliceColumn(fitting, come, order, inPlace));
  }
  // The last amount of a currency with many digits may have gone.
  const needed = scaleOf(heldCurrencies(columns, money));
  for (const name of money) {
    const column = columns.get(name);
    if (column !== undefined) columns.set(name, rescaled(column, needed));
  }
  return { ...base, rows: order.length, columns };
};
