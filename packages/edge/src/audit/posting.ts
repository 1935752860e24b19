import type { Instant } from "@ennead/core/kernel";

import { raw, sql, type Row, type Statement } from "../kernel/index.ts";

/** By what an event is found without looking at others. */
export type Facet =
  | "actor"
  | "onBehalfOf"
  | "action"
  | "entity"
  | "record"
  | "op"
  | "outcome"
  | "field"
  | "request"
  | "time";

/** One row of `audit_posting`. */
export type Posting = readonly [facet: Facet, value: string, seq: number];

/** A time as text that sorts as the time does: milliseconds since 0001-01-01, so that none is negative. */
export const timeValue = (at: Instant): string =>
  String(Math.max(0, at + 62_135_596_800_000)).padStart(15, "0");

/** Names of the top-level fields that an event changed, as JSON, each as often as it has changes. */
export const changedFields: Statement = raw(`(select json_group_array(name) from (
    select value ->> '$.path[0]' as name from json_each(e.diff, '$.changes')
    union all select value from json_each(e.diff, '$.dropped')))`);

/** What `postingsOf` reads of `audit_event e`: not its difference, which can be as long as a record. */
export const postingColumns: Statement = sql`e.seq, e.at, e.actor, e.on_behalf_of, e.action, e.entity,
  e.entity_id, e.op, e.outcome, e.request_id, ${changedFields} as fields`;

/** The events of a stretch of the log, oldest first, as `postingsOf` reads them. */
export const indexedColumns = (
  company: string,
  { after, through }: { readonly after: number; readonly through: number },
): Statement =>
  sql`select ${postingColumns}
    from audit_event e where e.company_id = ${company} and e.seq > ${after} and e.seq <= ${through}
    order by e.seq`;

/** What names a record among all entities. */
export const recordValue = (entity: string, id: string): string => `${entity}/${id}`;

/**
 * By what an event is found. `high` is the greatest time before it: an event has a time of its own only where it is
 * later, so that times ascend with `seq` whatever clocks do. Success is not indexed: it is nearly every event.
 */
export const postingsOf = (row: Row, high: Instant): readonly Posting[] => {
  const seq = Number(row["seq"]);
  const of = (facet: Facet, value: unknown): Posting => [facet, String(value), seq];
  const fields = new Set(JSON.parse(String(row["fields"])) as readonly string[]);
  const { on_behalf_of: onBehalfOf, op, outcome } = row;
  return [
    of("actor", row["actor"]),
    of("action", row["action"]),
    of("entity", row["entity"]),
    of("record", recordValue(String(row["entity"]), String(row["entity_id"]))),
    of("request", row["request_id"]),
    ...(onBehalfOf === null ? [] : [of("onBehalfOf", onBehalfOf)]),
    ...(op === null ? [] : [of("op", op)]),
    ...(outcome === "success" ? [] : [of("outcome", outcome)]),
    ...[...fields].map((name) => of("field", name)),
    ...(Number(row["at"]) > high ? [of("time", timeValue(Number(row["at"])))] : []),
  ];
};
