import { ok } from "@ennead/core/kernel";

import type { RequestContext } from "../context.ts";
import { sql } from "../db/sql.ts";

/** What somebody was refused. */
export interface Denial {
  /** `<room>.<noun>.deny` */
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  /** The codes of the faults that he was told. */
  readonly codes: readonly string[];
}

/** Equal denials within so many milliseconds, and among so many of the newest events, are one event. */
const within = 60_000;
const among = 500;

/**
 * Writes to the audit log that the actor was refused something, in a batch of its own: what was refused wrote nothing. Of
 * equal denials within a minute the first is written, so that nobody floods the log by being refused.
 */
export const noteDenial = async (
  context: RequestContext,
  { action, entity, entityId, codes }: Denial,
): Promise<void> => {
  const { company, now, principal, route, scope } = context;
  const label = codes.join(", ");
  await context.services.uow.run(
    context,
    {
      load: async () => {
        const [found] = await scope.read(
          sql`select 1 from audit_event where company_id = ${company} and seq > (
              select max(seq) from audit_event where company_id = ${company}) - ${among}
            and at > ${now - within} and outcome = 'denied' and actor = ${principal.actor} and action = ${action}
            and entity_id = ${entityId} and route = ${route} and entity_label = ${label} limit 1`,
        );
        return ok(found?.rows.length === 1);
      },
      decide: (isKnown) =>
        ok({
          events: isKnown
            ? []
            : [
                {
                  action,
                  entity,
                  entityId,
                  label,
                  op: null,
                  version: null,
                  outcome: "denied",
                  diff: { changes: [], dropped: [], reversible: true },
                },
              ],
          parts: [],
          roots: [],
          answer: { status: 204 },
        }),
    },
    null,
  );
};
