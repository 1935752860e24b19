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

import { entity, part, technical, type TableClass } from "../kernel/index.ts";
import { sharingTables } from "./sharing-tables.ts";

/** The company itself: one row, whose id is the company's. */
const company = sqliteTable(
  "company",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    name: text("name").notNull(),
    currency: text("currency").notNull(),
    locale: text("locale").notNull(),
    timeZone: text("time_zone").notNull(),
    /** Org-wide defaults by object, as a JSON object. */
    defaults: text("defaults").notNull(),
    /** Origins whose pages may call the API for this company, as a JSON array. */
    origins: text("origins").notNull().default("[]"),
    /** How its fiscal year is counted, as a JSON object; null while nobody has said. */
    fiscal: text("fiscal"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    check("company_self", sql`id = company_id`),
    check("company_version", sql`version > 0`),
    check("company_defaults", sql`json_type(defaults) = 'object'`),
  ],
);

const user = sqliteTable(
  "user",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    name: text("name").notNull(),
    /** In lower case: two spellings of one address are one user. */
    email: text("email").notNull(),
    active: integer("active").notNull(),
    managerId: text("manager_id"),
    /** Tokens and sessions from before this moment no longer sign him in. */
    signedOutAt: integer("signed_out_at"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    uniqueIndex("user_email").on(table.companyId, table.email),
    index("user_name").on(table.companyId, table.name, table.id),
    check("user_version", sql`version > 0`),
    check("user_active", sql`active in (0, 1)`),
  ],
);

const permissionSet = sqliteTable(
  "permission_set",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    name: text("name").notNull(),
    role: integer("role").notNull(),
    /** Objects, fields and system permissions of the set, as a JSON object. */
    grants: text("grants").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    uniqueIndex("permission_set_name").on(table.companyId, table.name),
    check("permission_set_version", sql`version > 0`),
    check("permission_set_role", sql`role in (0, 1)`),
    check("permission_set_grants", sql`json_type(grants) = 'object'`),
  ],
);

/** Which sets a user holds. It changes with the user, so that his history tells what he could do when. */
const permissionSetUser = sqliteTable(
  "permission_set_user",
  {
    companyId: text("company_id").notNull(),
    rootId: text("root_id").notNull(),
    setId: text("set_id").notNull(),
    rootVersion: integer("root_version").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.rootId, table.setId] }),
    index("permission_set_user_set").on(table.companyId, table.setId),
    foreignKey({
      columns: [table.companyId, table.rootId],
      foreignColumns: [user.companyId, user.id],
    }),
  ],
);

const accessStamp = sqliteTable(
  "access_stamp",
  {
    companyId: text("company_id").primaryKey(),
    stamp: integer("stamp").notNull(),
  },
  () => [check("access_stamp_positive", sql`stamp > 0`)],
);

/** Keys are found by their prefix before anybody's company is known, so it is unique over all of them. */
const apiKey = sqliteTable(
  "api_key",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    prefix: text("prefix").notNull(),
    /** SHA-256 of the key's text, in hex: whoever reads it can sign in as nobody. */
    hash: text("hash").notNull(),
    name: text("name").notNull(),
    userId: text("user_id").notNull(),
    /** Words of its scopes, as a JSON array. */
    scopes: text("scopes").notNull(),
    /** Id of the key by which it was made, and with which it is revoked; null where a person was there himself. */
    madeBy: text("made_by"),
    expiresAt: integer("expires_at").notNull(),
    revokedAt: integer("revoked_at"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    uniqueIndex("api_key_prefix").on(table.prefix),
    index("api_key_user").on(table.companyId, table.userId, table.createdAt, table.id),
    check("api_key_version", sql`version > 0`),
    check("api_key_scopes", sql`json_type(scopes) = 'array'`),
  ],
);

const apiKeyUse = sqliteTable(
  "api_key_use",
  {
    companyId: text("company_id").notNull(),
    keyId: text("key_id").notNull(),
    usedAt: integer("used_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.keyId] })],
);

/** Found by the hash of their secret before anybody's company is known. */
const session = sqliteTable(
  "session",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    /** SHA-256 of the secret in the cookie, in hex. */
    hash: text("hash").notNull(),
    userId: text("user_id").notNull(),
    /** What the browser called itself at sign-in. */
    agent: text("agent"),
    createdAt: integer("created_at").notNull(),
    seenAt: integer("seen_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    uniqueIndex("session_hash").on(table.hash),
    index("session_user").on(table.companyId, table.userId, table.createdAt, table.id),
    index("session_age").on(table.companyId, table.createdAt),
  ],
);

const users = entity(user, "access.user");

/** Every table of the room with its class. */
export const tables: readonly TableClass[] = [
  entity(company, "access.company"),
  users,
  entity(permissionSet, "access.permission-set"),
  part(permissionSetUser, users),
  ...sharingTables,
  entity(apiKey, "access.api-key"),
  technical(apiKeyUse, "when a key was last used, to the minute; no change of the key itself"),
  technical(session, "who is signed in at present; beginnings and ends are audited"),
  technical(accessStamp, "A counter that says that permissions changed; what changed is audited."),
];
