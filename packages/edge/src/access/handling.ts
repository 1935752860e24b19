import { managePermission } from "@ennead/core/access";
import { err, fault, ok, type Fault, type Json, type Result } from "@ennead/core/kernel";

import { entityTag, type Answer, type RequestContext } from "../kernel/index.ts";
import type { State, States } from "./directory.ts";
import type { Change } from "./writes.ts";

/** The permission of all routes that administer. */
export const manage = { system: managePermission } as const;

/** The API version that first had the room's routes. */
export const since = "2026-01-01";

/** The answer for an id that is not there or not of the company: both look the same. */
export const missing: { readonly ok: false; readonly error: Fault } = err(
  fault("kernel/not-found", "There is nothing of this id."),
);

/** The state of access at the time of the request. */
export const stateOf = (states: States, { scope, services }: RequestContext): Promise<State> =>
  states.of(scope, services.ports);

/** What is there after a change: what was there before when nothing changed. */
export const written = <T>(before: T, after: T, { events }: Change): T =>
  events.length === 0 ? before : after;

/** The rule of `If-Match`: `kernel/precondition-failed` when the caller has seen another version than the present one. */
export const checkVersion = ({ ifMatch }: RequestContext, version: number): Result<void> =>
  ifMatch === undefined || ifMatch === version
    ? ok(undefined)
    : err(
        fault("kernel/precondition-failed", `The present version is ${version}.`, undefined, {
          version,
        }),
      );

/** The answer for one entity, tagged with its version. */
export const versioned = (
  { principal, apiVersion }: RequestContext,
  status: number,
  version: number,
  body: Json,
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  body,
  headers: { etag: entityTag(version, principal.stamp, apiVersion), ...headers },
});
