import type { Route } from "../kernel/index.ts";
import { companyRoutes } from "./company-routes.ts";
import { noted } from "./denials.ts";
import type { States } from "./directory.ts";
import { stateOf } from "./handling.ts";
import { keyRoutes } from "./key-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import { setRoutes } from "./set-routes.ts";
import { userRoutes } from "./user-routes.ts";

/** All routes of the room. `permissions` names every system permission that there is. */
export const accessRoutes = (
  states: States,
  permissions: () => ReadonlySet<string>,
): readonly Route[] =>
  [
    ...userRoutes(states),
    ...setRoutes(states, async (context) => ({
      objects: (await stateOf(states, context)).objects,
      permissions: permissions(),
    })),
    ...companyRoutes(states),
    ...keyRoutes(permissions),
    ...sessionRoutes(),
  ].map(noted);
