import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

import { append, entity, technical, type TableClass } from "../kernel/index.ts";

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
    /** The folder it lies in; null is the top. */
    folderId: text("folder_id"),
    /** When it was put away; null while it is in use. */
    archivedAt: integer("archived_at"),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    index("report_name").on(table.companyId, table.name, table.id),
    index("report_owner").on(table.companyId, table.ownerId, table.name, table.id),
    index("report_folder_name").on(table.companyId, table.folderId, table.name, table.id),
    check("report_version", sql`version > 0`),
    check("report_spec", sql`json_type(spec) = 'object'`),
    check("report_view", sql`view is null or json_type(view) = 'object'`),
  ],
);

const folder = sqliteTable(
  "report_folder",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    ownerId: text("owner_id").notNull(),
    name: text("name").notNull(),
    /** Null is the top. */
    parentId: text("parent_id"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    index("report_folder_parent").on(table.companyId, table.parentId, table.name, table.id),
    check("report_folder_version", sql`version > 0`),
  ],
);

/** What a report was at each of its versions: who saved it, when, and all that he saved. */
const version = sqliteTable(
  "report_version",
  {
    companyId: text("company_id").notNull(),
    rootId: text("root_id").notNull(),
    rootVersion: integer("root_version").notNull(),
    name: text("name").notNull(),
    description: text("description"),
    spec: text("spec").notNull(),
    view: text("view"),
    savedBy: text("saved_by").notNull(),
    savedAt: integer("saved_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.rootId, table.rootVersion] })],
);

const link = sqliteTable(
  "report_link",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    reportId: text("report_id").notNull(),
    label: text("label").notNull(),
    /** SHA-256 of the token; the token itself is nowhere. */
    tokenHash: text("token_hash").notNull(),
    /** With whose rights it runs. */
    ownerId: text("owner_id").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    index("report_link_report").on(table.companyId, table.reportId, table.id),
    check("report_link_version", sql`version > 0`),
  ],
);

const schedule = sqliteTable(
  "report_schedule",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    reportId: text("report_id").notNull(),
    ownerId: text("owner_id").notNull(),
    /** Rule of the calendar, with its zone, as JSON. */
    rule: text("rule").notNull(),
    /** Ids of users, as JSON. */
    recipients: text("recipients").notNull(),
    /** Ids of recipients who asked for no more, as JSON. */
    unsubscribed: text("unsubscribed").notNull(),
    /** What is attached, as JSON. */
    formats: text("formats").notNull(),
    /** When it is worth sending, as JSON; null is always. */
    condition: text("condition"),
    skipEmpty: integer("skip_empty").notNull(),
    /** Why nothing is sent; null while it runs. */
    paused: text("paused"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    index("report_schedule_report").on(table.companyId, table.reportId, table.id),
    check("report_schedule_version", sql`version > 0`),
  ],
);

const delivery = sqliteTable(
  "report_delivery",
  {
    companyId: text("company_id").notNull(),
    /** Also of its job, and what the mail's Message-ID begins with. */
    id: text("id").notNull(),
    reportId: text("report_id").notNull(),
    scheduleId: text("schedule_id").notNull(),
    /** The planned instant. */
    period: integer("period").notNull(),
    recipient: text("recipient").notNull(),
    /** A mail that somebody sent himself to see it: the schedule's conditions do not count. */
    test: integer("test").notNull(),
    state: text("state").notNull(),
    /** Why it was not sent, as a word or a fault's code. */
    reason: text("reason"),
    attempts: integer("attempts").notNull(),
    /** Earlier runs of the schedule that nobody was awake for. */
    missed: integer("missed").notNull(),
    createdAt: integer("created_at").notNull(),
    endedAt: integer("ended_at"),
    /** What the report said when this was sent, as JSON: for the newest of a schedule and recipient alone. */
    cells: text("cells"),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    uniqueIndex("report_delivery_once").on(
      table.companyId,
      table.scheduleId,
      table.period,
      table.recipient,
    ),
    index("report_delivery_report").on(table.companyId, table.reportId, table.createdAt, table.id),
    index("report_delivery_created").on(table.createdAt),
  ],
);

/** One computation of a report: who asked, and what it took. */
const run = sqliteTable(
  "report_run",
  {
    companyId: text("company_id").notNull(),
    id: text("id").notNull(),
    /** Null for a spec that is not saved. */
    reportId: text("report_id"),
    actor: text("actor").notNull(),
    /** `run`, `export`, `delivery`, …: the route or the kind of job. */
    route: text("route").notNull(),
    at: integer("at").notNull(),
    ms: integer("ms").notNull(),
    /** Records that took part. */
    rows: integer("rows").notNull(),
    cells: integer("cells").notNull(),
    cached: integer("cached").notNull(),
    /** Code of the fault that ended it; null when there was a result. */
    fault: text("fault"),
  },
  (table) => [
    primaryKey({ columns: [table.companyId, table.id] }),
    index("report_run_report").on(table.companyId, table.reportId, table.at),
    index("report_run_at").on(table.at),
  ],
);

/** What audit rows call them; access knows `pivot.report` alone, which all of them belong to. */
export const reportEntity = "pivot.report";
export const folderEntity = "pivot.folder";
export const linkEntity = "pivot.link";
export const scheduleEntity = "pivot.schedule";

const reports = entity(report, reportEntity);

/** Every table of the room with its class. */
export const tables: readonly TableClass[] = [
  reports,
  append(version, reports),
  entity(folder, folderEntity),
  entity(link, linkEntity),
  entity(schedule, scheduleEntity),
  technical(
    delivery,
    "where each mail of a schedule stands; jobs move it, and how it ended is an event",
  ),
  technical(run, "how long reports took and how large they were, kept for 90 days"),
];
