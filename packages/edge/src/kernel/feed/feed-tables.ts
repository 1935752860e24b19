import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Companies whose log may hold changes that some follower has not been given: one row for each, written in the batch of
 * the change, so that a drain finds them without looking at every log.
 */
export const feedWake = sqliteTable("feed_wake", {
  companyId: text("company_id").notNull().primaryKey(),
});

/** How far each follower has been given a company's log: the `seq` of the last event, 0 for none. */
export const feedCursor = sqliteTable(
  "feed_cursor",
  {
    companyId: text("company_id").notNull(),
    follower: text("follower").notNull(),
    seq: integer("seq").notNull(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.follower] })],
);
