import { impersonatePermission, managePermission } from "@ennead/core/access";
import type { RandomBytes } from "@ennead/core/kernel";

import { defineRoom, type AccessObject, type Room } from "../kernel/index.ts";
import { directory, states } from "./directory.ts";
import { embedPermission } from "./embed-routes.ts";
import { apiKeys } from "./key-strategy.ts";
import { origins } from "./origins.ts";
import { accessRoutes } from "./routes.ts";
import { sweepSessions } from "./session-store.ts";
import { sessionCookies } from "./session-strategy.ts";
import { sharing } from "./sharing.ts";
import { tables } from "./tables.ts";
import { sweepAccess, tidyJob } from "./tidy.ts";
import { ownTokens } from "./token-strategy.ts";
import { userObject } from "./user-object.ts";
import { userSource } from "./user-source.ts";

export { openSessions, type SessionOwner, type Sessions } from "./sessions.ts";
export { provisionCompany, type ProvisionInput, type Provisioned } from "./provision.ts";

/** What the room must know of all rooms together; asked for at the first request, when they have been joined. */
export interface AccessOptions {
  /** Access objects of every room, this one included. */
  readonly objects: () => readonly AccessObject[];
  /** System permissions of every room. */
  readonly permissions: () => ReadonlySet<string>;
  readonly random: RandomBytes;
}

/** The room `access`: companies, users, permission sets, port `directory` by which the kernel knows an actor, and port `origins`. */
export const accessRoom = ({ objects, permissions, random }: AccessOptions): Room => {
  const state = states(objects);
  return defineRoom({
    name: "access",
    tables,
    objects: [userObject],
    permissions: [managePermission, impersonatePermission, embedPermission],
    routes: accessRoutes(state, permissions, objects),
    strategies: (deps) => ({
      first: [apiKeys(deps), ownTokens(deps)],
      last: [sessionCookies(deps)],
    }),
    jobs: [tidyJob],
    sweeps: [sweepSessions, sweepAccess(random)],
    needs: ["records"],
    gives: (ports) => ({
      directory: directory(state, ports),
      origins: origins(state, ports),
      sharing: sharing(state, ports),
    }),
    sources: (ports) => {
      const users = userSource(state, ports);
      return (object) => (object === users.object ? users : null);
    },
  });
};
