import { permits } from "@ennead/core/access";
import { fault, type Fault } from "@ennead/core/kernel";

import type { RequestContext } from "../context.ts";
import type { Route } from "../route.ts";

export const notFound = (): Fault => fault("kernel/not-found", "There is nothing here.");

/** Why the actor may not call the route, or null. An object that he may not read does not exist. */
export const permissionFault = (
  { permission }: Route,
  { model, principal }: RequestContext,
  params: Readonly<Record<string, string>>,
): Fault | null => {
  if (permission === "public" || permission === "signed-in") return null;
  if ("system" in permission) {
    return permits(model, principal, permission).allow
      ? null
      : fault("access/forbidden", `This takes the permission ${permission.system}.`);
  }
  const object = permission.object.startsWith(":")
    ? (params[permission.object.slice(1)] ?? "")
    : permission.object;
  if (permits(model, principal, { object, action: permission.action }).allow) return null;
  return permits(model, principal, { object, action: "read" }).allow
    ? fault("access/forbidden", `You may not ${permission.action} here.`)
    : notFound();
};
