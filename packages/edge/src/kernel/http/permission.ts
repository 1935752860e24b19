import { credentialsScope, permits, type Principal } from "@ennead/core/access";
import { fault, type Fault } from "@ennead/core/kernel";

import { stepUpFault } from "../auth/fresh.ts";
import { isWithinResource, scopeFault } from "../auth/key-reach.ts";
import type { RequestContext } from "../context.ts";
import type { Route } from "../route.ts";

export const notFound = (): Fault => fault("kernel/not-found", "There is nothing here.");

/** Whatever leaves by an export or a mail, nobody takes out in the name of another. */
const isLent = (permission: string, { impersonation }: Principal): boolean =>
  impersonation === undefined || !/\.(?:export|schedule)$/.test(permission);

/** Nobody has a hand on keys and sessions while he acts as another, not even on his own. */
const touchesCredentials = ({ scope }: Route, { impersonation }: Principal): boolean =>
  impersonation !== undefined && scope === credentialsScope;

/** The object that a route asks for: named by itself or by its path; null where it asks for none. */
const objectOf = (
  permission: Route["permission"],
  params: Readonly<Record<string, string>>,
): string | null => {
  if (typeof permission === "string" || !("object" in permission)) return null;
  const { object } = permission;
  return object.startsWith(":") ? (params[object.slice(1)] ?? "") : object;
};

/** Why the actor may not call the route, or null. An object that he may not read does not exist. */
export const permissionFault = (
  route: Route,
  { model, principal }: RequestContext,
  params: Readonly<Record<string, string>>,
): Fault | null => {
  const { permission } = route;
  if (permission === "public") return null;
  const object = objectOf(permission, params);
  if (!isWithinResource(route, principal, object, params)) {
    return object === null
      ? fault("access/forbidden", "This credential is for one record alone.")
      : notFound();
  }
  if (permission === "signed-in") {
    return touchesCredentials(route, principal)
      ? fault(
          "access/forbidden",
          "Keys and sessions are for yourself: end acting as another first.",
        )
      : scopeFault(route, principal);
  }
  if ("system" in permission) {
    return permits(model, principal, permission).allow && isLent(permission.system, principal)
      ? null
      : fault("access/forbidden", `This takes the permission ${permission.system}.`);
  }
  const { action } = permission;
  const asked = { object: object ?? "", action };
  const decision = permits(model, principal, asked);
  if (decision.allow) return stepUpFault(decision.obligations, principal);
  return permits(model, principal, { ...asked, action: "read" }).allow
    ? fault("access/forbidden", `You may not ${action} here.`)
    : notFound();
};
