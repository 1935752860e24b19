import { diff } from "@ennead/core/audit";
import { err, ok, type Fault, type JsonObject, type Result } from "@ennead/core/kernel";

import { defineRoute, type Answer, type RequestContext, type Route } from "../kernel/index.ts";
import { download } from "./download.ts";
import { formats, mediaOf, writeTable, type Format } from "./formats.ts";
import { permitted } from "./permitted.ts";
import { reportCharts } from "./report-chart.ts";
import { recordTable, reportTable } from "./report-table.ts";
import { computeSpec } from "./run.ts";
import { exportBody, exportQuery, idParams } from "./schemas.ts";
import { beneathSpec, specFaults } from "./spec-faults.ts";
import { reportEntity } from "./tables.ts";

const since = "2026-01-01";

/** The system permission to take what one sees away as a file. */
export const exportPermission = "pivot.export";

interface Asked {
  /** Null for a spec that is not saved. */
  readonly id: string | null;
  readonly name: string;
  readonly spec: unknown;
  readonly view: JsonObject | null;
  readonly of: "cells" | "records";
}

/** Says in the log who took what away. */
const told = (
  context: RequestContext,
  format: Format,
  { id, name, of }: Asked,
): Promise<Result<Answer, Fault | readonly Fault[]>> =>
  context.services.uow.run(
    context,
    {
      load: () => Promise.resolve(ok(null)),
      decide: () =>
        ok({
          events: [
            {
              action: `${reportEntity}.export`,
              entity: reportEntity,
              entityId: id ?? "unsaved",
              label: name,
              op: null,
              version: null,
              diff: diff({ format: { type: "text" }, of: { type: "text" } }, null, { format, of }),
            },
          ],
          parts: [],
          roots: [],
          answer: { status: 200 },
        }),
    },
    null,
  );

const exported = async (
  context: RequestContext,
  format: Format,
  asked: Asked,
): Promise<Result<Answer, Fault | readonly Fault[]>> => {
  const computed = await computeSpec(context, asked.spec);
  if (!computed.ok) return err(beneathSpec(computed.error));
  const { locale } = await context.services.ports.directory.company(context.scope);
  const noted = await told(context, format, asked);
  if (!noted.ok) return noted;
  const table =
    asked.of === "records"
      ? recordTable(computed.value, asked.name)
      : reportTable(computed.value, asked.name, asked.view);
  const drawn =
    format === "pdf" && asked.of === "cells"
      ? await reportCharts(computed.value, asked.view, locale)
      : undefined;
  const pieces = writeTable(format, table, locale, drawn);
  return ok(download(asked.name, format, mediaOf[format], pieces));
};

const faults = [...specFaults, "pivot/too-many-cells"] as const;

const routesOf = (format: Format): readonly Route[] => [
  defineRoute({
    id: `pivot.export-${format}`,
    method: "GET",
    path: `/api/analytics/reports/{id}/export.${format}`,
    summary: `A saved report as ${format.toUpperCase()}, with the rights of the caller`,
    permission: { system: exportPermission },
    params: idParams,
    query: exportQuery,
    response: { media: mediaOf[format] },
    faults,
    limits: "run",
    since,
    handler: async (context, { params, query }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const { id, name, spec, view } = report.value;
      return exported(context, format, { id, name, spec, view, of: query.of ?? "cells" });
    },
  }),
  defineRoute({
    id: `pivot.export-spec-${format}`,
    method: "POST",
    path: `/api/analytics/reports/export.${format}`,
    summary: `A report that is not saved as ${format.toUpperCase()}`,
    permission: { system: exportPermission },
    body: exportBody,
    response: { media: mediaOf[format] },
    faults,
    limits: "run",
    since,
    handler: (context, { body: { name = "Report", spec, view = null, of = "cells" } }) =>
      exported(context, format, { id: null, name, spec, view: view as JsonObject | null, of }),
  }),
];

/** Routes that write reports as files. */
export const exportRoutes: readonly Route[] = formats.flatMap(routesOf);
