import { can } from "@ennead/core/access";

import type { RequestContext } from "../kernel/index.ts";
import { reportObject, type Report } from "./report.ts";

/** Whether the actor may change everything about a report, so also what others have it do. */
export const governs = ({ model, principal, company }: RequestContext, report: Report): boolean =>
  can(model, principal, "update", {
    object: reportObject.name,
    record: { company, owner: report.ownerId },
  }).allow;
