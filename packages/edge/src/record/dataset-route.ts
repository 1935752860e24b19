import { err, fault, ok, type Fault, type Result } from "@ennead/core/kernel";
import type { Dataset } from "@ennead/core/pivot";
import { arrowFromDataset } from "@ennead/core/pivot/arrow";
import * as v from "valibot";

import { sha256, type Answer, type RequestContext, type VisibleDataset } from "../kernel/index.ts";

export const datasetQuery = v.strictObject({
  fields: v.optional(v.pipe(v.string(), v.maxLength(8192))),
});

const always = ["id", "owner", "ownerId", "createdAt", "updatedAt"] as const;

/** Columns of a field: its own, its currency, its id. */
const columnsOf = ({ dataset }: VisibleDataset, field: string): readonly string[] =>
  [field, `${field}.currency`, `${field}.id`].filter((name) => dataset.columns.has(name));

const chosen = (
  visible: VisibleDataset,
  fields: string | undefined,
): Result<readonly string[], Fault> => {
  if (fields === undefined) {
    return ok([...visible.dataset.columns.keys()].filter((name) => name !== "externalId"));
  }
  const names = new Set<string>(always);
  for (const field of fields.split(",")) {
    const columns = columnsOf(visible, field);
    if (columns.length === 0) {
      return err(
        fault("record/unknown-field", `There is no column ${JSON.stringify(field.slice(0, 70))}.`, [
          "fields",
        ]),
      );
    }
    for (const name of columns) names.add(name);
  }
  return ok([...names]);
};

const withColumns = (dataset: Dataset, names: readonly string[]): Dataset => ({
  ...dataset,
  columns: new Map(
    names.flatMap((name) => {
      const column = dataset.columns.get(name);
      return column === undefined ? [] : [[name, column] as const];
    }),
  ),
});

/** The records of an object as Arrow IPC: the rows and fields that the actor may read. */
export const answerDataset = async (
  context: RequestContext,
  object: string,
  fields: string | undefined,
): Promise<Result<Answer, Fault>> => {
  const visible = await context.services.datasets.open(context, object);
  if (!visible.ok) return visible;
  const names = chosen(visible.value, fields);
  if (!names.ok) return names;
  const { dataset } = visible.value;
  // What one sees depends on the data, on one's rights and on the columns; the data version alone is in clear.
  const { stamp, actor } = context.principal;
  const view = await sha256(JSON.stringify([stamp, actor, visible.value.sight, names.value]));
  const etag = `W/"${dataset.version}-${view.slice(0, 16)}"`;
  return ok({
    status: 200,
    bytes: () => arrowFromDataset(withColumns(dataset, names.value)),
    headers: { etag, "content-type": "application/vnd.apache.arrow.stream" },
  });
};
