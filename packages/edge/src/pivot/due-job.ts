import type { KeyScopes } from "@ennead/core/access";
import { dueCronRun, dueRun, parseCron } from "@ennead/core/calendar";
import { defineJob, type RecurrenceRule } from "@ennead/core/job";
import { ok, uuidv7, type Result } from "@ennead/core/kernel";
import * as v from "valibot";

import {
  enqueue,
  handleJob,
  sql,
  type Command,
  type Decision,
  type DirectoryUser,
  type JobKind,
  type RequestContext,
  type RunningJob,
} from "../kernel/index.ts";
import { asPerson } from "./as-person.ts";
import { beginDeliveries, type Delivery } from "./delivery.ts";
import type { ReportMailing } from "./mailing.ts";
import { permitted } from "./permitted.ts";
import { changeSchedule, findSchedule, recurringId, type Schedule } from "./schedule.ts";
import { findReport } from "./store.ts";
import { pausedMail, successorOf } from "./successor.ts";
import { scheduleEntity } from "./tables.ts";

/** A schedule has come to one of its instants. */
export const reportDue = defineJob({
  kind: "report.due",
  schema: v.object({ schedule: v.string() }),
});

/** One mail of it, to one person; its id is the delivery's. */
export const reportDeliver = defineJob({
  kind: "report.deliver",
  schema: v.object({ delivery: v.string() }),
  maxAttempts: 30,
  lease: 60_000,
  backoff: { base: 30_000, cap: 3_600_000 },
});

/** How many runs have been missed between what was dealt with last and this one. */
const missedOf = (rule: RecurrenceRule, last: number, period: number): number => {
  if (!("cron" in rule)) return dueRun(rule, last, period)?.missed ?? 0;
  const cron = parseCron(rule.cron);
  return cron.ok ? (dueCronRun(cron.value, rule.timeZone, last, period)?.missed ?? 0) : 0;
};

/** What a run of a schedule begins with. */
interface Due {
  readonly schedule: Schedule;
  readonly reportName: string;
  /** Whether its owner may still read the report. */
  readonly isOwned: boolean;
  /** Who is told that it rests, where it is not owned. */
  readonly successor: DirectoryUser | null;
  /** The report is put away, so its schedules rest. */
  readonly rests: boolean;
  /** Recipients whose delivery of this period is there already. */
  readonly begun: ReadonlySet<string>;
  readonly missed: number;
}

const loadDue = async (
  context: RequestContext,
  id: string,
  period: number,
  scopes: KeyScopes | null,
): Promise<Due | null> => {
  const { scope, company } = context;
  const schedule = await findSchedule(scope, id);
  const report = schedule === null ? null : await findReport(scope, schedule.reportId);
  if (schedule === null || report === null || schedule.paused !== null) return null;
  const owner = await asPerson(context, schedule.ownerId, scopes);
  const isOwned = owner !== null && (await permitted(owner, report.id, "read")).ok;
  const [begun, before] = await scope.read(
    sql`select recipient from report_delivery where company_id = ${company} and schedule_id = ${id}
      and period = ${period}`,
    sql`select max(period) as last from report_delivery where company_id = ${company}
      and schedule_id = ${id} and test = 0 and period < ${period}`,
  );
  const last = Math.max(Number(before?.rows[0]?.["last"] ?? 0), schedule.updatedAt);
  return {
    schedule,
    reportName: report.name,
    isOwned,
    successor: isOwned ? null : await successorOf(context, schedule.ownerId),
    rests: report.archivedAt !== null,
    begun: new Set((begun?.rows ?? []).map((row) => String(row["recipient"]))),
    missed: missedOf(schedule.rule, last, period),
  };
};

const nothing: Decision = { events: [], parts: [], roots: [], answer: { status: 204 } };

/** An owner who is gone, or may not read the report, mails nothing to anybody; somebody is told. */
const pause = (
  context: RequestContext,
  { schedule: before, reportName, successor }: Due,
  mailing: ReportMailing | undefined,
): Result<Decision> => {
  const after: Schedule = {
    ...before,
    version: before.version + 1,
    paused: "owner",
    updatedAt: context.now,
  };
  const change = changeSchedule(context, before, after, "pause");
  if (change === null) return ok(nothing);
  return ok({
    ...nothing,
    events: [change.event],
    roots: [change.root],
    schedules: [{ op: "pause", id: recurringId(before.id) }],
    jobs:
      successor === null || mailing === undefined
        ? []
        : pausedMail(mailing, successor, after, reportName),
  });
};

const begin = (
  context: RequestContext,
  due: Due,
  period: number,
  scopes: KeyScopes | null,
): Result<Decision> => {
  const { company, now, random } = context;
  const { schedule, begun, missed } = due;
  const deliveries = schedule.recipients
    .filter((recipient) => !begun.has(recipient) && !schedule.unsubscribed.includes(recipient))
    .map((recipient): Delivery => ({
      id: uuidv7(now, random),
      reportId: schedule.reportId,
      scheduleId: schedule.id,
      period,
      recipient,
      test: false,
      state: "pending",
      reason: null,
      missed,
      createdAt: now,
      endedAt: null,
    }));
  if (deliveries.length === 0) return ok(nothing);
  return ok({
    ...nothing,
    events: [
      {
        action: `${scheduleEntity}.run`,
        entity: scheduleEntity,
        entityId: schedule.id,
        label: due.reportName,
        op: null,
        version: null,
        diff: { changes: [], dropped: [], reversible: true },
      },
    ],
    parts: beginDeliveries(company, deliveries),
    jobs: deliveries.map(({ id }) =>
      enqueue(reportDeliver, { delivery: id }, { id, dedupe: id, actor: null, scopes }),
    ),
  });
};

const run = (
  { context, payload, scopes }: RunningJob<{ readonly schedule: string }>,
  period: number,
  mailing: ReportMailing | undefined,
): Command<Due | null> => ({
  load: async () => ok(await loadDue(context, payload.schedule, period, scopes)),
  decide: (due) => {
    if (due === null || due.rests) return ok(nothing);
    return due.isOwned ? begin(context, due, period, scopes) : pause(context, due, mailing);
  },
});

/** Begins the deliveries of a schedule's run: a job for each recipient and planned instant, once. */
export const dueJob = (mailing: ReportMailing | undefined): JobKind =>
  handleJob(reportDue, (job) => job.complete(run(job, job.planned ?? job.context.now, mailing)));
