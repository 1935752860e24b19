import { defineRoom, type Mailer, type Room } from "../kernel/index.ts";
import { cleanup } from "./cleanup.ts";
import { deliverJob, type ReportMailing } from "./deliver-job.ts";
import { dueJob } from "./due-job.ts";
import { exportPermission } from "./export-routes.ts";
import { reportObject } from "./report.ts";
import { resultCache } from "./result-cache.ts";
import { pivotRoutes } from "./routes.ts";
import { schedulePermission } from "./schedule-routes.ts";
import { tables } from "./tables.ts";

export interface PivotOptions {
  /** Bytes of answers kept in memory; 32 MiB unless given. */
  readonly cacheBytes?: number;
  /** How reports are mailed, and by whom. Without both, mails of schedules wait. */
  readonly mailer?: Mailer | undefined;
  readonly mailing?: ReportMailing | undefined;
}

export type { ReportMailing } from "./deliver-job.ts";

/** The room `pivot`: saved reports, and runs of them over the kernel's datasets. */
export const pivotRoom = ({
  cacheBytes = 32 * 1024 * 1024,
  mailer,
  mailing,
}: PivotOptions = {}): Room =>
  defineRoom({
    name: "pivot",
    tables,
    objects: [reportObject],
    permissions: [exportPermission, schedulePermission],
    routes: pivotRoutes(resultCache(cacheBytes)),
    jobs: [
      dueJob,
      ...(mailer === undefined || mailing === undefined ? [] : [deliverJob(mailer, mailing)]),
    ],
    sweeps: [cleanup],
    needs: ["directory"],
  });
