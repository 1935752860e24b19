import {
  canonicalJson,
  ok,
  unwrap,
  type Fault,
  type JsonObject,
  type Result,
} from "@ennead/core/kernel";

import { sha256, sql, type Command, type RequestContext } from "../kernel/index.ts";

/** Equal readings within so many milliseconds, and among so many of the newest events, are one event. */
const within = 60_000;
const among = 500;

const longestLabel = 500;

/**
 * Writes to the log that the actor read of it, before he is answered: who cannot be noted is told nothing. Of equal
 * questions within a minute the first is written, and pages after the first are none of their own, so that the log does
 * not fill with its own readings.
 */
export const noteReading = async (
  context: RequestContext,
  verb: "read" | "count" | "view",
  question: JsonObject,
): Promise<Result<null, Fault | readonly Fault[]>> => {
  const { company, now, principal, scope, services } = context;
  const text = unwrap(canonicalJson(question));
  const entityId = (await sha256(text)).slice(0, 32);
  const action = `audit.log.${verb}`;
  const command: Command<boolean> = {
    load: async () => {
      const [found] = await scope.read(
        sql`select 1 from audit_event where company_id = ${company} and seq > (
            select max(seq) from audit_event where company_id = ${company}) - ${among}
          and at > ${now - within} and actor = ${principal.actor}
          and on_behalf_of is ${principal.onBehalfOf ?? null}
          and action = ${action} and entity_id = ${entityId} limit 1`,
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
                entity: "audit.log",
                entityId,
                label: text.slice(0, longestLabel),
                op: null,
                version: null,
                diff: { changes: [], dropped: [], reversible: true },
              },
            ],
        parts: [],
        roots: [],
        answer: { status: 204 },
      }),
  };
  const noted = await services.uow.run(context, command, null);
  return noted.ok ? ok(null) : noted;
};
