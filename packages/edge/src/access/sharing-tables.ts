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

import { entity, part, type TableClass } from "../kernel/index.ts";

const userGroup = sqliteTable(
  "user_group",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    name: text("name").notNull(),
    description: text("description"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    uniqueIndex("user_group_name").on(table.companyId, table.name),
    check("user_group_version", sql`version > 0`),
  ],
);

/** Who is in a group, people and other groups. It changes with the group, so that its history tells who was in it when. */
const groupMember = sqliteTable(
  "group_member",
  {
    companyId: text("company_id").notNull(),
    rootId: text("root_id").notNull(),
    /** `user:<id>` or `group:<id>`. */
    member: text("member").notNull(),
    rootVersion: integer("root_version").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.rootId, table.member] }),
    index("group_member_member").on(table.companyId, table.member),
    foreignKey({
      columns: [table.companyId, table.rootId],
      foreignColumns: [userGroup.companyId, userGroup.id],
    }),
  ],
);

/**
 * Who was given what by hand: the one table for everything that can be shared. Each share has a version and an event of
 * its own, so the log tells of every one who gave it, and to whom it was lowered or taken back; a part of the record
 * would need a version of the record for it. A record has at most one share for each target.
 */
const recordShare = sqliteTable(
  "record_share",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    /** Access object of the record: `account`, `pivot.report`. */
    object: text("object").notNull(),
    recordId: text("record_id").notNull(),
    /** `user:<id>`, `group:<id>`, `role:<id>`, `territory:<id>` or `company`. */
    target: text("target").notNull(),
    /** 1 read, 2 edit, 3 full. */
    level: integer("level").notNull(),
    /** From this moment on it gives nothing. */
    expiresAt: integer("expires_at"),
    note: text("note"),
    grantedBy: text("granted_by").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    uniqueIndex("record_share_record").on(
      table.companyId,
      table.object,
      table.recordId,
      table.target,
    ),
    index("record_share_target").on(
      table.companyId,
      table.object,
      table.target,
      table.level,
      table.recordId,
    ),
    index("record_share_expiry")
      .on(table.companyId, table.expiresAt)
      .where(sql`expires_at is not null`),
    check("record_share_version", sql`version > 0`),
    check("record_share_level", sql`level in (1, 2, 3)`),
  ],
);

/** Refusals that no grant outweighs, tried in the order in which they were made. */
const accessDeny = sqliteTable(
  "access_deny",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    /** `all`, `user:<id>` or `group:<id>`. */
    who: text("who").notNull(),
    /** An action, or `*` for every one. */
    action: text("action").notNull(),
    /** Null: every object. */
    object: text("object"),
    /** Null: every record. */
    recordId: text("record_id"),
    reason: text("reason").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    check("access_deny_version", sql`version > 0`),
    check("access_deny_record", sql`record_id is null or object is not null`),
  ],
);

/** Who acted as whom, why and until when. */
const impersonation = sqliteTable(
  "impersonation",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    actorId: text("actor_id").notNull(),
    userId: text("user_id").notNull(),
    reason: text("reason").notNull(),
    /** Actions that he may do meanwhile, as a JSON array. */
    allow: text("allow").notNull(),
    startsAt: integer("starts_at").notNull(),
    endsAt: integer("ends_at").notNull(),
    /** When it was ended by somebody, or found to be over. */
    endedAt: integer("ended_at"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    index("impersonation_open")
      .on(table.companyId, table.endsAt)
      .where(sql`ended_at is null`),
    check("impersonation_version", sql`version > 0`),
    check("impersonation_allow", sql`json_type(allow) = 'array'`),
    check("impersonation_length", sql`ends_at - starts_at between 1 and 3600000`),
  ],
);

const groups = entity(userGroup, "access.group");

/** Groups, shares, denies and impersonations with their classes. */
export const sharingTables: readonly TableClass[] = [
  groups,
  part(groupMember, groups),
  entity(recordShare, "access.share"),
  entity(accessDeny, "access.deny"),
  entity(impersonation, "access.impersonation"),
];
