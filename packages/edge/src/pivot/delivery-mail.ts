import type { KeyScopes } from "@ennead/core/access";
import { err, ok, type Result, type UserId } from "@ennead/core/kernel";

import {
  checkMail,
  type MailMessage,
  type RequestContext,
  type WrittenFile,
} from "../kernel/index.ts";
import { asPerson } from "./as-person.ts";
import { fulfils } from "./condition.ts";
import { deliveredText } from "./delivered.ts";
import type { Delivery, DeliveryState } from "./delivery.ts";
import { attachedFiles } from "./mail-files.ts";
import type { ReportMailing } from "./mailing.ts";
import { honoured } from "./obligations.ts";
import { permitted } from "./permitted.ts";
import { noCharts, reportCharts } from "./report-chart.ts";
import { reportMail } from "./report-mail.ts";
import { reportTable } from "./report-table.ts";
import type { Reporting } from "./reporting.ts";
import { answerSpec, type Answered } from "./run.ts";
import { findSchedule, type Schedule } from "./schedule.ts";
import { unsubscribeLasts, unsubscribePurpose } from "./unsubscribe.ts";

/** How a delivery ends without having been sent. */
export interface Ended {
  readonly state: Exclude<DeliveryState, "pending" | "sending">;
  readonly reason: string | null;
}

/** A mail that is ready to be handed over. */
export interface DeliveryMail {
  readonly message: MailMessage;
  /** What it says, for later comparison; null for a mail that somebody tried out. */
  readonly cells: string | null;
  /** What was too large to be attached, to be fetched from the moment of the handing over on. */
  readonly files: readonly WrittenFile[];
}

const ended = (state: Ended["state"], reason: string | null): Result<never, Ended> =>
  err({ state, reason });

/** Why a schedule sends a recipient nothing; null when it does. */
const withheld = (schedule: Schedule, recipient: UserId): Ended | null => {
  if (schedule.paused !== null) return { state: "skipped", reason: "paused" };
  if (schedule.unsubscribed.includes(recipient))
    return { state: "skipped", reason: "unsubscribed" };
  return schedule.recipients.includes(recipient) ? null : { state: "refused", reason: "removed" };
};

/** Why the numbers are not worth sending; null when they are. */
const notWorth = ({ condition, skipEmpty }: Schedule, { spec, result }: Answered): Ended | null => {
  if (skipEmpty && result.recordsAt(0, 0) === 0) return { state: "skipped", reason: "empty" };
  if (condition === null) return null;
  const measure = spec.values.findIndex(({ name }) => name === condition.value);
  if (measure < 0) return { state: "failed", reason: "pivot/unknown-value" };
  return fulfils(result.cell(0, 0, measure), condition)
    ? null
    : { state: "skipped", reason: "condition" };
};

/** Who asked for a mail, and by a credential of which scopes. */
export interface AskedBy {
  readonly actor: string | null;
  readonly scopes: KeyScopes | null;
}

/**
 * The mail of a delivery, made with the rights of its recipient, or how it ends without one. A key that may do little does
 * not get its owner mails that say more: what it asked for for himself is within its scopes.
 */
export const deliveryMail = async (
  context: RequestContext,
  delivery: Delivery,
  { from, url }: ReportMailing,
  reporting: Reporting,
  { actor, scopes }: AskedBy,
): Promise<Result<DeliveryMail, Ended>> => {
  const { scope, company, now, services } = context;
  const recipient = delivery.recipient as UserId;
  const schedule = await findSchedule(scope, delivery.scheduleId);
  if (schedule === null) return ended("refused", "removed");
  const isForHimself = recipient === schedule.ownerId || recipient === actor;
  const [user, as] = await Promise.all([
    services.ports.directory.user(scope, recipient),
    asPerson(context, recipient, isForHimself ? scopes : null),
  ]);
  if (user === null || as === null) return ended("refused", "inactive");
  const not = delivery.test ? null : withheld(schedule, recipient);
  if (not !== null) return err(not);
  const report = await permitted(as, delivery.reportId, "read");
  if (!report.ok) return ended("refused", "access");
  const computed = await answerSpec(as, reporting, report.value.spec, report.value.id);
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
  const { table: plain, lines } = reportTable(computed.value, name, view);
  const { formats } = schedule;
  const notes = honoured(as, { spec: computed.value.spec, formats, rows: lines, steppedUp: false });
  if (!notes.ok) return ended("refused", "access/obligation-unmet");
  const table = { ...plain, notes: [...(plain.notes ?? []), ...notes.value] };
  const rows = [...table.rows];
  const files = await attachedFiles(as, {
    report: report.value.id,
    table: { ...table, rows },
    formats: schedule.formats,
    locale,
    drawn: schedule.formats.includes("pdf")
      ? await reportCharts(computed.value, view, locale)
      : noCharts,
    most: reporting.limits(company).mailBytes,
    url,
  });
  const message = reportMail({
    from,
    to: { name: user.name, address: user.email },
    unsubscribe: `${url.replace(/\/+$/, "")}/api/analytics/unsubscribe/${token}`,
    name,
    table,
    rows,
    locale,
    files,
  });
  // Files do not count here: this mail is handed over as it is, and stored nowhere.
  const checked = checkMail({ ...message, attachments: [] });
  if (!checked.ok) return ended("failed", checked.error[0]?.code ?? "kernel/bad-mail");
  return ok({
    message: { ...checked.value, attachments: files.attachments },
    cells: delivery.test ? null : deliveredText(computed.value),
    files: files.kept,
  });
};
