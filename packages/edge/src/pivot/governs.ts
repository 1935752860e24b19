import { can } from "@ennead/core/access";

import type { RequestContext } from "../kernel/index.ts";
import { reportObject, type Report } from "./report.ts";

/** Whether the actor may change everything about a report, by a share too, so also what others have it do. */
export const governs = async (
  { model, principal, company, scope, services }: RequestContext,
  { id, ownerId }: Report,
): Promise<boolean> => {
  const object = reportObject.name;
  const shares = (await services.ports.sharing.of(scope, object, [id])).get(id) ?? [];
  const record = { company, id, owner: ownerId, shares };
  return can(model, principal, "update", { object, record }).allow;
};
