import { scopeOf, scopeWhere } from "@ennead/core/access";

import type { RequestContext, Statement } from "../kernel/index.ts";
import { reportObject } from "./report.ts";

/** The rows of reports or of folders that the actor may read, those shared with him too, as a condition. */
export const readable = (
  { model, principal, services }: RequestContext,
  table: "report" | "report_folder",
): Statement => {
  const { sql: text, params } = scopeWhere(
    scopeOf(model, principal, reportObject.name, "read"),
    // Named with their table: that of shares has columns of the same names.
    { id: `${table}.id`, owner: `${table}.owner_id`, shares: services.ports.sharing.columns },
  );
  return { sql: text, args: params };
};
