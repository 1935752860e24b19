import type { Database } from "../db/db.ts";
import { raw, sql, type Statement } from "../db/sql.ts";

/** The database's own clock in milliseconds: runners on machines whose clocks differ agree on it. */
const clock = raw("cast(unixepoch('subsec') * 1000 as integer)");

/** The right of one runner to change the schema. */
export interface RunnerLease {
  /** Refuses a batch (`LEASE`) once the right has passed to another, and holds it for a further time. */
  readonly fence: readonly Statement[];
  readonly release: () => Promise<void>;
}

/** Takes the lease for so many milliseconds, or answers null while another runner holds it. */
export const takeLease = async (
  database: Database,
  length: number,
): Promise<RunnerLease | null> => {
  const [, taken] = await database.write([
    raw(
      "create table if not exists schema_lease(id text primary key not null," +
        " holder text not null, until integer not null) strict, without rowid",
    ),
    sql`insert into schema_lease(id, holder, until)
      values ('runner', lower(hex(randomblob(16))), ${clock} + ${length})
      on conflict(id) do update set holder = excluded.holder, until = excluded.until
        where until <= ${clock}
      returning holder`,
  ]);
  const row = taken?.rows[0];
  if (row === undefined) return null;
  const holder = String(row["holder"]);
  return {
    fence: [
      sql`select iif(exists(select 1 from schema_lease where holder = ${holder} and until > ${clock}),
        1, json('LEASE'))`,
      sql`update schema_lease set until = ${clock} + ${length} where holder = ${holder}`,
    ],
    release: async () => {
      await database.write([sql`delete from schema_lease where holder = ${holder}`]);
    },
  };
};
