import { diff } from "@ennead/core/audit";
import {
  err,
  fault,
  ok,
  uuidv7,
  type Fault,
  type JsonObject,
  type Result,
} from "@ennead/core/kernel";

import {
  defineRoute,
  enqueue,
  sql,
  type Answer,
  type AuditEntry,
  type NewJob,
  type RequestContext,
  type Route,
} from "../kernel/index.ts";
import { download } from "./download.ts";
import { computeFile, exportFile, type Asked, type Written } from "./export-file.ts";
import { payloadOf, reportExport } from "./export-job.ts";
import { exportPermission } from "./export-permission.ts";
import { formats, mediaOf, type Format } from "./formats.ts";
import { permitted } from "./permitted.ts";
import type { Reporting } from "./reporting.ts";
import {
  exportAsk,
  exportAskSpec,
  exportBody,
  exportJobAnswer,
  exportQuery,
  idParams,
} from "./schemas.ts";
import { beneathSpec, runFaults } from "./spec-faults.ts";
import { reportEntity } from "./tables.ts";

const since = "2026-01-01";

type Answered = Promise<Result<Answer, Fault | readonly Fault[]>>;

/** Says in the log who took what away. */
const taken = (format: Format, { id, name, of }: Asked): AuditEntry => ({
  action: `${reportEntity}.export`,
  entity: reportEntity,
  entityId: id ?? "unsaved",
  label: name,
  op: null,
  version: null,
  diff: diff({ format: { type: "text" }, of: { type: "text" } }, null, { format, of }),
});

/** The answer, with the event and the work that belong to it. */
const told = (
  context: RequestContext,
  event: AuditEntry,
  answer: Answer,
  jobs: readonly NewJob[] = [],
  guards: () => Promise<Result<null>> = () => Promise.resolve(ok(null)),
): Answered =>
  context.services.uow.run(context, {
    load: guards,
    decide: () => ok({ events: [event], parts: [], roots: [], jobs, answer }),
  });

/** Refuses who has as many files in the making as he may have. */
const hasRoom = async (
  { scope, company, principal }: RequestContext,
  most: number,
): Promise<Result<null>> => {
  const [found] = await scope.read(
    sql`select count(*) as n from job where company_id = ${company} and kind = ${reportExport.kind}
      and state = 0 and actor = ${principal.actor}`,
  );
  if (Number(found?.rows[0]?.["n"] ?? 0) < most) return ok(null);
  return err(
    fault(
      "pivot/too-many-exports",
      `You have ${most} files in the making; wait for one or cancel it.`,
    ),
  );
};

/** Begins to make the file apart from this request. */
const begun = (
  context: RequestContext,
  { limits }: Reporting,
  format: Format,
  asked: Asked,
): Answered => {
  const id = uuidv7(context.now, context.random);
  const job = enqueue(reportExport, payloadOf(asked, format), { id, dedupe: id });
  const answer: Answer = {
    status: 202,
    body: { job: id },
    headers: { "preference-applied": "respond-async" },
  };
  const most = limits(context.company).exports;
  return told(context, taken(format, asked), answer, [job], () => hasRoom(context, most));
};

const wantsLater = (header: (name: string) => string | undefined): boolean =>
  /(?:^|,)\s*respond-async\s*(?:[;,]|$)/i.test(header("prefer") ?? "");

/** The spec with the rights of the actor, so that what cannot be had is refused before anything begins. */
const computed = async (
  context: RequestContext,
  reporting: Reporting,
  asked: Asked,
): Promise<Result<Written, readonly Fault[]>> => {
  const done = await computeFile(context, reporting, asked);
  return done.ok ? done : err(beneathSpec(done.error));
};

const exported = async (
  context: RequestContext,
  reporting: Reporting,
  format: Format,
  asked: Asked,
  isLater: boolean,
): Answered => {
  const done = await computed(context, reporting, asked);
  if (!done.ok) return done;
  const { locale } = await context.services.ports.directory.company(context.scope);
  const made = exportFile(context, done.value, format, asked, locale);
  if (!made.ok) return made;
  const file = made.value;
  // Pages are few whatever the report has, so they are never worth a job of their own.
  const isLarge = format !== "pdf" && file.cells > reporting.limits(context.company).directCells;
  if (isLater || isLarge) return begun(context, reporting, format, asked);
  const noted = await told(context, taken(format, asked), { status: 200 });
  return noted.ok ? ok(download(asked.name, format, file.media, await file.pieces())) : noted;
};

