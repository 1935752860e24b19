import { readableFields, scopeRows, type ScopeTable } from "@ennead/core/access";
import type { Column, Dataset } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

import type { RequestContext } from "../context.ts";
import type { Referred } from "./labels.ts";
import { reachOf, type Reach, type RowRight } from "./reach.ts";
import { idsOf, sourceColumns } from "./resident-columns.ts";
import type { Resident } from "./resident.ts";
import { takeColumn, takeRows } from "./take-rows.ts";

/** What an actor may see of one object. */
export interface Sight {
  readonly rows: Exclude<RowRight, "none">;
  readonly fields: ReadonlySet<string>;
  /** How a column of labels is shown: whole, without those of records that stay hidden, or not at all. */
  readonly labels: ReadonlyMap<string, RowRight>;
}

const keyOf = (right: RowRight): string => (typeof right === "string" ? right : right.key);

/** Equal for equal sights: what two actors of one key see of a state is the same. */
export const sightKey = ({ rows, fields, labels }: Sight): string =>
  JSON.stringify([
    keyOf(rows),
    [...fields],
    [...labels].map(([name, right]) => [name, keyOf(right)]),
  ]);

/** The labels of the records of an object that the actor may see. */
export const labelRight = async (
  context: RequestContext,
  definition: ObjectDefinition | null,
): Promise<RowRight> => {
  if (definition === null) return "none";
  const { name, nameField } = definition;
  if (!readableFields(context.model, context.principal, name).has(nameField)) return "none";
  return reachOf(context, name);
};

const allRows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, at) => at);

/** The label column with only the labels of records that the actor may see; the ids beside it tell which is which. */
const maskLabels = (
  column: Column,
  ids: Column | undefined,
  reached: ReadonlySet<string>,
): Column => {
  const rows = (column.codes ?? []).length;
  const validity = new Uint8Array((rows + 7) >> 3);
  const shown = (ids?.dict ?? []).map((id) => reached.has(String(id)));
  for (let row = 0; row < rows; row += 1) {
    const bit = 1 << (row & 7);
    const hasId = ids?.validity === undefined || ((ids.validity[row >> 3] ?? 0) & bit) !== 0;
    const hasLabel =
      column.validity === undefined || ((column.validity[row >> 3] ?? 0) & bit) !== 0;
    if (hasId && hasLabel && shown[ids?.codes?.[row] ?? -1] === true) {
      validity[row >> 3] = (validity[row >> 3] ?? 0) | bit;
    }
  }
  // Taking all rows drops the hidden labels from the dictionary too.
  return takeColumn({ ...column, validity }, allRows(rows));
};

const scopeTable: ScopeTable = { id: "id", owner: "ownerId", territory: "territoryId" };

/** The rows that somebody reaches. */
const rowsOf = (dataset: Dataset, { scope, sharedIds }: Reach): Uint32Array => {
  const selected = scopeRows(scope, dataset, scopeTable, sharedIds);
  const rows: number[] = [];
  for (let row = 0; row < selected.length; row += 1) if (selected[row] === 1) rows.push(row);
  return Uint32Array.from(rows);
};

/** The ids among these that somebody reaches: the records, each a row of its own, asked as a dataset is. */
const idsReached = (
  known: ReadonlyMap<string, Referred | null>,
  { scope, sharedIds }: Reach,
): ReadonlySet<string> => {
  const found = [...known].flatMap(([id, one]) => (one === null ? [] : [{ id, ...one }]));
  const codes = Int32Array.from(found.keys());
  // No id is the empty text, so it stands for none.
  const column = (name: string, dict: readonly string[]): [string, Column] => [
    name,
    { name, type: "text", codes, dict },
  ];
  const columns = new Map([
    column(
      scopeTable.id,
      found.map(({ id }) => id),
    ),
    column(
      scopeTable.owner,
      found.map(({ owner }) => owner ?? ""),
    ),
    column(
      "territoryId",
      found.map(({ territory }) => territory ?? ""),
    ),
  ]);
  const selected = scopeRows(scope, { rows: found.length, columns }, scopeTable, sharedIds);
  return new Set(found.filter((_, at) => selected[at] === 1).map(({ id }) => id));
};

/** The dataset as an actor may see it, of whole rows: what he may not read is not in it in any form. */
export const narrow = (resident: Resident, sight: Sight): Dataset => {
  const { dataset, definition, labels } = resident;
  const columns = new Map<string, Column>();
  for (const { name, field, labels: object } of sourceColumns(definition)) {
    const column = dataset.columns.get(name);
    if (column === undefined || (field !== undefined && !sight.fields.has(field))) continue;
    const right = object === undefined ? "all" : (sight.labels.get(object) ?? "none");
    if (right === "none") continue;
    if (right === "all") columns.set(name, column);
    else {
      const reached = idsReached(labels.get(object ?? "")?.byId ?? new Map(), right);
      columns.set(name, maskLabels(column, dataset.columns.get(idsOf(name)), reached));
    }
  }
  const shown = { ...dataset, columns };
  if (sight.rows === "all") return shown;
  return takeRows(shown, rowsOf(dataset, sight.rows));
};
