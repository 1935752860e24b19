import { diff } from "@ennead/core/audit";
import { err, fault, ok, uuidv7, type Result } from "@ennead/core/kernel";

import {
  defineRoute,
  enqueue,
  listQuery,
  listRows,
  pageJson,
  pageSchema,
  raw,
  sql,
  type AuditEntry,
  type ListSource,
  type RequestContext,
  type Route,
  listFaults,
} from "../kernel/index.ts";
import {
  deliveryEntity,
  deliveryJson,
  deliveryOf,
  findDelivery,
  settleByHand,
  stands,
  type Delivery,
  type DeliveryState,
} from "./delivery.ts";
import { reportDeliver } from "./due-job.ts";
import { governs } from "./governs.ts";
import { permitted } from "./permitted.ts";
import { personOf } from "./person.ts";
import { reportObject, type Report } from "./report.ts";
import { schedulePermission } from "./schedule-permission.ts";
import { findSchedule } from "./schedule.ts";
import { deliveryAnswer, deliveryParams, idParams, settleBody } from "./schemas.ts";

const since = "2026-01-01";

const deliveries = async (context: RequestContext, report: Report): Promise<ListSource> => ({
  name: `pivot.deliveries ${report.id}`,
  table: raw("report_delivery"),
  where: (await governs(context, report))
    ? sql`report_id = ${report.id}`
    : sql`report_id = ${report.id} and (recipient = ${personOf(context.principal)} or schedule_id in
        (select id from report_schedule where company_id = ${context.company}
          and owner_id = ${personOf(context.principal)}))`,
  columns: new Map([
    ["id", { sql: "id", type: "text" }],
    ["scheduleId", { sql: "schedule_id", type: "text" }],
    ["recipient", { sql: "recipient", type: "text" }],
    ["state", { sql: "state", type: "text" }],
    ["period", { sql: "period", type: "timestamp" }],
    ["createdAt", { sql: "created_at", type: "timestamp" }],
  ]),
  sort: "-createdAt",
});

interface Found {
  readonly report: Report;
  readonly delivery: Delivery;
}

/** A delivery that the actor may decide about: of his own schedule, or of any of a report that he may change. */
const decidable = async (
  context: RequestContext,
  { id, delivery }: { readonly id: string; readonly delivery: string },
  states: readonly DeliveryState[],
): Promise<Result<Found>> => {
  const report = await permitted(context, id, "read");
  if (!report.ok) return report;
  const found = await findDelivery(context.scope, delivery);
  const schedule = found === null ? null : await findSchedule(context.scope, found.scheduleId);
  const isHis =
    schedule?.ownerId === personOf(context.principal) || (await governs(context, report.value));
  if (found === null || found.reportId !== id || !isHis) {
    return err(fault("kernel/not-found", "The report has no such delivery."));
  }
  if (!states.includes(found.state)) {
    return err(
      fault("pivot/not-settleable", `This delivery is ${found.state}, not ${states.join(" or ")}.`),
    );
  }
  return ok({ report: report.value, delivery: found });
};

const decided = (
  verb: "resend" | "settle",
  { report, delivery }: Found,
  to: DeliveryState,
): AuditEntry => ({
  action: `${deliveryEntity}.${verb}`,
  entity: deliveryEntity,
  entityId: delivery.id,
  label: report.name,
  op: null,
  version: null,
  diff: diff({ state: { type: "text" } }, { state: delivery.state }, { state: to }),
});

/** Routes by which one sees what became of mails, and decides where nobody else can know. */
export const deliveryRoutes: readonly Route[] = [
  defineRoute({
    id: "pivot.deliveries",
    method: "GET",
    path: "/api/analytics/reports/{id}/deliveries",
    summary: "What became of the mails of a report, the newest first",
    permission: { object: reportObject.name, action: "read" },
    params: idParams,
    query: listQuery,
    response: pageSchema(deliveryAnswer),
    faults: listFaults,
    limits: "json",
    since,
    handler: async (context, { params, query }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const page = await listRows(context, await deliveries(context, report.value), query);
      if (!page.ok) return page;
      const items = page.value.rows.map((row) => deliveryJson(deliveryOf(row)));
      return ok({ status: 200, body: pageJson(page.value, items) });
    },
  }),
  defineRoute({
    id: "pivot.resend-delivery",
    method: "POST",
    path: "/api/analytics/reports/{id}/deliveries/{delivery}/resend",
    summary:
      "Mail a failed or uncertain delivery again, with today's numbers and the same Message-ID",
    permission: { system: schedulePermission },
    params: deliveryParams,
    response: deliveryAnswer,
    status: 202,
    faults: ["pivot/not-settleable"],
    limits: "run",
    since,
    handler: (context, { params }) => {
      const { company, now, random } = context;
      return context.services.uow.run(context, {
        load: () => decidable(context, params, ["uncertain", "failed"]),
        decide: (found) => {
          const { delivery } = found;
          const again: Delivery = { ...delivery, state: "pending", reason: null, endedAt: null };
          const job = { id: uuidv7(now, random), dedupe: delivery.id };
          return ok({
            events: [decided("resend", found, "pending")],
            parts: [settleByHand(company, again)],
            roots: [],
            guards: [stands(company, delivery, delivery.state)],
            jobs: [enqueue(reportDeliver, { delivery: delivery.id }, job)],
            answer: { status: 202, body: deliveryJson(again) },
          });
        },
      });
    },
  }),
  defineRoute({
    id: "pivot.settle-delivery",
    method: "POST",
    path: "/api/analytics/reports/{id}/deliveries/{delivery}/settle",
    summary: "Say of an uncertain delivery whether it has arrived",
    permission: { system: schedulePermission },
    params: deliveryParams,
    body: settleBody,
    response: deliveryAnswer,
    faults: ["pivot/not-settleable"],
    limits: "json",
    since,
    handler: (context, { params, body }) => {
      const { company } = context;
      return context.services.uow.run(context, {
        load: () => decidable(context, params, ["uncertain"]),
        decide: (found) => {
          const { delivery } = found;
          const state = body.arrived ? "sent" : "failed";
          const settled: Delivery = { ...delivery, state, reason: "settled" };
          return ok({
            events: [decided("settle", found, state)],
            parts: [settleByHand(company, settled)],
            roots: [],
            guards: [stands(company, delivery, "uncertain")],
            answer: { status: 200, body: deliveryJson(settled) },
          });
        },
      });
    },
  }),
];
