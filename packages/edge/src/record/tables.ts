import { sql } from "drizzle-orm";
import {
  check,
  customType,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

import { derived, entity, part, type TableClass } from "../kernel/index.ts";

const any = customType<{ data: unknown }>({ dataType: () => "any" });

/** Records of all objects: objects and fields are data, so that a new one needs no change of any table. */
const record = sqliteTable(
  "record",
  {
    companyId: text("company_id").notNull(),
    object: text("object").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    ownerId: text("owner_id"),
    territoryId: text("territory_id"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /** Fields in stored form, as a JSON object. */
    data: text("data").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.object, table.id] }),
    index("record_owner").on(table.companyId, table.object, table.ownerId, table.id),
    index("record_by_territory")
      .on(table.companyId, table.object, table.territoryId, table.id)
      .where(sql`territory_id is not null`),
    index("record_updated").on(table.companyId, table.object, table.updatedAt, table.id),
    check("record_version", sql`version > 0`),
    check("record_data", sql`json_type(data) = 'object'`),
  ],
);

/**
 * One row for every indexed field of every record, so that lists filter and sort by it at any size. An empty field is
 * the empty blob, which sorts after all numbers and texts. Derived, not a part: when a definition flags one more field,
 * the rows are refilled from `data`, and no record gets a new version for it.
 */
const recordValue = sqliteTable(
  "record_value",
  {
    companyId: text("company_id").notNull(),
    object: text("object").notNull(),
    field: text("field").notNull(),
    value: any("value").notNull(),
    rootId: text("root_id").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.companyId, table.object, table.field, table.value, table.rootId],
    }),
  ],
);

/** The values of unique fields. */
const recordUnique = sqliteTable(
  "record_unique",
  {
    companyId: text("company_id").notNull(),
    object: text("object").notNull(),
    field: text("field").notNull(),
    value: text("value").notNull(),
    rootId: text("root_id").notNull(),
    rootVersion: integer("root_version").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.object, table.field, table.value] }),
    uniqueIndex("record_unique_root").on(table.companyId, table.object, table.rootId, table.field),
    foreignKey({
      columns: [table.companyId, table.object, table.rootId],
      foreignColumns: [record.companyId, record.object, record.id],
    }),
  ],
);

/** What other systems call a record: one external id for each. */
const recordExternal = sqliteTable(
  "record_external",
  {
    companyId: text("company_id").notNull(),
    object: text("object").notNull(),
    externalId: text("external_id").notNull(),
    rootId: text("root_id").notNull(),
    rootVersion: integer("root_version").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.object, table.externalId] }),
    uniqueIndex("record_external_root").on(table.companyId, table.object, table.rootId),
    foreignKey({
      columns: [table.companyId, table.object, table.rootId],
      foreignColumns: [record.companyId, record.object, record.id],
    }),
  ],
);

/**
 * Which row of the full-text index is of which record, and of which version of it. `code` stands before each of its
 * words there.
 */
const recordIndexed = sqliteTable(
  "record_indexed",
  {
    rid: integer("rid").primaryKey(),
    companyId: text("company_id").notNull(),
    object: text("object").notNull(),
    rootId: text("root_id").notNull(),
    version: integer("version").notNull(),
    code: text("code").notNull(),
  },
  (table) => [uniqueIndex("record_indexed_root").on(table.companyId, table.object, table.rootId)],
);

const records = entity(record, { column: "object" });

/** Every table of the room with its class. */
export const tables: readonly TableClass[] = [
  records,
  part(recordUnique, records),
  part(recordExternal, records),
  derived(recordValue),
  derived(recordIndexed),
];
