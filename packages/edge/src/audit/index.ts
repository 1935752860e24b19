import { defineRoom, type Room } from "../kernel/index.ts";
import { logPostings } from "./derivation.ts";
import { indexLog } from "./index-log.ts";
import { auditRoutes } from "./routes.ts";
import { readAllPermission } from "./sight.ts";
import { tables } from "./tables.ts";

/** The room `audit`: what is told of the log. The log itself, and that nothing is written past it, is the kernel's. */
export const auditRoom = (): Room =>
  defineRoom({
    name: "audit",
    tables,
    derivations: [logPostings],
    sweeps: [indexLog],
    permissions: ["audit.read", readAllPermission],
    routes: auditRoutes,
    needs: ["records", "sharing"],
  });
