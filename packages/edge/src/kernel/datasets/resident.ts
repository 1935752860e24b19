import { datasetFromRows, type Column, type Dataset } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

import type { TenantScope } from "../db/scope.ts";
import type { Ports, RecordSource, StoredRecord } from "../ports.ts";
import { applyChanges } from "./apply-changes.ts";
import { labelColumn } from "./label-column.ts";
import { readAll, readLabels, type Labels } from "./labels.ts";
import {
  currenciesOf,
  idsOf,
  readColumns,
  scaleOf,
  scopeColumns,
  sourceColumns,
} from "./resident-columns.ts";

/** All records of one object as columns, with no regard to rights. */
export interface Resident {
  readonly definition: ObjectDefinition;
  /** State of the object that its rows are of. */
  readonly version: string;
  /** By object: what is known of the records it refers to, and of which state. */
  readonly labels: ReadonlyMap<string, Labels>;
  readonly dataset: Dataset;
}

/** Names all states that a resident is of: its own, then those of the objects whose labels it shows, by name. */
export const stateOf = ({ version, labels }: Resident): string =>
  [version, ...[...labels].toSorted(byName).map(([, one]) => one.version)].join(".");

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

/** The objects whose labels the dataset of an object shows, by name. */
export const labelledBy = (definition: ObjectDefinition): readonly string[] =>
  [...new Set(sourceColumns(definition).flatMap(({ labels }) => labels ?? []))].toSorted();

/** Rows that the present state may differ in, before all of them are read again. */
const mostChanges = (rows: number): number => Math.max(1000, Math.floor(rows / 5));

/** How often a state is read that changes while it is read. */
const mostTurns = 3;

/** Columns without labels. */
type Rows = Omit<Resident, "labels">;

const rowsOf = (
  definition: ObjectDefinition,
  records: readonly StoredRecord[],
  version: string,
): Rows => {
  const columns = readColumns(definition, scaleOf(currenciesOf(definition, records)));
  const made = datasetFromRows(
    records.map((record) => columns.map(({ read }) => read(record))),
    columns.map(({ schema }) => schema),
  );
  if (!made.ok) {
    throw new Error(`${definition.name} does not fit its columns: ${made.error.message}`);
  }
  return { definition, version, dataset: made.value };
};

const loadRows = async (
  scope: TenantScope,
  source: RecordSource,
  definition: ObjectDefinition,
): Promise<Rows> => {
  for (let turn = 1; ; turn += 1) {
    const version = await source.version(scope);
    const rows = rowsOf(definition, await readAll(source, scope), version);
    // Chunks are of different moments; what changed meanwhile makes them one state.
    const now = await followRows(scope, source, rows);
    if (now !== null) return now;
    if (turn === mostTurns || (await source.version(scope)) === version) return rows;
  }
};

/** The rows at the present state; null when the source cannot tell what changed, or too much did. */
const followRows = async (
  scope: TenantScope,
  source: RecordSource,
  rows: Rows,
): Promise<Rows | null> => {
  const most = mostChanges(rows.dataset.rows);
  const changes = (await source.changes?.(scope, rows.version, most)) ?? null;
  if (changes === null) return null;
  if (changes.version === rows.version) return rows;
  const dataset = applyChanges(rows.definition, rows.dataset, changes);
  return { definition: rows.definition, version: changes.version, dataset };
};

const idsIn = (column: Column | undefined): readonly string[] => (column?.dict ?? []) as string[];

/** The rows with their columns of labels, which are kept from before where neither ids nor labels changed. */
const withLabels = async (
  ports: Ports,
  scope: TenantScope,
  rows: Rows,
  before: Resident | undefined,
): Promise<Resident> => {
  const { definition, dataset } = rows;
  const columns = sourceColumns(definition);
  const labels = new Map<string, Labels>();
  for (const object of labelledBy(definition)) {
    const wanted = new Set<string>();
    for (const { name, labels: of } of columns) {
      if (of !== object) continue;
      for (const id of idsIn(dataset.columns.get(idsOf(name)))) wanted.add(id);
    }
    labels.set(object, await readLabels(ports, scope, object, wanted, before?.labels.get(object)));
  }
  const made = new Map<string, Column>();
  for (const { schema } of scopeColumns) {
    const column = dataset.columns.get(schema.name);
    if (column !== undefined) made.set(schema.name, column);
  }
  for (const { name, labels: object } of columns) {
    if (object === undefined) {
      const column = dataset.columns.get(name);
      if (column !== undefined) made.set(name, column);
      continue;
    }
    const ids = dataset.columns.get(idsOf(name));
    if (ids === undefined) continue;
    const { byId } = labels.get(object) ?? {};
    const old = before?.dataset.columns.get(name);
    const isOld =
      old !== undefined &&
      before?.dataset.columns.get(idsOf(name)) === ids &&
      before.labels.get(object)?.byId === byId;
    made.set(name, isOld ? old : labelColumn(name, ids, (id) => byId?.get(id)?.label));
  }
  return { ...rows, labels, dataset: { ...dataset, columns: made } };
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
): Promise<Resident> =>
  withLabels(ports, scope, await loadRows(scope, source, definition), undefined);

/**
 * The resident at the present state: what changed is applied where the source can tell it, otherwise everything is read
 * again. Its columns are the same as if everything had been read; those that nothing changed are the old ones.
 */
export const refreshResident = async (
  ports: Ports,
  scope: TenantScope,
  source: RecordSource,
  before: Resident,
): Promise<Resident> => {
  const followed = await followRows(scope, source, before);
  const rows =
    followed ??
    ((await source.version(scope)) === before.version
      ? before
      : await loadRows(scope, source, before.definition));
  return withLabels(ports, scope, rows, before);
};
