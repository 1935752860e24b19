import { managePermission, permits } from "@ennead/core/access";
import { err, fault, type Fault } from "@ennead/core/kernel";

import type { RequestContext } from "../kernel/index.ts";
import type { State, States } from "./directory.ts";
import type { Change } from "./writes.ts";

/** The permission of all routes that administer. */
export const manage = { system: managePermission } as const;

/** Whether the actor administers the company, with the credential he came by. */
export const administers = ({ model, principal }: RequestContext): boolean =>
  permits(model, principal, manage).allow;

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
