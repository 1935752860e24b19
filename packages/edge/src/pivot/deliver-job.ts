import { err, ok, type Fault, type Json, type Result } from "@ennead/core/kernel";

import {
  domainOf,
  handleJob,
  type Command,
  type JobFailure,
  type JobKind,
  type Mailer,
  type RunningJob,
} from "../kernel/index.ts";
import { deliveryMail, type DeliveryMail, type Ended } from "./delivery-mail.ts";
import {
  endDelivery,
  findDelivery,
  forgetEarlier,
  moveDelivery,
  stands,
  type Delivery,
  type DeliveryState,
} from "./delivery.ts";
import { reportDeliver } from "./due-job.ts";
import type { ReportMailing } from "./mailing.ts";
import type { Reporting } from "./reporting.ts";

type Running = RunningJob<{ readonly delivery: string }>;

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
      const parts = state === "sent" ? [statement, forgetEarlier(company, delivery)] : [statement];
      return ok({ events: [event], parts, roots: [], answer: { status: 204 } });
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
  { cells = null, files = [] }: Partial<DeliveryMail> = {},
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
          parts: [moveDelivery(company, delivery, to, cells), ...files.map(({ ready }) => ready)],
          roots: [],
          guards: [stands(company, delivery, from), ...files.map(({ guard }) => guard)],
          answer: { status: 204 },
        }),
    },
    null,
  );
  return moved.ok;
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
  const mail = await deliveryMail(context, delivery, mailing, reporting, job);
  if (!mail.ok) return settle(job, delivery, mail.error);
  const { message } = mail.value;
  const sent = await job.deliver(async () => {
    if (!(await move(job, delivery, "pending", "sending", mail.value))) return null;
    // Also of a mail that somebody has sent again: whose first copy arrived is shown one.
    const messageId = `<${delivery.id}@${domainOf(message.from.address)}>`;
    return mailer.send({ ...message, messageId }, context.signal);
  });
  // Another attempt is at it.
  if (sent === null) return err({ message: "The delivery is somebody else's." });
  if (sent.ok) return settle(job, delivery, { state: "sent", reason: null });
  const { message: why, retryable, retryAfter, unknown = false } = sent.error;
  if (unknown) return settle(job, delivery, { state: "uncertain", reason: why });
  if (!retryable || attempt >= reportDeliver.maxAttempts) {
    return settle(job, delivery, { state: "failed", reason: why });
  }
  await move(job, delivery, "sending", "pending");
  return err({ message: why, ...(retryAfter === undefined ? {} : { retryAfter }) });
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
