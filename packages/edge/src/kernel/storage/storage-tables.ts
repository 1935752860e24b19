import { blob, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** What is known of each file that waits to be fetched. Its row is there before its first byte and after its last. */
export const storedFile = sqliteTable(
  "stored_file",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    /** What it is for, by a name of the room: `pivot.export`. */
    purpose: text("purpose").notNull(),
    /** Whose it is. */
    owner: text("owner").notNull(),
    name: text("name").notNull(),
    media: text("media").notNull(),
    /** What the room must know to hand it out, as JSON. */
    facts: text("facts").notNull(),
    /** Null until it is whole: nobody is given it before. */
    bytes: integer("bytes"),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    uniqueIndex("stored_file_id").on(table.companyId, table.id),
    index("stored_file_owner").on(table.companyId, table.purpose, table.owner),
    index("stored_file_expires").on(table.expiresAt),
  ],
);

/** The bytes of files, where the database is their storage. Rows are wide, so the table is not clustered by its key. */
export const storedPiece = sqliteTable(
  "stored_piece",
  {
    companyId: text("company_id").notNull(),
    fileId: text("file_id").notNull(),
    /** From 0. */
    no: integer("no").notNull(),
    bytes: blob("bytes", { mode: "buffer" }).notNull(),
  },
  (table) => [uniqueIndex("stored_piece_place").on(table.companyId, table.fileId, table.no)],
);
