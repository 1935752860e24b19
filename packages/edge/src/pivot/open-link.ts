import { err, fault, ok, type Fault, type JsonObject, type Result } from "@ennead/core/kernel";

import { defineRoute, type RequestContext, type Route } from "../kernel/index.ts";
import { pieceStream } from "./download.ts";
import { exportFile } from "./export-file.ts";
import { findLink, linkCredential, linkJson, type Link } from "./link.ts";
import { permitted } from "./permitted.ts";
import type { Report } from "./report.ts";
import type { Reporting } from "./reporting.ts";
import { answerSpec, runSpec } from "./run.ts";
import { linkedReport, tokenParams } from "./schemas.ts";
import { beneathSpec, runFaults } from "./spec-faults.ts";

const gone = err(fault("pivot/link-void", "Who made this link may not read it any more."));

/** The link that speaks for this request, and its report as far as who made it may read it now. */
const opened = async (
  context: RequestContext,
): Promise<Result<{ readonly link: Link; readonly report: Report }>> => {
  const link = await findLink(context.scope, context.principal.credential ?? "");
  const report = await permitted(context, link?.reportId ?? "", "read");
  return link === null || !report.ok ? gone : ok({ link, report: report.value });
};

/** He has lost what the report needs: names of fields are none of a stranger's business. */
const refusedFor = (faults: readonly Fault[]) =>
  faults.some(({ code }) => /forbidden|not-found/.test(code)) ? gone : err(beneathSpec(faults));

/** A page that runs nothing, loads nothing and sends nothing; its looks stand in it. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

const common = {
  method: "GET",
  permission: "public",
  credential: linkCredential,
  params: tokenParams,
  limits: "run",
  since: "2026-01-01",
} as const;
const faults = [...runFaults, "kernel/not-found", "pivot/link-expired", "pivot/link-void"] as const;

/** Routes by which a report is read without signing in: for programs, and for people. */
export const openLinkRoutes = (reporting: Reporting): readonly Route[] => [
  defineRoute({
    ...common,
    id: "pivot.open-link",
    path: "/api/analytics/links/{token}",
    summary: "The report of a link, as who made the link may see it now",
    response: linkedReport,
    faults,
    handler: async (context) => {
      const found = await opened(context);
      if (!found.ok) return found;
      const { link, report } = found.value;
      const { id, name, description, view, spec } = report;
      const result = await runSpec(context, reporting, spec, id);
      if (!result.ok) return refusedFor(result.error);
      return ok({
        status: 200,
        body: {
          name,
          description,
          spec: spec as never,
          view,
          result: result.value,
          expiresAt: linkJson(link)["expiresAt"] ?? null,
        },
      });
    },
  }),
  defineRoute({
    ...common,
    id: "pivot.open-link-page",
    path: "/api/analytics/links/{token}/page",
    summary: "The same as a page to read in a browser",
    response: { media: "text/html" },
    faults: [...faults, "access/obligation-unmet"],
    handler: async (context) => {
      const found = await opened(context);
      if (!found.ok) return found;
      const { id, name, view, spec } = found.value.report;
      const answered = await answerSpec(context, reporting, spec, id);
      if (!answered.ok) return refusedFor(answered.error);
      const { locale } = await context.services.ports.directory.company(context.scope);
      const looks = { name, view: view as JsonObject | null };
      const cells = { of: "cells", answered: answered.value } as const;
      const file = exportFile(context, cells, "html", looks, locale);
      if (!file.ok) return file;
      return ok({
        status: 200,
        stream: pieceStream(await file.value.pieces()),
        headers: {
          "content-type": `${file.value.media}; charset=utf-8`,
          "content-security-policy": policy,
        },
      });
    },
  }),
];
