import { diff, type FieldCatalogue } from "@ennead/core/audit";
import { formatInstant } from "@ennead/core/calendar";
import type { Json } from "@ennead/core/kernel";

import {
  sql,
  type AuditEntry,
  type RequestContext,
  type Statement,
  type TenantScope,
} from "../kernel/index.ts";
import { reportOf, type Report } from "./report.ts";
import { reportEntity } from "./tables.ts";

/** The report of this id, or null when the company has none. */
export const findReport = async (
  { company, read }: TenantScope,
  id: string,
): Promise<Report | null> => {
  const [found] = await read(
    sql`select * from report where company_id = ${company} and id = ${id}`,
  );
  const row = found?.rows[0];
  return row === undefined ? null : reportOf(row);
};

const fields: FieldCatalogue = {
  name: { type: "text" },
  description: { type: "text" },
  spec: { type: "json" },
  view: { type: "json" },
  ownerId: { type: "reference" },
  folderId: { type: "reference" },
  archivedAt: { type: "datetime" },
};

const kept = ({
  name,
  description,
  spec,
  view,
  ownerId,
  folderId,
  archivedAt,
}: Report): Readonly<Record<string, Json>> => ({
  name,
  description,
  spec: spec as unknown as Json,
  view,
  ownerId,
  folderId,
  archivedAt: archivedAt === null ? null : formatInstant(archivedAt),
});

/** The event and the statements of one change. */
export interface ReportChange {
  readonly event: AuditEntry;
  readonly root: Statement;
  /** What was saved, to be found among the versions. */
  readonly parts: readonly Statement[];
}

/** What a version keeps: a report that was only moved or put away is no new version of what it says. */
const saved: ReadonlySet<string> = new Set(["name", "description", "spec", "view"]);

/** The verb of an update, where it has one of its own. */
type Verb = "update" | "archive" | "unarchive" | "restore";

/** Creates, updates or deletes, as either side is null; null when nothing differs. */
export const changeReport = (
  { company, principal, now }: RequestContext,
  before: Report | null,
  after: Report | null,
  verb: Verb = "update",
): ReportChange | null => {
  const difference = diff(
    fields,
    before === null ? null : kept(before),
    after === null ? null : kept(after),
  );
  const event = (op: "create" | "update" | "delete", report: Report, at: number): AuditEntry => ({
    action: `${reportEntity}.${op === "update" ? verb : op}`,
    entity: reportEntity,
    entityId: report.id,
    label: report.name,
    op,
    version: at,
    diff: difference,
  });
  if (after === null) {
    if (before === null) return null;
    return {
      event: event("delete", before, before.version + 1),
      root: sql`delete from report where company_id = ${company} and id = ${before.id}
        and version = ${before.version}`,
      parts: [],
    };
  }
  const spec = JSON.stringify(after.spec);
  const view = after.view === null ? null : JSON.stringify(after.view);
  const version = sql`insert into report_version(company_id, root_id, root_version, name, description,
      spec, view, saved_by, saved_at)
    values (${company}, ${after.id}, ${after.version}, ${after.name}, ${after.description}, ${spec},
      ${view}, ${principal.actor}, ${now})`;
  const isSaved = difference.changes.some(({ path }) => saved.has(path[0] ?? ""));
  if (before === null) {
    return {
      event: event("create", after, after.version),
      root: sql`insert into report(company_id, id, version, owner_id, name, description, spec, view,
          created_at, updated_at, folder_id, archived_at)
        values (${company}, ${after.id}, ${after.version}, ${after.ownerId}, ${after.name},
          ${after.description}, ${spec}, ${view}, ${after.createdAt}, ${after.updatedAt},
          ${after.folderId}, ${after.archivedAt})`,
      parts: [version],
    };
  }
  if (difference.changes.length === 0) return null;
  return {
    event: event("update", after, after.version),
    root: sql`update report set version = ${after.version}, owner_id = ${after.ownerId},
        name = ${after.name}, description = ${after.description}, spec = ${spec}, view = ${view},
        updated_at = ${after.updatedAt}, folder_id = ${after.folderId}, archived_at = ${after.archivedAt}
      where company_id = ${company} and id = ${after.id} and version = ${before.version}`,
    parts: isSaved ? [version] : [],
  };
};
