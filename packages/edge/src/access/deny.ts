import { formatInstant } from "@ennead/core/calendar";
import type { JsonObject } from "@ennead/core/kernel";

import { sql, type RequestContext, type Row } from "../kernel/index.ts";
import { eventOf, type Entity } from "./event.ts";
import type { Change } from "./writes.ts";

/** A refusal that no grant outweighs. Times are epoch milliseconds. */
export interface StoredDeny {
  readonly id: string;
  readonly version: number;
  /** `all`, `user:<id>` or `group:<id>`. */
  readonly who: string;
  /** An action, or `*`. */
  readonly action: string;
  /** Null: every object. */
  readonly object: string | null;
  /** Null: every record of the object. */
  readonly recordId: string | null;
  /** What whoever is refused is told. */
  readonly reason: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const textOrNull = (value: Row[string] | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

/** A row of `access_deny`. */
export const denyOf = (row: Row): StoredDeny => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  who: String(row["who"]),
  action: String(row["action"]),
  object: textOrNull(row["object"]),
  recordId: textOrNull(row["record_id"]),
  reason: String(row["reason"]),
  createdAt: Number(row["created_at"]),
  updatedAt: Number(row["updated_at"]),
});

export const denyJson = (deny: StoredDeny): JsonObject => ({
  ...deny,
  createdAt: formatInstant(deny.createdAt),
  updatedAt: formatInstant(deny.updatedAt),
});

const denyEntity: Entity = {
  name: "access.deny",
  fields: {
    who: { type: "text" },
    action: { type: "text" },
    object: { type: "text" },
    recordId: { type: "reference" },
    reason: { type: "text" },
  },
};

/** What makes, changes or removes a deny, as either side is null. */
export const changeDeny = (
  { company, now }: RequestContext,
  before: StoredDeny | null,
  after: StoredDeny | null,
): Change => {
  const event = eventOf(denyEntity, before, after);
  if (event === null) return { events: [], parts: [], roots: [] };
  const root =
    after === null
      ? sql`delete from access_deny where company_id = ${company} and id = ${before?.id ?? ""}
          and version = ${before?.version ?? 0}`
      : before === null
        ? sql`insert into access_deny(company_id, id, version, who, action, object, record_id, reason,
              created_at, updated_at)
            values (${company}, ${after.id}, ${after.version}, ${after.who}, ${after.action},
              ${after.object}, ${after.recordId}, ${after.reason}, ${now}, ${now})`
        : sql`update access_deny set version = ${after.version}, who = ${after.who},
              action = ${after.action}, object = ${after.object}, record_id = ${after.recordId},
              reason = ${after.reason}, updated_at = ${now}
            where company_id = ${company} and id = ${after.id} and version = ${before.version}`;
  return { events: [event], parts: [], roots: [root] };
};
