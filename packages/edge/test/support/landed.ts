import { readFileSync } from "node:fs";

import type { Database, Statement } from "@ennead/edge";

import type { SqlValue } from "../../src/kernel/db/sql.ts";
import { migrations } from "../../src/kernel/schema/migrations.gen.ts";

interface Landed {
  readonly triggers: readonly string[];
  readonly tables: Readonly<
    Record<string, { readonly columns: readonly string[]; readonly rows: readonly SqlValue[][] }>
  >;
}

/**
 * What a database held that the first code wrote whose migrations were given out, 0000 and 0001: records that were
 * created, changed, removed and loaded, through its routes, with its triggers and the hashes of its migrations; and a job
 * of each state. Written down by that code; never generated anew. JSON has no blobs: the empty ones of `record_value` are null.
 */
export const landed: Landed = JSON.parse(
  readFileSync(new URL("landed.json", import.meta.url), "utf8"),
) as Landed;

const plain = (sql: string): Statement => ({ sql, args: [] });

/** Makes the database as that code left it. */
export const writeLanded = async (database: Database): Promise<void> => {
  await database.write(
    migrations.slice(0, 2).flatMap(({ statements }) => statements.map((one) => plain(one))),
  );
  await database.write(
    Object.entries(landed.tables).flatMap(([table, { columns, rows }]) =>
      rows.map((args) => ({
        sql: `insert into ${table}(${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`,
        args: args.map((one) =>
          table === "record_value" && one === null ? new Uint8Array() : one,
        ),
      })),
    ),
  );
  await database.write(landed.triggers.map((one) => plain(one)));
};
