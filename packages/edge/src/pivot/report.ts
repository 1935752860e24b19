import { formatInstant } from "@ennead/core/calendar";
import type { Json, JsonObject, UserId } from "@ennead/core/kernel";
import type { PivotSpec } from "@ennead/core/pivot";

import type { AccessObject, Row } from "../kernel/index.ts";

/** A saved report. The spec decides the numbers, the view only how they look. */
export interface Report {
  readonly id: string;
  readonly version: number;
  readonly ownerId: UserId;
  readonly name: string;
  readonly description: string | null;
  readonly spec: PivotSpec;
  readonly view: JsonObject | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Null lies at the top. */
  readonly folderId: string | null;
  /** When it was put away; null while it is in use. */
  readonly archivedAt: number | null;
}

/** Reports as access knows them: a report is its owner's until the company opens all of them. */
export const reportObject: AccessObject = {
  name: "pivot.report",
  label: "Report",
  fields: [
    { name: "name", label: "Name", type: "text", required: true },
    { name: "description", label: "Description", type: "text", maxLength: 2000 },
    { name: "spec", label: "Definition", type: "json" },
    { name: "view", label: "View", type: "json" },
  ],
  defaultAccess: "none",
};

/** A report as its row holds it. */
export const reportOf = (row: Row): Report => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  ownerId: String(row["owner_id"]) as UserId,
  name: String(row["name"]),
  description: row["description"] === null ? null : String(row["description"]),
  spec: JSON.parse(String(row["spec"])) as PivotSpec,
  view: row["view"] === null ? null : (JSON.parse(String(row["view"])) as JsonObject),
  createdAt: Number(row["created_at"]),
  updatedAt: Number(row["updated_at"]),
  folderId: row["folder_id"] === null ? null : String(row["folder_id"]),
  archivedAt: row["archived_at"] === null ? null : Number(row["archived_at"]),
});

/** A report as JSON over HTTP. */
export const reportJson = (report: Report): Json => ({
  id: report.id,
  name: report.name,
  description: report.description,
  spec: report.spec as unknown as Json,
  view: report.view,
  ownerId: report.ownerId,
  version: report.version,
  createdAt: formatInstant(report.createdAt),
  updatedAt: formatInstant(report.updatedAt),
  folderId: report.folderId,
  archivedAt: report.archivedAt === null ? null : formatInstant(report.archivedAt),
});
