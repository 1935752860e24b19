import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Which migrations a database has had. A known id with another hash stops the runner. */
export const migration = sqliteTable("schema_migration", {
  id: text("id").primaryKey(),
  hash: text("hash").notNull(),
  appliedAt: integer("applied_at").notNull(),
});

/** Hashes of what the runner made last: `triggers`, and `search:<name>` for every full-text index. */
export const schemaState = sqliteTable("schema_state", {
  id: text("id").primaryKey(),
  hash: text("hash").notNull(),
});

/** Which runner brings the database to its schema, and until when by the database's clock, in milliseconds. */
export const schemaLease = sqliteTable("schema_lease", {
  id: text("id").primaryKey(),
  holder: text("holder").notNull(),
  until: integer("until").notNull(),
});

/** Tables that the runner makes itself, before the first migration. */
export const madeByRunner: ReadonlySet<string> = new Set(["schema_lease"]);
