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

/**
 * Whether a credential for one record may call the route: one that is about that record by its path, or about the asker
 * alone. Lists, searches and free reports are about others, too.
 */
export const isWithinResource = (
  { aboutSelf }: Route,
  { resource }: Principal,
  object: string | null,
  { record, id }: Readonly<Record<string, string>>,
): boolean =>
  resource === undefined ||
  aboutSelf === true ||
  (object === resource.object && (record ?? id) === resource.id);
