import type { AuditEntry } from "../audit/audit-entry.ts";
import type { RequestContext } from "../context.ts";
import { sql } from "../db/sql.ts";
import type { Answer } from "../http/answer.ts";

/** A batch of which nobody knows whether it was, or still will be, committed. */
export interface Unsure {
  /** The ids of its events, in order. The next try takes the same ones, so that of both one can be committed. */
  readonly ids: readonly string[];
  readonly events: readonly AuditEntry[];
  readonly answer: Answer;
}

/**
 * The one of these tries that was committed, or null as long as none was. They share the id of their first event; where
 * both made the same change of the same version, their answers are one.
 */
export const committed = async (
  { scope, company }: RequestContext,
  tries: readonly Unsure[],
): Promise<Unsure | null> => {
  const id = tries[0]?.ids[0];
  if (id === undefined) return null;
  const [found] = await scope.read(
    sql`select entity_id, version from audit_event where company_id = ${company} and id = ${id}`,
  );
  const row = found?.rows[0];
  if (row === undefined) return null;
  const made = tries.findLast(
    ({ events: [first] }) =>
      first?.entityId === row["entity_id"] && first?.version === row["version"],
  );
  return made ?? tries[0] ?? null;
};
