import type { TenantDb } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Schema } from "./schema.ts";
import { isCurrent, standingOf } from "./standing.ts";

/** Whether every database answers and has the present schema. */
export interface Health {
  readonly ready: boolean;
  readonly reason?: string;
}

/** Asks every database. It says what is wrong in general words: the route that shows it is public. */
export const checkHealth = async (
  db: TenantDb,
  schema: Pick<Schema, "migrations" | "triggers" | "tables">,
): Promise<Health> => {
  try {
    for await (const database of db.all()) {
      const standing = await standingOf(database, schema);
      if (standing.pending.length > 0) {
        return { ready: false, reason: "a database waits to be migrated" };
      }
      // A newer version may have migrated it, and noted down which triggers it has.
      if (!isCurrent(standing) || !standing.guarded) {
        return { ready: false, reason: "the schema is not the present one" };
      }
      const [open] = await database.read([sql`select count(*) as left from audit_licence`]);
      // No commit of ours leaves one: somebody wrote past us with foreign keys switched off.
      if (open?.rows[0]?.["left"] !== 0) {
        return { ready: false, reason: "the log holds an event whose change was never made" };
      }
    }
    return { ready: true };
  } catch {
    return { ready: false, reason: "a database does not answer or has no schema" };
  }
};
