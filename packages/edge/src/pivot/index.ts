import type { Clock } from "@ennead/core/kernel";

import { defineRoom, type Mailer, type Room } from "../kernel/index.ts";
import { cleanup } from "./cleanup.ts";
import { deliverJob } from "./deliver-job.ts";
import { dueJob } from "./due-job.ts";
import { exportJob } from "./export-job.ts";
import { exportPermission } from "./export-permission.ts";
import { limitsFor, type ReportLimitsOption } from "./limits.ts";
import type { ReportMailing } from "./mailing.ts";
import { forgetRuns } from "./note-run.ts";
import { reportObject } from "./report.ts";
import type { Reporting } from "./reporting.ts";
import { resultCache } from "./result-cache.ts";
import { pivotRoutes } from "./routes.ts";
import { schedulePermission } from "./schedule-permission.ts";
import { sharedReports } from "./shared-reports.ts";
import { slowSpecs } from "./slow-specs.ts";
import { tables } from "./tables.ts";

export interface PivotOptions {
  readonly clock: Clock;
  /** Bytes of answers kept in memory; 32 MiB unless given. */
  readonly cacheBytes?: number;
  readonly limits?: ReportLimitsOption | undefined;
  /** How reports are mailed, and by whom. Without both, mails of schedules wait. */
  readonly mailer?: Mailer | undefined;
  readonly mailing?: ReportMailing | undefined;
}

export type { ReportMailing } from "./mailing.ts";
export type { ReportLimitsOption } from "./limits.ts";

/** The room `pivot`: saved reports, and runs of them over the kernel's datasets. */
export const pivotRoom = ({
  clock,
  cacheBytes = 32 * 1024 * 1024,
  limits,
  mailer,
  mailing,
}: PivotOptions): Room => {
  const reporting: Reporting = {
    cache: resultCache(cacheBytes),
    limits: limitsFor(limits),
    slow: slowSpecs(),
    clock,
  };
  return defineRoom({
    name: "pivot",
    tables,
    objects: [reportObject],
    permissions: [exportPermission, schedulePermission],
    routes: pivotRoutes(reporting),
    jobs: [
      dueJob(mailing),
      exportJob(reporting),
      ...(mailer === undefined || mailing === undefined
        ? []
        : [deliverJob(mailer, mailing, reporting)]),
    ],
    sweeps: [cleanup, forgetRuns],
    shared: { [reportObject.name]: sharedReports },
    needs: ["directory", "sharing"],
  });
};
