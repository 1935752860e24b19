import { scopeOf } from "@ennead/core/access";

import { raw, sql, type RequestContext, type Statement } from "../kernel/index.ts";

/** The rows of an object that the actor may read, as a condition on `record r`. */
export const rowScope = ({ model, principal }: RequestContext, object: string): Statement => {
  const scope = scopeOf(model, principal, object, "read");
  if (scope === "all") return raw("1");
  if (scope === "none") return raw("0");
  return sql`r.owner_id in (select value from json_each(${JSON.stringify(scope.owners)}))`;
};
