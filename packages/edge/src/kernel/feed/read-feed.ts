import type { Instant } from "@ennead/core/kernel";

import type { Row } from "../db/db.ts";
import type { TenantScope } from "../db/scope.ts";
import { sql, type Statement } from "../db/sql.ts";
import type { FeedPortion, FollowRule } from "./follow-rule.ts";

/** A change as followers are told of it: no values, those are read from the row. */
export interface FeedEntry {
  readonly seq: number;
  readonly at: Instant;
  /** `<room>.<noun>.<verb>` */
  readonly action: string;
  readonly entity: string;
  readonly id: string;
  /** Of the entity after the change. */
  readonly version: number;
  readonly op: "create" | "update" | "delete";
  /** Names of the top-level fields that changed, each once. */
  readonly fields: readonly string[];
}

/** What a follower wants, as a condition on a row of `audit_event e`. */
export const followed = ({ objects = [], actions = [] }: FollowRule): Statement => {
  const exact = JSON.stringify(actions.filter((action) => !action.endsWith(".")));
  const begins = JSON.stringify(actions.filter((action) => action.endsWith(".")));
  return sql`e.op is not null and (e.entity in (select value from json_each(${JSON.stringify(objects)}))
    or e.action in (select value from json_each(${exact}))
    or exists(select 1 from json_each(${begins}) j where substr(e.action, 1, length(j.value)) = j.value))`;
};

const entryOf = (row: Row): FeedEntry => ({
  seq: Number(row["seq"]),
  at: Number(row["at"]),
  action: String(row["action"]),
  entity: String(row["entity"]),
  id: String(row["entity_id"]),
  version: Number(row["version"]),
  op: String(row["op"]) as FeedEntry["op"],
  fields: [...new Set(JSON.parse(String(row["fields"])) as readonly string[])],
});

/** The changes of a stretch of the log that a follower wants, in order of `seq`. */
export const readFeed = async (
  { company, read }: TenantScope,
  rule: FollowRule,
  { after, through }: FeedPortion,
): Promise<readonly FeedEntry[]> => {
  const [found] = await read(
    sql`select e.seq, e.at, e.action, e.entity, e.entity_id, e.version, e.op,
        (select json_group_array(name) from (
          select value ->> '$.path[0]' as name from json_each(e.diff, '$.changes')
          union all select value from json_each(e.diff, '$.dropped'))) as fields
      from audit_event e where e.company_id = ${company} and e.seq > ${after} and e.seq <= ${through}
        and ${followed(rule)} order by e.seq`,
  );
  return (found?.rows ?? []).map(entryOf);
};