const faults = [...runFaults, "pivot/too-many-exports", "access/obligation-unmet"] as const;

const viewOf = (view: unknown): JsonObject | null => (view ?? null) as JsonObject | null;

const directRoutes = (reporting: Reporting, format: Format): readonly Route[] => [
  defineRoute({
    id: `pivot.export-${format}`,
    method: "GET",
    path: `/api/analytics/reports/{id}/export.${format}`,
    summary: `A saved report as ${format.toUpperCase()}, with the rights of the caller; 202 with a job where it is large or \`Prefer: respond-async\``,
    permission: { system: exportPermission },
    params: idParams,
    query: exportQuery,
    response: { media: mediaOf[format] },
    faults,
    limits: "run",
    since,
    handler: async (context, { params, query, header }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const { id, name, spec, view } = report.value;
      const asked = { id, name, spec, view, of: query.of ?? "cells" } as const;
      return exported(context, reporting, format, asked, wantsLater(header));
    },
  }),
  defineRoute({
    id: `pivot.export-spec-${format}`,
    method: "POST",
    path: `/api/analytics/reports/export.${format}`,
    summary: `A report that is not saved as ${format.toUpperCase()}; 202 with a job where it is large or \`Prefer: respond-async\``,
    permission: { system: exportPermission },
    body: exportBody,
    response: { media: mediaOf[format] },
    faults,
    limits: "run",
    since,
    handler: (context, { body: { name = "Report", spec, view, of = "cells" }, header }) => {
      const asked = { id: null, name, spec, view: viewOf(view), of };
      return exported(context, reporting, format, asked, wantsLater(header));
    },
  }),
];

const jobRoutes = (reporting: Reporting): readonly Route[] => [
  defineRoute({
    id: "pivot.begin-export",
    method: "POST",
    path: "/api/analytics/reports/{id}/exports",
    summary: "Make a file of a saved report by a job, whose result tells where to fetch it",
    permission: { system: exportPermission },
    params: idParams,
    body: exportAsk,
    response: exportJobAnswer,
    status: 202,
    faults,
    limits: "run",
    since,
    handler: async (context, { params, body: { format, of = "cells", ...shown } }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const { id, name } = report.value;
      const view = shown.view === undefined ? report.value.view : viewOf(shown.view);
      const asked = { id, name, spec: shown.spec ?? report.value.spec, view, of };
      const done = await computed(context, reporting, asked);
      if (!done.ok) return done;
      const { locale } = await context.services.ports.directory.company(context.scope);
      const file = exportFile(context, done.value, format, asked, locale);
      return file.ok ? begun(context, reporting, format, asked) : file;
    },
  }),
  defineRoute({
    id: "pivot.begin-export-spec",
    method: "POST",
    path: "/api/analytics/reports/exports",
    summary: "Make a file of a report that is not saved by a job",
    permission: { system: exportPermission },
    body: exportAskSpec,
    response: exportJobAnswer,
    status: 202,
    faults,
    limits: "run",
    since,
    handler: async (context, { body: { format, name = "Report", spec, view, of = "cells" } }) => {
      const asked = { id: null, name, spec, view: viewOf(view), of };
      const done = await computed(context, reporting, asked);
      if (!done.ok) return done;
      const { locale } = await context.services.ports.directory.company(context.scope);
      const file = exportFile(context, done.value, format, asked, locale);
      return file.ok ? begun(context, reporting, format, asked) : file;
    },
  }),
];

/** Routes that write reports as files, at once or by a job. */
export const exportRoutes = (reporting: Reporting): readonly Route[] => [
  ...formats.flatMap((format) => directRoutes(reporting, format)),
  ...jobRoutes(reporting),
];
