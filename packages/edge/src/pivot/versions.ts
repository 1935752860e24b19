import { formatInstant } from "@ennead/core/calendar";
import { err, fault, ok, type Json, type JsonObject, type Result } from "@ennead/core/kernel";
import type { PivotSpec } from "@ennead/core/pivot";

import { sql, type Row, type TenantScope } from "../kernel/index.ts";
import type { Report } from "./report.ts";

/** What a report said at one of its versions, and who saved it. */
export interface SavedVersion extends Pick<Report, "name" | "description" | "spec" | "view"> {
  readonly version: number;
  readonly savedBy: string;
  /** Epoch milliseconds. */
  readonly savedAt: number;
}

const versionOf = (row: Row): SavedVersion => ({
  version: Number(row["root_version"]),
  name: String(row["name"]),
  description: row["description"] === null ? null : String(row["description"]),
  spec: JSON.parse(String(row["spec"])) as PivotSpec,
  view: row["view"] === null ? null : (JSON.parse(String(row["view"])) as JsonObject),
  savedBy: String(row["saved_by"]),
  savedAt: Number(row["saved_at"]),
});

export const versionJson = (saved: SavedVersion): Json => ({
  version: saved.version,
  name: saved.name,
  description: saved.description,
  spec: saved.spec as unknown as Json,
  view: saved.view,
  savedBy: saved.savedBy,
  savedAt: formatInstant(saved.savedAt),
});

const mostShown = 500;

/** The versions of a report that differ in what they say, the newest first: at most 500. */
export const versionsOf = async (
  { company, read }: TenantScope,
  report: string,
): Promise<readonly Json[]> => {
  const [found] = await read(
    sql`select root_version, name, saved_by, saved_at from report_version
      where company_id = ${company} and root_id = ${report} order by root_version desc limit ${mostShown}`,
  );
  return (found?.rows ?? []).map((row) => ({
    version: Number(row["root_version"]),
    name: String(row["name"]),
    savedBy: String(row["saved_by"]),
    savedAt: formatInstant(Number(row["saved_at"])),
  }));
};

/** One version of a report. `kernel/not-found` for what is none of its versions. */
export const findVersion = async (
  { company, read }: TenantScope,
  report: string,
  version: string,
): Promise<Result<SavedVersion>> => {
  const number = /^\d{1,9}$/.test(version) ? Number(version) : 0;
  const [found] = await read(
    sql`select * from report_version where company_id = ${company} and root_id = ${report}
      and root_version = ${number}`,
  );
  const row = found?.rows[0];
  return row === undefined
    ? err(fault("kernel/not-found", "The report has no such version."))
    : ok(versionOf(row));
};
