import { can, type Action } from "@ennead/core/access";
import { err, fault, ok, type Result } from "@ennead/core/kernel";

import type { RequestContext } from "../kernel/index.ts";
import { findFolder, type Folder } from "./folder.ts";
import { reportObject, type Report } from "./report.ts";
import { findReport } from "./store.ts";

/** The report, if the actor may do this to it: one he may not read is not there. */
export const permitted = async (
  context: RequestContext,
  id: string,
  action: Exclude<Action, "create">,
): Promise<Result<Report>> => {
  const { model, principal, company } = context;
  const report = await findReport(context.scope, id);
  const resource = {
    object: reportObject.name,
    record: { company, owner: report?.ownerId ?? null },
  };
  if (report === null || !can(model, principal, "read", resource).allow) {
    return err(fault("kernel/not-found", "There is no report of this id."));
  }
  return can(model, principal, action, resource).allow
    ? ok(report)
    : err(fault("access/forbidden", `You may not ${action} this report.`));
};

/** The folder, if the actor may do this to it. Folders are governed as reports are. */
export const permittedFolder = async (
  context: RequestContext,
  id: string,
  action: Exclude<Action, "create">,
): Promise<Result<Folder>> => {
  const { model, principal, company, scope } = context;
  const folder = await findFolder(scope, id);
  const resource = {
    object: reportObject.name,
    record: { company, owner: folder?.ownerId ?? null },
  };
  if (folder === null || !can(model, principal, "read", resource).allow) {
    return err(fault("kernel/not-found", "There is no folder of this id."));
  }
  return can(model, principal, action, resource).allow
    ? ok(folder)
    : err(fault("access/forbidden", `You may not ${action} this folder.`));
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
