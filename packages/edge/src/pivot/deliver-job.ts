import { err, ok, type Fault, type Json, type Result, type UserId } from "@ennead/core/kernel";

import {
  checkMail,
  domainOf,
  handleJob,
  type Command,
  type JobFailure,
  type JobKind,
  type MailAddress,
  type Mailer,
  type MailMessage,
  type RunningJob,
} from "../kernel/index.ts";
import { asPerson } from "./as-person.ts";
import { fulfils } from "./condition.ts";
import {
  endDelivery,
  findDelivery,
  moveDelivery,
  stands,
  type Delivery,
  type DeliveryState,
} from "./delivery.ts";
import { reportDeliver } from "./due-job.ts";
import { permitted } from "./permitted.ts";
import { noCharts, reportCharts } from "./report-chart.ts";
import { reportMail } from "./report-mail.ts";
import { reportTable } from "./report-table.ts";
import type { Reporting } from "./reporting.ts";
import { computeSpec, type Computed } from "./run.ts";
import { findSchedule, type Schedule } from "./schedule.ts";
import { unsubscribeLasts, unsubscribePurpose } from "./unsubscribe.ts";

/** Who mails reports, and where the links in them lead. */
export interface ReportMailing {
  readonly from: MailAddress;
  /** Where the API is mounted, as recipients reach it: `https://crm.example.com`. */
  readonly url: string;
}

type Running = RunningJob<{ readonly delivery: string }>;

/** How a delivery ends without having been sent. */
interface Ended {
  readonly state: Exclude<DeliveryState, "pending" | "sending">;
  readonly reason: string | null;
}

const ended = (state: Ended["state"], reason: string | null): Result<never, Ended> =>
  err({ state, reason });

/** Writes how it ended and completes the job, in one batch. */
const settle = (
  job: Running,
  delivery: Delivery,
  { state, reason }: Ended,
): Promise<Result<null, JobFailure>> => {
  const { company, now } = job.context;
  const command: Command<null> = {
    load: () => Promise.resolve(ok(null)),
    decide: () => {
      const { event, statement } = endDelivery(company, delivery, now, state, reason);
      return ok({ events: [event], parts: [statement], roots: [], answer: { status: 204 } });
    },
  };
  return job.complete(command);
};

/** Moves a delivery on, only from the state that it is thought to stand in. */
const move = async (
  { context }: Running,
  delivery: Delivery,
  from: DeliveryState,
  to: "pending" | "sending",
): Promise<boolean> => {
  const { company, scope, services } = context;
  const moved = await services.uow.run(
    context,
    {
      load: async () => {
        const found = await findDelivery(scope, delivery.id);
        return found?.state === from
          ? ok(found)
          : err({ code: "kernel/not-found", message: "The delivery stands elsewhere." } as Fault);
      },
      decide: () =>
        ok({
          events: [],
          parts: [moveDelivery(company, delivery, to)],
          roots: [],
          guards: [stands(company, delivery, from)],
          answer: { status: 204 },
        }),
    },
    null,
  );
  return moved.ok;
};

/** Why a schedule sends a recipient nothing; null when it does. */
const withheld = (schedule: Schedule, recipient: UserId): Ended | null => {
  if (schedule.paused !== null) return { state: "skipped", reason: "paused" };
  if (schedule.unsubscribed.includes(recipient))
    return { state: "skipped", reason: "unsubscribed" };
  return schedule.recipients.includes(recipient) ? null : { state: "refused", reason: "removed" };
};

/** Why the numbers are not worth sending; null when they are. */
const notWorth = ({ condition, skipEmpty }: Schedule, { spec, result }: Computed): Ended | null => {
  if (skipEmpty && result.recordsAt(0, 0) === 0) return { state: "skipped", reason: "empty" };
  if (condition === null) return null;
  const measure = spec.values.findIndex(({ name }) => name === condition.value);
  if (measure < 0) return { state: "failed", reason: "pivot/unknown-value" };
  return fulfils(result.cell(0, 0, measure), condition)
    ? null
    : { state: "skipped", reason: "condition" };
};

