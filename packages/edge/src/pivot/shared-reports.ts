import { sql, type Row, type SharedRecord, type SharedSource } from "../kernel/index.ts";
import { folderOf } from "./folder.ts";
import { reportOf, type Report } from "./report.ts";
import { folderEntity, reportEntity } from "./tables.ts";

/** A report as what can be shared. */
export const sharedReport = (
  company: SharedRecord["facts"]["company"],
  one: Report,
): SharedRecord => ({
  id: one.id,
  label: one.name,
  facts: { company, id: one.id, owner: one.ownerId },
  entity: reportEntity,
  version: one.version,
});

/** Reports and folders that can be shared: folders are governed as reports are. */
export const sharedReports: SharedSource = async ({ company, read }, ids) => {
  const among = sql`id in (select value from json_each(${JSON.stringify(ids)}))`;
  const [reports, folders] = await read(
    sql`select * from report where company_id = ${company} and ${among}`,
    sql`select * from report_folder where company_id = ${company} and ${among}`,
  );
  const asFolder = (row: Row): SharedRecord => {
    const { id, name, ownerId, version } = folderOf(row);
    return {
      id,
      label: name,
      facts: { company, id, owner: ownerId },
      entity: folderEntity,
      version,
    };
  };
  return [
    ...(reports?.rows ?? []).map((row) => sharedReport(company, reportOf(row))),
    ...(folders?.rows ?? []).map(asFolder),
  ];
};
