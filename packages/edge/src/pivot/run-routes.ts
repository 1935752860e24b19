import { err, ok } from "@ennead/core/kernel";

import { defineRoute, type Route } from "../kernel/index.ts";
import { permitted } from "./permitted.ts";
import { reportObject } from "./report.ts";
import type { Reporting } from "./reporting.ts";
import { runSpec } from "./run.ts";
import { idParams, runAnswer, runBody } from "./schemas.ts";
import { beneathSpec, runFaults } from "./spec-faults.ts";

const since = "2026-01-01";

/** Routes that run reports; answers are kept for those who may see the same. */
export const runRoutes = (reporting: Reporting): readonly Route[] => [
  defineRoute({
    id: "pivot.run",
    method: "POST",
    path: "/api/analytics/reports/{id}/run",
    summary: "Run a saved report with the rights of the caller",
    permission: { object: reportObject.name, action: "read" },
    params: idParams,
    response: runAnswer,
    faults: runFaults,
    limits: "run",
    since,
    handler: async (context, { params }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const result = await runSpec(context, reporting, report.value.spec, report.value.id);
      return result.ok ? ok({ status: 200, body: result.value }) : err(beneathSpec(result.error));
    },
  }),
  defineRoute({
    id: "pivot.run-spec",
    method: "POST",
    path: "/api/analytics/reports/run",
    summary: "Run a report that is not saved",
    permission: "signed-in",
    scope: null,
    body: runBody,
    response: runAnswer,
    faults: runFaults,
    limits: "run",
    since,
    handler: async (context, { body }) => {
      const result = await runSpec(context, reporting, body.spec);
      return result.ok ? ok({ status: 200, body: result.value }) : err(beneathSpec(result.error));
    },
  }),
];
