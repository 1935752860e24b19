import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

import { derived, technical, type TableClass } from "../kernel/index.ts";

/**
 * Where in the log something stands: one row for each event and each thing it can be found by, so that the events of an
 * actor, a record or an action are a range of the key, newest last. Facets are those of `postingsOf`.
 */
export const auditPosting = sqliteTable(
  "audit_posting",
  {
    companyId: text("company_id").notNull(),
    facet: text("facet").notNull(),
    value: text("value").notNull(),
    seq: integer("seq").notNull(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.facet, table.value, table.seq] })],
);

/** How far the postings of a company have come, and the greatest time of an event up to there. */
export const auditIndexed = sqliteTable("audit_indexed", {
  companyId: text("company_id").primaryKey(),
  seq: integer("seq").notNull(),
  at: integer("at").notNull(),
});

/** Every table of the room with its class. */
export const tables: readonly TableClass[] = [
  derived(auditPosting),
  technical(auditIndexed, "how far the log was indexed; it moves with the postings it tells of"),
];
