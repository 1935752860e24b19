import type { Principal } from "@ennead/core/access";
import { fault, type Fault } from "@ennead/core/kernel";

import type { Route } from "../route.ts";

/**
 * Why a credential with scopes may not call a route that asks for no permission, or null: such a route has no right that
 * the scopes could narrow, so it names the scope it takes. A change takes `write` unless the route says otherwise.
 */
export const scopeFault = (
  { permission, method, scope = method === "GET" ? undefined : "write" }: Route,
  { scopes }: Principal,
): Fault | null =>
  permission !== "signed-in" ||
  scopes === undefined ||
  scope === undefined ||
  scopes.includes(scope)
    ? null
    : fault("access/forbidden", `This takes an API key with the scope ${scope}.`);
