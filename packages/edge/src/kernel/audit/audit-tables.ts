import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

/**
 * Everything that happened, one row for each event, in the order of `seq`. Rows with an `op` license exactly one write
 * of one entity; rows without change nothing (reads, exports, denials).
 */
export const auditEvent = sqliteTable(
  "audit_event",
  {
    companyId: text("company_id").notNull(),
    seq: integer("seq").notNull(),
    id: text("id").notNull(),
    at: integer("at").notNull(),
    action: text("action").notNull(),
    entity: text("entity").notNull(),
    entityId: text("entity_id").notNull(),
    entityLabel: text("entity_label"),
    version: integer("version"),
    op: text("op", { enum: ["create", "update", "delete"] }),
    outcome: text("outcome", { enum: ["success", "failure", "denied"] }).notNull(),
    actor: text("actor").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorLabel: text("actor_label").notNull(),
    onBehalfOf: text("on_behalf_of"),
    requestId: text("request_id").notNull(),
    route: text("route").notNull(),
    diff: text("diff").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.seq] }),
    uniqueIndex("audit_event_id").on(table.companyId, table.id),
    uniqueIndex("audit_event_version")
      .on(table.companyId, table.entity, table.entityId, table.version)
      .where(sql`version is not null`),
    check("audit_event_diff", sql`json_type(diff) = 'object'`),
    check("audit_event_op", sql`(op is null) = (version is null)`),
  ],
);

/**
 * The personal values of events, apart from them: an event holds only a salted commitment, so erasing a person destroys
 * rows here and changes none there.
 */
export const auditValue = sqliteTable(
  "audit_value",
  {
    companyId: text("company_id").notNull(),
    eventId: text("event_id").notNull(),
    commitment: text("commitment").notNull(),
    subject: text("subject").notNull(),
    salt: text("salt").notNull(),
    value: text("value").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.eventId, table.commitment] }),
    index("audit_value_subject").on(table.companyId, table.subject),
  ],
);

/** A table that can hold no row, so that a reference to it can never be satisfied. */
export const never = sqliteTable("audit_never", { id: integer("id").primaryKey() }, () => [
  check("audit_never_empty", sql`id is null`),
]);

/**
 * Licences that are open: opened by a changing event, consumed by the write it describes. The deferred reference to
 * `audit_never` makes COMMIT refuse a batch that leaves one over. The runner adds a column `used_<table>` for every
 * entity table, by which that table says that its row was written.
 */
export const licence = sqliteTable(
  "audit_licence",
  {
    companyId: text("company_id").notNull(),
    entity: text("entity").notNull(),
    entityId: text("entity_id").notNull(),
    version: integer("version").notNull(),
    op: text("op").notNull(),
    unused: integer("unused").notNull().default(1),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.entity, table.entityId] }),
    foreignKey({ columns: [table.unused], foreignColumns: [never.id] }),
    check("audit_licence_unused", sql`unused = 1`),
  ],
);

/** The newest event of each company. It is behind the log only while an event is inserted: the time of opening licences. */
export const auditHead = sqliteTable("audit_head", {
  companyId: text("company_id").primaryKey(),
  seq: integer("seq").notNull(),
});

/** Answers of commands by the caller's key, so that a repeated command answers what the first one did. */
export const idempotency = sqliteTable(
  "idempotency",
  {
    companyId: text("company_id").notNull(),
    actor: text("actor").notNull(),
    key: text("key").notNull(),
    hash: text("hash").notNull(),
    route: text("route").notNull(),
    apiVersion: text("api_version").notNull(),
    response: text("response").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.actor, table.key] }),
    index("idempotency_age").on(table.createdAt),
  ],
);
