import { defineRoom, type Room } from "../kernel/index.ts";
import { exportPermission } from "./export-routes.ts";
import { reportObject } from "./report.ts";
import { resultCache } from "./result-cache.ts";
import { pivotRoutes } from "./routes.ts";
import { tables } from "./tables.ts";

export interface PivotOptions {
  /** Bytes of answers kept in memory; 32 MiB unless given. */
  readonly cacheBytes?: number;
}

/** The room `pivot`: saved reports, and runs of them over the kernel's datasets. */
export const pivotRoom = ({ cacheBytes = 32 * 1024 * 1024 }: PivotOptions = {}): Room =>
  defineRoom({
    name: "pivot",
    tables,
    objects: [reportObject],
    permissions: [exportPermission],
    routes: pivotRoutes(resultCache(cacheBytes)),
    needs: ["directory"],
  });
