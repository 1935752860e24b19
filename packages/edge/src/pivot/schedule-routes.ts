import { checkRule } from "@ennead/core/job";
import { err, fault, ok, uuidv7, type Fault, type Result, type UserId } from "@ennead/core/kernel";
import * as v from "valibot";

import {
  checkVersion,
  defineRoute,
  enqueue,
  recurring,
  versioned,
  type Decision,
  type RequestContext,
  type Route,
  type ScheduleChange,
} from "../kernel/index.ts";
import { beginDeliveries, type Delivery } from "./delivery.ts";
import { reportDeliver, reportDue } from "./due-job.ts";
import { governs } from "./governs.ts";
import { permitted } from "./permitted.ts";
import { personOf } from "./person.ts";
import { reportObject, type Report } from "./report.ts";
import { schedulePermission } from "./schedule-permission.ts";
import {
  changeSchedule,
  findSchedule,
  recurringId,
  scheduleJson,
  schedulesOf,
  type Schedule,
} from "./schedule.ts";
import {
  idParams,
  newSchedule,
  scheduleAnswer,
  scheduleParams,
  schedulePatch,
  testAnswer,
} from "./schemas.ts";
import { scheduleEntity } from "./tables.ts";

const since = "2026-01-01";
const object = reportObject.name;

const mostSchedules = 50;

/** A schedule of a report that the actor may look after: his own, or any of a report that he may change. */
const managed = async (
  context: RequestContext,
  { id, schedule }: { readonly id: string; readonly schedule: string },
): Promise<Result<{ readonly report: Report; readonly schedule: Schedule }>> => {
  const report = await permitted(context, id, "read");
  if (!report.ok) return report;
  const found = await findSchedule(context.scope, schedule);
  const isHis =
    found?.ownerId === personOf(context.principal) || (await governs(context, report.value));
  return found !== null && found.reportId === id && isHis
    ? ok({ report: report.value, schedule: found })
    : err(fault("kernel/not-found", "The report has no such schedule."));
};

type Given = v.InferOutput<typeof newSchedule>;

/** What is wrong with what a schedule is told to do; every fault at once. */
const checkGiven = async (
  { scope, services }: RequestContext,
  { spec }: Report,
  { rule, recipients, condition }: Partial<Given>,
): Promise<Result<null, readonly Fault[]>> => {
  const faults: Fault[] = [];
  const beneath = (path: string | number, list: readonly Fault[]): void => {
    faults.push(...list.map((one) => ({ ...one, path: [path, ...(one.path ?? [])] })));
  };
  const checked = rule === undefined ? null : checkRule(rule);
  if (checked?.ok === false) beneath("rule", checked.error);
  for (const [at, id] of (recipients ?? []).entries()) {
    const user = await services.ports.directory.user(scope, id as UserId);
    if (user?.active === true) continue;
    const none = "There is no active user of this id.";
    faults.push(fault("access/unknown-principal", none, ["recipients", at]));
  }
  if (condition && !spec.values.some(({ name }) => name === condition.value)) {
    const none = "The report has no measure of this name.";
    faults.push(fault("pivot/unknown-value", none, ["condition", "value"]));
  }
  return faults.length === 0 ? ok(null) : err(faults);
};

/** What the kernel is told of a schedule that is as it is now. */
const plans = ({ id, rule, paused }: Schedule, was: Schedule | null): readonly ScheduleChange[] => {
  const kept = recurringId(id);
  const put = recurring(reportDue, { schedule: id }, { id: kept, rule, actor: null });
  const isPaused = paused !== null;
  if (isPaused === ((was?.paused ?? null) !== null)) return [put];
  return [put, { op: isPaused ? "pause" : "resume", id: kept }];
};

const decided = (
  change: ReturnType<typeof changeSchedule>,
  answer: Decision["answer"],
  schedules: readonly ScheduleChange[],
): Result<Decision> =>
  ok(
    change === null
      ? { events: [], parts: [], roots: [], answer }
      : { events: [change.event], parts: [], roots: [change.root], schedules, answer },
  );

const faults = [
  "calendar/bad-schedule",
  "calendar/bad-cron",
  "access/unknown-principal",
  "pivot/unknown-value",
] as const;

