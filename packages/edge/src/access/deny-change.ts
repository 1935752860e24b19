import { sql, type RequestContext } from "../kernel/index.ts";
import type { StoredDeny } from "./deny.ts";
import { eventOf, type Entity } from "./event.ts";
import type { Change } from "./writes.ts";

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
