import { can, type Action } from "@ennead/core/access";
import { err, fault, ok, type Result, type UserId } from "@ennead/core/kernel";

import {
  sql,
  type HeldShare,
  type RequestContext,
  type Row,
  type Statement,
} from "../kernel/index.ts";
import { folderOf, type Folder } from "./folder.ts";
import { reportObject, reportOf, type Report } from "./report.ts";

/** A report or a folder with its shares: what may be done to it rests on both. */
interface Held<T> {
  readonly found: T | null;
  readonly shares: readonly HeldShare[];
}

type Asked = Exclude<Action, "create">;

const object = reportObject.name;

/** A row and the shares of its id, in one read. */
const held = async <T>(
  { scope, services }: RequestContext,
  id: string,
  row: Statement,
  of: (row: Row) => T,
): Promise<Held<T>> => {
  const { reading } = services.ports.sharing;
  const [rows, shares] = await scope.read(row, reading.statement(scope, object, [id]));
  const [found] = rows?.rows ?? [];
  return {
    found: found === undefined ? null : of(found),
    shares: reading.parse(shares?.rows ?? []).get(id) ?? [],
  };
};

/** The thing with its shares, if the actor may do this to it: one he may not read is not there. */
const checked = <T extends { readonly id: string; readonly ownerId: UserId }>(
  { model, principal, company }: RequestContext,
  { found, shares }: Held<T>,
  action: Asked,
  word: "report" | "folder",
): Result<{ readonly found: T; readonly shares: readonly HeldShare[] }> => {
  const none = err(fault("kernel/not-found", `There is no ${word} of this id.`));
  if (found === null) return none;
  const record = { company, id: found.id, owner: found.ownerId, shares };
  if (!can(model, principal, "read", { object, record }).allow) return none;
  return can(model, principal, action, { object, record }).allow
    ? ok({ found, shares })
    : err(fault("access/forbidden", `You may not ${action} this ${word}.`));
};

/** The report with its shares, those that have ended too. */
export const permittedShared = async (
  context: RequestContext,
  id: string,
  action: Asked,
): Promise<Result<{ readonly found: Report; readonly shares: readonly HeldShare[] }>> => {
  const { company } = context;
  const row = sql`select * from report where company_id = ${company} and id = ${id}`;
  return checked(context, await held(context, id, row, reportOf), action, "report");
};

/** The report, if the actor may do this to it: one he may not read is not there. */
export const permitted = async (
  context: RequestContext,
  id: string,
  action: Asked,
): Promise<Result<Report>> => {
  const report = await permittedShared(context, id, action);
  return report.ok ? ok(report.value.found) : report;
};

/** A report to be changed, and what must hold at commit: that nobody has taken back the share by which it may be. */
export interface Changeable {
  readonly report: Report;
  readonly guards: readonly Statement[];
}

/** The report to do this to, if the actor may. */
export const changeable = async (
  context: RequestContext,
  id: string,
  action: Asked,
): Promise<Result<Changeable>> => {
  const kept = await permittedShared(context, id, action);
  if (!kept.ok) return kept;
  const { found: report, shares } = kept.value;
  const { model, principal, company, scope, services } = context;
  const record = { company, id, owner: report.ownerId, shares: [] };
  const guards = can(model, principal, action, { object, record }).allow
    ? []
    : [services.ports.sharing.reading.holds(scope, object, id, shares)];
  return ok({ report, guards });
};

/** The folder, if the actor may do this to it. Folders are governed as reports are. */
export const permittedFolder = async (
  context: RequestContext,
  id: string,
  action: Asked,
): Promise<Result<Folder>> => {
  const { company } = context;
  const row = sql`select * from report_folder where company_id = ${company} and id = ${id}`;
  const folder = checked(context, await held(context, id, row, folderOf), action, "folder");
  return folder.ok ? ok(folder.value.found) : folder;
};

/** Whether the actor may put something into this folder; null is the top, where everybody may. */
export const checkPlace = async (
  context: RequestContext,
  folder: string | null,
  field: string,
): Promise<Result<null>> => {
  if (folder === null) return ok(null);
  const found = await permittedFolder(context, folder, "update");
  if (found.ok) return ok(null);
  return err(
    found.error.code === "kernel/not-found"
      ? fault("pivot/unknown-folder", "There is no such folder.", [field])
      : { ...found.error, path: [field] },
  );
};
