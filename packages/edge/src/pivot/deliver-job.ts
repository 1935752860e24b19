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
import { inTurn, type InTurn } from "./in-turn.ts";
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

/** Gives a mail to the mail server, and writes what came of it. */
const handOver = async (
  job: Running,
  delivery: Delivery,
  mail: DeliveryMail,
  mailer: Mailer,
): Promise<Result<null, JobFailure>> => {
  const { context, attempt } = job;
  // Its turn may come after its lease has ended.
  context.signal.throwIfAborted();
  const { message } = mail;
  const sent = await job.deliver(async () => {
    if (!(await move(job, delivery, "pending", "sending", mail))) return null;
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

const deliver = async (
  job: Running,
  mailer: Mailer,
  mailing: ReportMailing,
  reporting: Reporting,
  turn: InTurn,
): Promise<Result<Json, JobFailure>> => {
  const { context, payload } = job;
  const delivery = await findDelivery(context.scope, payload.delivery);
  if (delivery === null || delivery.endedAt !== null) return ok(null);
  // Somebody began to hand it over and did not live to tell what came of it.
  if (delivery.state === "sending") {
    return settle(job, delivery, { state: "uncertain", reason: "interrupted" });
  }
  const mail = await deliveryMail(context, delivery, mailing, reporting, job);
  if (!mail.ok) return settle(job, delivery, mail.error);
  return turn(() => handOver(job, delivery, mail.value, mailer));
};

/**
 * Mails a report to one recipient, at most once: that it is being handed over is written before, and an attempt that finds
 * it so hands nothing over again. Mails are made side by side and handed over one after the other, so that a process that
 * dies leaves no more than one of which nobody knows.
 */
export const deliverJob = (
  mailer: Mailer,
  mailing: ReportMailing,
  reporting: Reporting,
): JobKind => {
  const turn = inTurn();
  return handleJob(reportDeliver, async (job) => {
    const held = setInterval(() => void job.renew().catch(() => false), reportDeliver.lease / 2);
    try {
      return await deliver(job, mailer, mailing, reporting, turn);
    } finally {
      clearInterval(held);
    }
  });
};
