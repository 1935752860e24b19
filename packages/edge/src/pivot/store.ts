import { diff, type FieldCatalogue } from "@ennead/core/audit";
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
};

const kept = ({
  name,
  description,
  spec,
  view,
  ownerId,
}: Report): Readonly<Record<string, Json>> => ({
  name,
  description,
  spec: spec as unknown as Json,
  view,
  ownerId,
});

/** The event and the statement of one change; null when nothing differs. */
export interface ReportChange {
  readonly event: AuditEntry;
  readonly root: Statement;
}

/** Creates, updates or deletes, as either side is null. */
export const changeReport = (
  { company }: RequestContext,
  before: Report | null,
  after: Report | null,
): ReportChange | null => {
  const difference = diff(
    fields,
    before === null ? null : kept(before),
    after === null ? null : kept(after),
  );
  const event = (
    op: "create" | "update" | "delete",
    report: Report,
    version: number,
  ): AuditEntry => ({
    action: `${reportEntity}.${op}`,
    entity: reportEntity,
    entityId: report.id,
    label: report.name,
    op,
    version,
    diff: difference,
  });
  if (after === null) {
    if (before === null) return null;
    return {
      event: event("delete", before, before.version + 1),
      root: sql`delete from report where company_id = ${company} and id = ${before.id}
        and version = ${before.version}`,
    };
  }
  const spec = JSON.stringify(after.spec);
  const view = after.view === null ? null : JSON.stringify(after.view);
  if (before === null) {
    return {
      event: event("create", after, after.version),
      root: sql`insert into report(company_id, id, version, owner_id, name, description, spec, view,
          created_at, updated_at)
        values (${company}, ${after.id}, ${after.version}, ${after.ownerId}, ${after.name},
          ${after.description}, ${spec}, ${view}, ${after.createdAt}, ${after.updatedAt})`,
    };
  }
  if (difference.changes.length === 0) return null;
  return {
    event: event("update", after, after.version),
    root: sql`update report set version = ${after.version}, owner_id = ${after.ownerId},
        name = ${after.name}, description = ${after.description}, spec = ${spec}, view = ${view},
        updated_at = ${after.updatedAt}
      where company_id = ${company} and id = ${after.id} and version = ${before.version}`,
  };
};
