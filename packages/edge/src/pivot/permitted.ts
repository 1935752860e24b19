import { can, type Action } from "@ennead/core/access";
import { err, fault, ok, type Result } from "@ennead/core/kernel";

import type { RequestContext } from "../kernel/index.ts";
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
