import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Which migrations a database has had. A known id with another hash stops the runner. */
export const migration = sqliteTable("schema_migration", {
  id: text("id").primaryKey(),
  hash: text("hash").notNull(),
  appliedAt: integer("applied_at").notNull(),
});

/** Hash of the triggers that were last created, so that they are made anew only when they changed. */
export const schemaState = sqliteTable("schema_state", {
  id: text("id").primaryKey(),
  hash: text("hash").notNull(),
});
