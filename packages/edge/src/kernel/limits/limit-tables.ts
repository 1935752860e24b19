import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * One row for each bucket that has something in it. `id` is a digest: addresses and accounts stand in no table. `tat` is
 * the theoretical arrival time, in milliseconds; `strikes` counts failures in a row; a row past `expires_at` says
 * nothing any more.
 */
export const rateBucket = sqliteTable(
  "rate_bucket",
  {
    id: text("id").primaryKey(),
    tat: integer("tat").notNull(),
    strikes: integer("strikes").notNull().default(0),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("rate_bucket_expires").on(table.expiresAt)],
);
