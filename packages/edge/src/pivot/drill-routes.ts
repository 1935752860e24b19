import { err, ok } from "@ennead/core/kernel";
import type { CellValue } from "@ennead/core/pivot";

import { defineRoute, type Route } from "../kernel/index.ts";
import { sinceDelivery } from "./delivered.ts";
import { drill, explain } from "./drill.ts";
import { fieldCatalogue } from "./field-catalogue.ts";
import { permitted } from "./permitted.ts";
import { personOf } from "./person.ts";
import { reportObject } from "./report.ts";
import type { Reporting } from "./reporting.ts";
import { computeSpec } from "./run.ts";
import {
  drillAnswer,
  drillBody,
  explainAnswer,
  explainBody,
  fieldsAnswer,
  fieldsQuery,
  idParams,
} from "./schemas.ts";
import { beneathSpec, runFaults } from "./spec-faults.ts";

const since = "2026-01-01";
const read = { object: reportObject.name, action: "read" } as const;
const asked = [...runFaults, "pivot/unknown-cell"] as const;

/** Routes that look beneath the cells of a report, and at what there is to report on. */
export const drillRoutes = (reporting: Reporting): readonly Route[] => [
  defineRoute({
    id: "pivot.records",
    method: "POST",
    path: "/api/analytics/reports/{id}/records",
    summary: "The records beneath a cell, a total or Others that the caller may read",
    permission: read,
    params: idParams,
    body: drillBody,
    response: drillAnswer,
    faults: asked,
    limits: "run",
    since,
    handler: async (context, { params, body }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const computed = await computeSpec(context, reporting, report.value.spec, params.id);
      if (!computed.ok) return err(beneathSpec(computed.error));
      const page = drill(computed.value, body);
      return page.ok ? ok({ status: 200, body: page.value }) : page;
    },
  }),
  defineRoute({
    id: "pivot.explain",
    method: "POST",
    path: "/api/analytics/reports/{id}/explain",
    summary: "Why a cell is what it is",
    permission: read,
    params: idParams,
    body: explainBody,
    response: explainAnswer,
    faults: asked,
    limits: "run",
    since,
    handler: async (context, { params, body }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const computed = await computeSpec(context, reporting, report.value.spec, params.id);
      if (!computed.ok) return err(beneathSpec(computed.error));
      const why = explain(computed.value, body);
      if (!why.ok) return why;
      const whose = { report: params.id, reader: personOf(context.principal) };
      const now = why.value.value as CellValue;
      const told = await sinceDelivery(context.scope, whose, computed.value, body, now);
      return ok({ status: 200, body: { ...why.value, sinceDelivery: told } });
    },
  }),
  defineRoute({
    id: "pivot.fields",
    method: "GET",
    path: "/api/analytics/fields",
    summary: "The objects and fields that one may report on",
    permission: "signed-in",
    scope: null,
    query: fieldsQuery,
    response: fieldsAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { query }) =>
      ok({ status: 200, body: { items: await fieldCatalogue(context, query.object) } }),
  }),
];