/** Routes of what mails reports by itself. */
export const scheduleRoutes: readonly Route[] = [
  defineRoute({
    id: "pivot.schedules",
    method: "GET",
    path: "/api/analytics/reports/{id}/schedules",
    summary: "The schedules of a report that one may look after",
    permission: { object, action: "read" },
    params: idParams,
    response: v.strictObject({ items: v.array(scheduleAnswer) }),
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const report = await permitted(context, params.id, "read");
      if (!report.ok) return report;
      const all = await schedulesOf(context.scope, params.id);
      const isHis = await governs(context, report.value);
      const items = all
        .filter(({ ownerId }) => isHis || ownerId === personOf(context.principal))
        .map((one) => scheduleJson(one, context.now));
      return ok({ status: 200, body: { items } });
    },
  }),
  defineRoute({
    id: "pivot.create-schedule",
    method: "POST",
    path: "/api/analytics/reports/{id}/schedules",
    summary: "Have a report mailed by itself",
    permission: { system: schedulePermission },
    params: idParams,
    body: newSchedule,
    response: scheduleAnswer,
    status: 201,
    faults: [...faults, "pivot/too-many-schedules"],
    limits: "json",
    since,
    handler: async (context, { params, body }) => {
      const { now, random, principal, scope } = context;
      const seen = await permitted(context, params.id, "read");
      if (!seen.ok) return seen;
      const checked = await checkGiven(context, seen.value, body);
      if (!checked.ok) return checked;
      const schedule: Schedule = {
        id: uuidv7(now, random),
        version: 1,
        reportId: params.id,
        ownerId: personOf(principal),
        rule: body.rule as unknown as Schedule["rule"],
        recipients: [...new Set(body.recipients)] as UserId[],
        unsubscribed: [],
        formats: [...new Set(body.formats ?? (["pdf", "xlsx"] as const))],
        condition: body.condition ?? null,
        skipEmpty: body.skipEmpty ?? false,
        paused: body.paused === true ? "asked" : null,
        createdAt: now,
        updatedAt: now,
      };
      return context.services.uow.run(context, {
        load: async () => {
          const report = await permitted(context, params.id, "read");
          return report.ok ? ok(await schedulesOf(scope, params.id)) : report;
        },
        decide: (present) =>
          present.length >= mostSchedules
            ? err(
                fault(
                  "pivot/too-many-schedules",
                  `A report has at most ${mostSchedules} schedules.`,
                ),
              )
            : decided(
                changeSchedule(context, null, schedule),
                versioned(context, 201, 1, scheduleJson(schedule, now)),
                plans(schedule, null),
              ),
      });
    },
  }),
  defineRoute({
    id: "pivot.read-schedule",
    method: "GET",
    path: "/api/analytics/reports/{id}/schedules/{schedule}",
    summary: "One schedule",
    permission: { object, action: "read" },
    params: scheduleParams,
    response: scheduleAnswer,
    faults: [],
    limits: "json",
    since,
    handler: async (context, { params }) => {
      const found = await managed(context, params);
      if (!found.ok) return found;
      const { schedule } = found.value;
      return ok(versioned(context, 200, schedule.version, scheduleJson(schedule, context.now)));
    },
  }),
  defineRoute({
    id: "pivot.update-schedule",
    method: "PATCH",
    path: "/api/analytics/reports/{id}/schedules/{schedule}",
    summary: "Change, pause or resume a schedule",
    permission: { system: schedulePermission },
    params: scheduleParams,
    body: schedulePatch,
    response: scheduleAnswer,
    faults: [...faults, "kernel/precondition-failed"],
    limits: "json",
    since,
    handler: async (context, { params, body }) => {
      const seen = await managed(context, params);
      if (!seen.ok) return seen;
      const checked = await checkGiven(context, seen.value.report, body as Partial<Given>);
      if (!checked.ok) return checked;
      const { paused, rule, recipients, formats, ...rest } = body;
      return context.services.uow.run(context, {
        load: () => managed(context, params),
        decide: ({ schedule: before }) => {
          const match = checkVersion(context, before.version);
          if (!match.ok) return match;
          const after: Schedule = {
            ...before,
            ...(rest as Partial<Schedule>),
            ...(rule === undefined ? {} : { rule: rule as unknown as Schedule["rule"] }),
            ...(recipients === undefined
              ? {}
              : { recipients: [...new Set(recipients)] as UserId[] }),
            ...(formats === undefined ? {} : { formats: [...new Set(formats)] }),
            ...(paused === undefined ? {} : { paused: paused ? (before.paused ?? "asked") : null }),
            // Whoever resumes what rests for want of an owner is its owner from then on.
            ...(paused === false && before.paused === "owner"
              ? { ownerId: personOf(context.principal) }
              : {}),
            version: before.version + 1,
            updatedAt: context.now,
          };
          const change = changeSchedule(context, before, after);
          const present = change === null ? before : after;
          return decided(
            change,
            versioned(context, 200, present.version, scheduleJson(present, context.now)),
            plans(after, before),
          );
        },
      });
    },
  }),
  defineRoute({
    id: "pivot.delete-schedule",
    method: "DELETE",
    path: "/api/analytics/reports/{id}/schedules/{schedule}",
    summary: "Mail a report no more",
    permission: { system: schedulePermission },
    params: scheduleParams,
    response: null,
    status: 204,
    faults: ["kernel/precondition-failed"],
    limits: "json",
    since,
    handler: (context, { params }) =>
      context.services.uow.run(context, {
        load: () => managed(context, params),
        decide: ({ schedule: before }) => {
          const match = checkVersion(context, before.version);
          if (!match.ok) return match;
          const gone = { op: "remove", id: recurringId(before.id) } as const;
          return decided(changeSchedule(context, before, null), { status: 204 }, [gone]);
        },
      }),
  }),
  defineRoute({
    id: "pivot.test-schedule",
    method: "POST",
    path: "/api/analytics/reports/{id}/schedules/{schedule}/test",
    summary: "Mail the report to the caller now, whatever the schedule's conditions",
    permission: { system: schedulePermission },
    params: scheduleParams,
    response: testAnswer,
    status: 202,
    faults: [],
    limits: "run",
    since,
    handler: (context, { params }) => {
      const { company, now, random, principal } = context;
      const id = uuidv7(now, random);
      return context.services.uow.run(context, {
        load: () => managed(context, params),
        decide: ({ report, schedule }) => {
          const delivery: Delivery = {
            id,
            reportId: report.id,
            scheduleId: schedule.id,
            period: now,
            recipient: principal.actor,
            test: true,
            state: "pending",
            reason: null,
            missed: 0,
            createdAt: now,
            endedAt: null,
          };
          return ok({
            events: [
              {
                action: `${scheduleEntity}.test`,
                entity: scheduleEntity,
                entityId: schedule.id,
                label: report.name,
                op: null,
                version: null,
                diff: { changes: [], dropped: [], reversible: true },
              },
            ],
            parts: beginDeliveries(company, [delivery]),
            roots: [],
            jobs: [enqueue(reportDeliver, { delivery: id }, { id, dedupe: id })],
            answer: { status: 202, body: { id } },
          });
        },
      });
    },
  }),
];
