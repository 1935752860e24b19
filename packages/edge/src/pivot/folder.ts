import { diff } from "@ennead/core/audit";
import { formatInstant } from "@ennead/core/calendar";
import { err, fault, ok, type Json, type Result, type UserId } from "@ennead/core/kernel";

import {
  sql,
  type AuditEntry,
  type RequestContext,
  type Row,
  type Statement,
  type TenantScope,
} from "../kernel/index.ts";
import { folderEntity } from "./tables.ts";

/** A place for reports and for further folders. */
export interface Folder {
  readonly id: string;
  readonly version: number;
  readonly ownerId: UserId;
  readonly name: string;
  /** Null lies at the top. */
  readonly parentId: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** How many folders may lie in each other. */
const deepest = 20;

export const folderOf = (row: Row): Folder => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  ownerId: String(row["owner_id"]) as UserId,
  name: String(row["name"]),
  parentId: row["parent_id"] === null ? null : String(row["parent_id"]),
  createdAt: Number(row["created_at"]),
  updatedAt: Number(row["updated_at"]),
});

export const folderJson = (folder: Folder): Json => ({
  id: folder.id,
  name: folder.name,
  parentId: folder.parentId,
  ownerId: folder.ownerId,
  version: folder.version,
  createdAt: formatInstant(folder.createdAt),
  updatedAt: formatInstant(folder.updatedAt),
});

/** The folder and all above it, from the inside out. */
const above = (company: string, id: string): Statement => sql`with recursive up(id, depth) as (
    select ${id}, 0 union all
    select f.parent_id, depth + 1 from up join report_folder f on f.company_id = ${company} and f.id = up.id
      where f.parent_id is not null and depth < ${2 * deepest})`;

/** The folder and all beneath it. */
const beneath = (company: string, id: string): Statement => sql`with recursive down(id, depth) as (
    select ${id}, 0 union all
    select f.id, depth + 1 from down join report_folder f on f.company_id = ${company} and f.parent_id = down.id
      where depth < ${2 * deepest})`;

/**
 * Whether a folder may lie in another: not in itself, not in one beneath it, and not too deep. Faults:
 * `pivot/folder-cycle`, `pivot/folder-too-deep`.
 */
export const checkNesting = async (
  { company, read }: TenantScope,
  id: string,
  parent: string,
): Promise<Result<null>> => {
  const [up, down] = await read(
    sql`${above(company, parent)} select count(*) as levels, max(id = ${id}) as loops from up`,
    sql`${beneath(company, id)} select max(depth) as levels from down`,
  );
  if (Number(up?.rows[0]?.["loops"] ?? 0) === 1) {
    return err(fault("pivot/folder-cycle", "A folder cannot lie in itself.", ["parentId"]));
  }
  const levels = Number(up?.rows[0]?.["levels"] ?? 0) + Number(down?.rows[0]?.["levels"] ?? 0) + 1;
  return levels > deepest
    ? err(fault("pivot/folder-too-deep", `Folders lie at most ${deepest} deep.`, ["parentId"]))
    : ok(null);
};

/** What must hold at commit for a thing to lie in this folder. */
export const isThere = (company: string, folder: string): Statement =>
  sql`exists(select 1 from report_folder where company_id = ${company} and id = ${folder})`;

/** What must hold at commit for a folder to lie in this other one. */
export const isNoCycle = (company: string, id: string, parent: string): Statement =>
  sql`not exists(${above(company, parent)} select 1 from up where id = ${id})`;

/** What must hold at commit for a folder to be removed. */
export const isEmpty = (company: string, id: string): Statement =>
  sql`not exists(select 1 from report where company_id = ${company} and folder_id = ${id})
    and not exists(select 1 from report_folder where company_id = ${company} and parent_id = ${id})`;

const kept = ({ name, parentId, ownerId }: Folder): Readonly<Record<string, Json>> => ({
  name,
  parentId,
  ownerId,
});

/** The event and the statement of one change, null when nothing differs: creates, updates or deletes as either side is null. */
export const changeFolder = (
  { company }: RequestContext,
  before: Folder | null,
  after: Folder | null,
): { readonly event: AuditEntry; readonly root: Statement } | null => {
  const one = after ?? before;
  if (one === null) return null;
  const op = before === null ? "create" : after === null ? "delete" : "update";
  const difference = diff(
    { name: { type: "text" }, parentId: { type: "reference" }, ownerId: { type: "reference" } },
    before === null ? null : kept(before),
    after === null ? null : kept(after),
  );
  if (op === "update" && difference.changes.length === 0) return null;
  const version = op === "delete" ? one.version + 1 : one.version;
  const event: AuditEntry = {
    action: `${folderEntity}.${op}`,
    entity: folderEntity,
    entityId: one.id,
    label: one.name,
    op,
    version,
    diff: difference,
  };
  const { id, ownerId, name, parentId, createdAt, updatedAt } = one;
  switch (op) {
    case "create":
      return {
        event,
        root: sql`insert into report_folder(company_id, id, version, owner_id, name, parent_id, created_at, updated_at)
          values (${company}, ${id}, ${version}, ${ownerId}, ${name}, ${parentId}, ${createdAt}, ${updatedAt})`,
      };
    case "update":
      return {
        event,
        root: sql`update report_folder set version = ${version}, name = ${name}, parent_id = ${parentId},
            updated_at = ${updatedAt}
          where company_id = ${company} and id = ${id} and version = ${version - 1}`,
      };
    case "delete":
      return {
        event,
        root: sql`delete from report_folder where company_id = ${company} and id = ${id}
          and version = ${version - 1}`,
      };
    default:
      return op satisfies never;
  }
};
