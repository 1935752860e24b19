import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

import { entity, type TableClass } from "../kernel/index.ts";

const report = sqliteTable(
  "report",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    ownerId: text("owner_id").notNull(),
    name: text("name").notNull(),
    description: text("description"),
    /** PivotSpec as JSON. */
    spec: text("spec").notNull(),
    /** What concerns looks alone, as JSON; the widget's. */
    view: text("view"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    index("report_name").on(table.companyId, table.name, table.id),
    index("report_owner").on(table.companyId, table.ownerId, table.name, table.id),
    check("report_version", sql`version > 0`),
    check("report_spec", sql`json_type(spec) = 'object'`),
    check("report_view", sql`view is null or json_type(view) = 'object'`),
  ],
);

/** What audit rows and access call a report. */
export const reportEntity = "pivot.report";

/** Every table of the room with its class. */
export const tables: readonly TableClass[] = [entity(report, reportEntity)];
