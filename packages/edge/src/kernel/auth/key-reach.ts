import { coversScope, type Principal } from "@ennead/core/access";
import { fault, type Fault } from "@ennead/core/kernel";

import type { Route } from "../route.ts";

/**
 * Why a credential with scopes may not call a route that asks for no permission, or null: such a route has no right that
 * the scopes could narrow, so the scope it takes is named by itself.
 */
export const scopeFault = (
  { method, scope = method === "GET" ? "read" : "write" }: Route,
  { scopes }: Principal,
): Fault | null =>
  scopes === undefined || scope === null || coversScope(scopes, scope)
    ? null
    : fault("access/forbidden", `This takes an API key with the scope ${scope}.`);
