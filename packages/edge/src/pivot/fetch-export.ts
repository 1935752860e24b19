import { err, ok } from "@ennead/core/kernel";

import { defineRoute, type Route } from "../kernel/index.ts";
import { exportPurpose } from "./export-job.ts";
import { exportPermission } from "./export-permission.ts";
import { handOut, noFile } from "./hand-out.ts";
import { loosePath } from "./schemas.ts";

/** Routes by which files that jobs have made are fetched and given up. */
export const fetchExportRoutes: readonly Route[] = [
  defineRoute({
    id: "pivot.fetch-export",
    method: "GET",
    path: "/api/analytics/exports/{id}",
    summary: "The file that a job has made for the caller, until it expires",
    permission: { system: exportPermission },
    params: loosePath,
    response: { media: "application/octet-stream" },
    faults: ["pivot/export-void"],
    limits: "run",
    since: "2026-01-01",
    handler: (context, { params }) =>
      handOut(context, {
        purpose: exportPurpose,
        id: params.id,
        scopes: context.principal.scopes ?? null,
      }),
  }),
  defineRoute({
    id: "pivot.drop-export",
    method: "DELETE",
    path: "/api/analytics/exports/{id}",
    summary: "Give up a file before it expires",
    permission: { system: exportPermission },
    params: loosePath,
    response: null,
    status: 204,
    faults: [],
    limits: "json",
    since: "2026-01-01",
    handler: async (context, { params }) => {
      const { principal, scope, now, services } = context;
      const file = await services.files.find(scope, exportPurpose, params.id, now);
      if (file === null || file.owner !== principal.actor) return err(noFile);
      await services.files.remove(scope, file.id);
      return ok({ status: 204 });
    },
  }),
];
