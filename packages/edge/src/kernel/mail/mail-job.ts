import { defineJob } from "@ennead/core/job";
import { err, ok, type Fault, type Instant, type Json, type Result } from "@ennead/core/kernel";
import * as v from "valibot";

import type { Command } from "../context.ts";
import { sql } from "../db/sql.ts";
import { handleJob, type JobFailure, type RunningJob } from "../jobs/job-kind.ts";
import { enqueue, type NewJob } from "../jobs/new-job.ts";
import { base64, fromBase64 } from "../keys/digest.ts";
import { defineRoom, type Room } from "../room.ts";
import { checkMail } from "./check-mail.ts";
import { domainOf } from "./mail-address.ts";
import type { MailMessage } from "./mail-message.ts";
import type { Mailer } from "./mailer.ts";

const address = v.object({ name: v.exactOptional(v.string()), address: v.string() });

/** A mail as its job holds it: the bytes of attachments as base64. */
const stored = v.object({
  from: address,
  to: address,
  replyTo: v.exactOptional(address),
  subject: v.string(),
  text: v.string(),
  html: v.exactOptional(v.string()),
  attachments: v.exactOptional(
    v.array(v.object({ name: v.string(), type: v.string(), content: v.string() })),
  ),
  headers: v.exactOptional(v.record(v.string(), v.string())),
});

type StoredMail = v.InferOutput<typeof stored>;

/** Waits from 30 seconds to an hour: a server that puts off a stranger for minutes, or is away for half a day, is met again. */
const mailSend = defineJob({
  kind: "mail.send",
  schema: stored,
  maxAttempts: 30,
  backoff: { base: 30_000, cap: 3_600_000 },
});

const pack = ({ attachments, ...rest }: MailMessage): Json => ({
  ...(rest as unknown as Record<string, Json>),
  ...(attachments === undefined
    ? {}
    : {
        attachments: attachments.map(({ name, type, content }) => ({
          name,
          type,
          content: base64(content),
        })),
      }),
});

const unpack = ({ attachments, ...rest }: StoredMail): MailMessage => ({
  ...rest,
  ...(attachments === undefined
    ? {}
    : { attachments: attachments.map((one) => ({ ...one, content: fromBase64(one.content) })) }),
});

/**
 * A mail as a decision's job: written in its batch, sealed, and delivered at least once. `dedupe` keeps a second mail of
 * the same name from being written while the first waits; `runAt` sends it later. Fault: `kernel/bad-mail`.
 */
export const mail = (
  message: MailMessage,
  options: { readonly dedupe?: string; readonly runAt?: Instant } = {},
): Result<NewJob, readonly Fault[]> => {
  const checked = checkMail(message);
  if (!checked.ok) return checked;
  return ok(enqueue(mailSend, pack(checked.value), { ...options, sealed: true }));
};

/** Says in the log that a mail has gone, without to whom, and forgets what was written. */
const delivered = ({ id, context }: RunningJob<StoredMail>): Command<null> => ({
  load: () => Promise.resolve(ok(null)),
  decide: () =>
    ok({
      events: [
        {
          action: "kernel.mail.deliver",
          entity: "kernel.mail",
          entityId: id,
          label: null,
          op: null,
          version: null,
          diff: { changes: [], dropped: [], reversible: true },
        },
      ],
      parts: [
        sql`update job set payload = '{}' where company_id = ${context.company} and id = ${id}`,
      ],
      roots: [],
      answer: { status: 204 },
    }),
});

const deliver = async (
  job: RunningJob<StoredMail>,
  mailer: Mailer,
): Promise<Result<null, JobFailure>> => {
  const checked = checkMail(unpack(job.payload));
  if (!checked.ok) {
    return err({ message: checked.error[0]?.message ?? "The mail is not fit.", hopeless: true });
  }
  const message = checked.value;
  const sent = await job.deliver((id) =>
    mailer.send(
      { ...message, messageId: `<${id}@${domainOf(message.from.address)}>` },
      job.context.signal,
    ),
  );
  if (sent.ok) return job.complete(delivered(job));
  const { message: why, retryable, retryAfter } = sent.error;
  return err({
    message: why,
    hopeless: !retryable,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
};

/** Sends the mails that decisions have asked for. Without it they wait: the kind is unknown, and ticks report it. */
export const mailRoom = (mailer: Mailer): Room =>
  defineRoom({
    name: "mail",
    tables: [],
    routes: [],
    jobs: [
      handleJob(mailSend, async (job) => {
        // Slow servers take longer than a lease. A lease that is lost aborts the job's signal, which ends the sending.
        const held = setInterval(() => void job.renew().catch(() => false), mailSend.lease / 2);
        try {
          return await deliver(job, mailer);
        } finally {
          clearInterval(held);
        }
      }),
    ],
  });