/** The mail of a delivery, made with the rights of its recipient, or how it ends without one. */
const mailOf = async (
  { context }: Running,
  delivery: Delivery,
  { from, url }: ReportMailing,
  reporting: Reporting,
): Promise<Result<MailMessage, Ended>> => {
  const { scope, company, now, services } = context;
  const recipient = delivery.recipient as UserId;
  const [schedule, user, as] = await Promise.all([
    findSchedule(scope, delivery.scheduleId),
    services.ports.directory.user(scope, recipient),
    asPerson(context, recipient),
  ]);
  if (schedule === null) return ended("refused", "removed");
  if (user === null || as === null) return ended("refused", "inactive");
  const not = delivery.test ? null : withheld(schedule, recipient);
  if (not !== null) return err(not);
  const report = await permitted(as, delivery.reportId, "read");
  if (!report.ok) return ended("refused", "access");
  const computed = await computeSpec(as, reporting, report.value.spec, report.value.id);
  if (!computed.ok) {
    const code = computed.error[0]?.code ?? "kernel/internal";
    const isRight = /forbidden|not-found/.test(code);
    return ended(isRight ? "refused" : "failed", code);
  }
  const idle = delivery.test ? null : notWorth(schedule, computed.value);
  if (idle !== null) return err(idle);
  const { locale } = await services.ports.directory.company(scope);
  const token = await services.keys.mintToken(
    unsubscribePurpose,
    { c: company, s: schedule.id, u: recipient },
    now + unsubscribeLasts,
  );
  const { name, view } = report.value;
  const message = await reportMail({
    from,
    to: { name: user.name, address: user.email },
    unsubscribe: `${url.replace(/\/+$/, "")}/api/analytics/unsubscribe/${token}`,
    name,
    table: reportTable(computed.value, name, view, locale).table,
    formats: schedule.formats,
    locale,
    drawn: schedule.formats.includes("pdf")
      ? await reportCharts(computed.value, view, locale)
      : noCharts,
  });
  // Files do not count here: this mail is handed over as it is, and stored nowhere.
  const checked = checkMail({ ...message, attachments: [] });
  if (!checked.ok) return ended("failed", checked.error[0]?.code ?? "kernel/bad-mail");
  return ok({ ...checked.value, attachments: message.attachments ?? [] });
};

const deliver = async (
  job: Running,
  mailer: Mailer,
  mailing: ReportMailing,
  reporting: Reporting,
): Promise<Result<Json, JobFailure>> => {
  const { context, payload, attempt } = job;
  const delivery = await findDelivery(context.scope, payload.delivery);
  if (delivery === null || delivery.endedAt !== null) return ok(null);
  // Somebody began to hand it over and did not live to tell what came of it.
  if (delivery.state === "sending") {
    return settle(job, delivery, { state: "uncertain", reason: "interrupted" });
  }
  const mail = await mailOf(job, delivery, mailing, reporting);
  if (!mail.ok) return settle(job, delivery, mail.error);
  const sent = await job.deliver(async (id) => {
    if (!(await move(job, delivery, "pending", "sending"))) return null;
    const messageId = `<${id}@${domainOf(mail.value.from.address)}>`;
    return mailer.send({ ...mail.value, messageId }, context.signal);
  });
  // Another attempt is at it.
  if (sent === null) return err({ message: "The delivery is somebody else's." });
  if (sent.ok) return settle(job, delivery, { state: "sent", reason: null });
  const { message, retryable, retryAfter, unknown = false } = sent.error;
  if (unknown) return settle(job, delivery, { state: "uncertain", reason: message });
  if (!retryable || attempt >= reportDeliver.maxAttempts) {
    return settle(job, delivery, { state: "failed", reason: message });
  }
  await move(job, delivery, "sending", "pending");
  return err({ message, ...(retryAfter === undefined ? {} : { retryAfter }) });
};

/**
 * Mails a report to one recipient, at most once: that it is being handed over is written before, and an attempt that finds
 * it so hands nothing over again.
 */
export const deliverJob = (mailer: Mailer, mailing: ReportMailing, reporting: Reporting): JobKind =>
  handleJob(reportDeliver, async (job) => {
    const held = setInterval(() => void job.renew().catch(() => false), reportDeliver.lease / 2);
    try {
      return await deliver(job, mailer, mailing, reporting);
    } finally {
      clearInterval(held);
    }
  });
