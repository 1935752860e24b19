import type { Catalogue } from "@ennead/core/record";

import { sql, type RecordsPort } from "../kernel/index.ts";
import { readByIds } from "./store.ts";

/** Port `records` over the record tables. */
export const recordsPort = (objects: Catalogue): RecordsPort => ({
  objects: () => Promise.resolve(objects),
  get: (scope, object, ids) =>
    objects.has(object) ? readByIds(scope, object, ids) : Promise.resolve([]),
  labels: async (scope, object, ids) => {
    const definition = objects.get(object);
    if (definition === undefined || ids.length === 0) return new Map();
    const [found] = await scope.read(
      sql`with j as materialized (select value as id from json_each(${JSON.stringify(ids)}))
        select r.id, r.data ->> ${definition.nameField} as label from j cross join record r
        where r.company_id = ${scope.company} and r.object = ${object} and r.id = j.id`,
    );
    return new Map(
      (found?.rows ?? []).map((row) => [String(row["id"]), String(row["label"] ?? "")]),
    );
  },
});
