import { scopeOf, scopeWhere, targetsOf } from "@ennead/core/access";

import { raw, sql, type RequestContext, type Statement } from "../kernel/index.ts";
import { personOf } from "./person.ts";
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

/** The reports that a share gives to whoever asks, himself or by what he is in; whose they are tells nothing of it. */
export const sharedWith = ({
  model,
  principal,
  company,
  now,
  services,
}: RequestContext): Statement => {
  const { columns } = services.ports.sharing;
  const at = (name: Exclude<keyof typeof columns, "table">): Statement =>
    raw(`${columns.table}.${columns[name]}`);
  const targets = JSON.stringify(targetsOf(model, personOf(principal)));
  return sql`exists (select 1 from ${raw(columns.table)} where ${at("company")} = ${company}
    and ${at("object")} = ${reportObject.name} and ${at("record")} = report.id
    and ${at("target")} in (select value from json_each(${targets}))
    and (${at("expiresAt")} is null or ${at("expiresAt")} > ${now}))`;
};
