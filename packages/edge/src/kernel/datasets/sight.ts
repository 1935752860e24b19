import { readableFields, scopeOf, type RecordScope } from "@ennead/core/access";
import type { Column, Dataset } from "@ennead/core/pivot";
import type { ObjectDefinition } from "@ennead/core/record";

import type { RequestContext } from "../context.ts";
import { isValid } from "./codes.ts";
import { idsOf, sourceColumns } from "./resident-columns.ts";
import type { Resident } from "./resident.ts";
import { takeColumn, takeRows } from "./take-rows.ts";

/** How a column of labels is shown: whole, without the records that stay hidden, or not at all. */
type LabelRight = "all" | "none" | RecordScope;

/** What an actor may see of one object. */
export interface Sight {
  readonly rows: "all" | RecordScope;
  readonly fields: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, LabelRight>;
}

export const labelRight = (
  { model, principal }: RequestContext,
  definition: ObjectDefinition | null,
): LabelRight => {
  if (definition === null) return "none";
  const { name, nameField } = definition;
  if (!readableFields(model, principal, name).has(nameField)) return "none";
  return scopeOf(model, principal, name, "read");
};

const allRows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, at) => at);

/** The label column with only the labels of records that the actor may see; the ids beside it tell which is which. */
const maskLabels = (
  column: Column,
  ids: Column | undefined,
  visible: (id: string) => boolean,
): Column => {
  const rows = (column.codes ?? []).length;
  const validity = new Uint8Array((rows + 7) >> 3);
  const shown = (ids?.dict ?? []).map((id) => visible(String(id)));
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

/** The rows of the owners that a scope reaches. */
const rowsOf = ({ columns, rows: count }: Dataset, scope: RecordScope): Uint32Array => {
  const { codes, dict = [], validity } = columns.get("ownerId") ?? {};
  const owners = new Set<string>(scope.owners);
  const reached = dict.map((owner) => owners.has(String(owner)));
  const rows: number[] = [];
  for (let row = 0; row < count; row += 1) {
    if (reached[codes?.[row] ?? -1] === true && isValid(validity, row)) rows.push(row);
  }
  return Uint32Array.from(rows);
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
      const known = labels.get(object ?? "")?.byId;
      const owners = new Set<string | null | undefined>(right.owners);
      const visible = (id: string): boolean => owners.has(known?.get(id)?.owner);
      columns.set(name, maskLabels(column, dataset.columns.get(idsOf(name)), visible));
    }
  }
  const shown = { ...dataset, columns };
  if (sight.rows === "all") return shown;
  return takeRows(shown, rowsOf(dataset, sight.rows));
};
