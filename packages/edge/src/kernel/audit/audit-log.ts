import type { Change, Diff } from "@ennead/core/audit";
import { canonicalJson, unwrap, type RandomBytes } from "@ennead/core/kernel";

import type { RequestContext } from "../context.ts";
import { raw, sql, type SqlValue, type Statement } from "../db/sql.ts";
import { ascendingIds } from "../ids.ts";
import { hex, sha256 } from "../keys/digest.ts";
import { randomPool } from "../random-pool.ts";
import type { AuditEntry } from "./audit-entry.ts";

type Value = readonly [
  eventId: string,
  commitment: string,
  subject: string,
  salt: string,
  value: string,
];

/** Commitment to a value: SHA-256 over its salt and its canonical JSON, as hex. */
export const commitTo = (salt: Uint8Array, value: string): Promise<string> => sha256(salt, value);

const held = ["before", "after", "beforeLabel", "afterLabel", "added", "removed"] as const;

/** The change with each personal value replaced by `{"$commitment": hex}`; the values go to `values`. */
const sealChange = async (
  random: RandomBytes,
  change: Change,
  keep: (commitment: string, salt: string, value: string) => void,
): Promise<Change> => {
  const sealed: Record<string, unknown> = { ...change };
  for (const key of held) {
    const value = sealed[key];
    if (value === undefined || value === null) continue;
    const text = unwrap(canonicalJson(value));
    const salt = random(16);
    const commitment = await commitTo(salt, text);
    keep(commitment, hex(salt), text);
    sealed[key] = { $commitment: commitment };
  }
  return sealed as unknown as Change;
};

const seal = async (
  random: RandomBytes,
  entry: AuditEntry,
  eventId: string,
  values: Value[],
): Promise<Diff> => {
  const { personal, diff, entity, entityId } = entry;
  if (personal === undefined || personal.size === 0) return diff;
  const changes = await Promise.all(
    diff.changes.map((change) =>
      personal.has(change.path[0] ?? "")
        ? sealChange(random, change, (commitment, salt, value) =>
            values.push([eventId, commitment, `${entity}/${entityId}`, salt, value]),
          )
        : change,
    ),
  );
  return { ...diff, changes };
};

/** How many rows go into one statement: it takes 32,766 parameters. */
const rowsAtOnce = 2_000;

const columns =
  "company_id, at, actor, actor_kind, actor_label, on_behalf_of, request_id, route," +
  " seq, id, action, entity, entity_id, entity_label, version, op, outcome, diff";

/** The statement that puts rows at the end of the company's log. One row is written without a query: it is cheaper. */
const insertEvents = (
  { company, now, principal, actorLabel, requestId, route }: RequestContext,
  rows: readonly (readonly SqlValue[])[],
): Statement => {
  const common = sql`${company}, ${now}, ${principal.actor}, ${principal.kind}, ${actorLabel},
    ${principal.onBehalfOf ?? null}, ${requestId}, ${route}, (select coalesce(max(seq), 0) from audit_event where company_id = ${company})`;
  const [only] = rows;
  if (rows.length === 1 && only !== undefined) {
    const own = { sql: ", ?".repeat(only.length), args: only };
    return sql`insert into audit_event(${raw(columns)}) values (${common} + 1${own})`;
  }
  const values = rows.map((row, at) => `(${at + 1}${", ?".repeat(row.length)})`).join(", ");
  const own = raw((rows[0] ?? []).map((_, at) => `, column${at + 2}`).join(""));
  return sql`insert into audit_event(${raw(columns)}) select ${common} + column1${own}
    from (${{ sql: `values ${values}`, args: rows.flat() }})`;
};

/** Events ready to be written. */
export interface AuditBatch {
  readonly statements: readonly Statement[];
  /** Ids of the events, in order: by the first it can be told whether the batch was committed. */
  readonly ids: readonly string[];
}

/**
 * The statements that write the events, in order, at the end of the company's log. `reused` are ids of a try whose
 * outcome is unknown: no two events have one id, so the log refuses whichever of both tries comes second.
 */
export const auditBatch = async (
  context: RequestContext,
  entries: readonly AuditEntry[],
  reused: readonly string[] = [],
): Promise<AuditBatch> => {
  if (entries.length === 0) return { statements: [], ids: [] };
  const { company, now } = context;
  const values: Value[] = [];
  const newId = ascendingIds(now, context.random);
  const salts = randomPool(context.random, Math.min(16 * 4 * entries.length, 8192));
  const ids = entries.map((_, at) => reused[at] ?? newId());
  const rows = await Promise.all(
    entries.map(async (entry, at): Promise<readonly SqlValue[]> => {
      const id = ids[at] ?? "";
      const diff = await seal(salts, entry, id, values);
      return [
        id,
        entry.action,
        entry.entity,
        entry.entityId,
        entry.label,
        entry.version,
        entry.op,
        entry.outcome ?? "success",
        JSON.stringify(diff),
      ];
    }),
  );
  const events: Statement[] = [];
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    events.push(insertEvents(context, rows.slice(at, at + rowsAtOnce)));
  }
  if (values.length === 0) return { statements: events, ids };
  return {
    ids,
    statements: [
      ...events,
      sql`with j as materialized (select value from json_each(${JSON.stringify(values)}))
      insert into audit_value(company_id, commitment, event_id, subject, salt, value)
      select ${company}, value ->> 1, value ->> 0, value ->> 2, value ->> 3, value ->> 4
      from j`,
    ],
  };
};
