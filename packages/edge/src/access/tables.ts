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

const users = entity(user, "access.user");

/** Every table of the room with its class. */
export const tables: readonly TableClass[] = [
  entity(company, "access.company"),
  users,
  entity(permissionSet, "access.permission-set"),
  part(permissionSetUser, users),
  technical(accessStamp, "A counter that says that permissions changed; what changed is audited."),
];
