import type { TenantDb } from "../db/db.ts";
import { sql } from "../db/sql.ts";
import type { Migration } from "./migrate.ts";
import type { Trigger } from "./triggers.ts";

/** Whether every database answers and has the present schema. */
export interface Health {
  readonly ready: boolean;
  readonly reason?: string;
}

/** Asks every database. It says what is wrong in general words: the route that shows it is public. */
export const checkHealth = async (
  db: TenantDb,
  migrations: readonly Migration[],
  triggers: readonly Trigger[],
): Promise<Health> => {
  try {
    for await (const database of db.all()) {
      const [applied, present, open] = await database.read([
        sql`select id, hash from schema_migration`,
        sql`select count(*) as triggers from sqlite_master where type = 'trigger'`,
        sql`select count(*) as left from audit_licence`,
      ]);
      const known = new Map(applied?.rows.map((row) => [row["id"], row["hash"]]));
      const complete =
        migrations.every(({ id, hash }) => known.get(id) === hash) &&
        present?.rows[0]?.["triggers"] === triggers.length;
      if (!complete) return { ready: false, reason: "the schema is not the present one" };
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
