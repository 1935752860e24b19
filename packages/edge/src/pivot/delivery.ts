import { formatInstant } from "@ennead/core/calendar";
import type { Json } from "@ennead/core/kernel";

import {
  sql,
  type AuditEntry,
  type Row,
  type Statement,
  type TenantScope,
} from "../kernel/index.ts";

/**
 * Where a mail stands. `pending`: not handed over. `sending`: being handed over; a process that dies here leaves it so,
 * and nobody can know whether it has gone. `sent`: the mail server has taken it. `skipped`: not worth sending.
 * `refused`: the recipient may not have it. `failed`: it could not be made or delivered. `uncertain`: it may have arrived,
 * and is not sent again.
 */
export type DeliveryState =
  | "pending"
  | "sending"
  | "sent"
  | "skipped"
  | "refused"
  | "failed"
  | "uncertain";

/** One mail of a schedule to one recipient. */
export interface Delivery {
  readonly id: string;
  readonly reportId: string;
  readonly scheduleId: string;
  /** The planned instant. */
  readonly period: number;
  readonly recipient: string;
  readonly test: boolean;
  readonly state: DeliveryState;
  readonly reason: string | null;
  readonly missed: number;
  readonly createdAt: number;
  readonly endedAt: number | null;
}

/** What audit rows call a delivery. */
export const deliveryEntity = "pivot.delivery";

export const deliveryOf = (row: Row): Delivery => ({
  id: String(row["id"]),
  reportId: String(row["report_id"]),
  scheduleId: String(row["schedule_id"]),
  period: Number(row["period"]),
  recipient: String(row["recipient"]),
  test: row["test"] === 1,
  state: String(row["state"]) as DeliveryState,
  reason: row["reason"] === null ? null : String(row["reason"]),
  missed: Number(row["missed"]),
  createdAt: Number(row["created_at"]),
  endedAt: row["ended_at"] === null ? null : Number(row["ended_at"]),
});

export const deliveryJson = (delivery: Delivery): Json => ({
  id: delivery.id,
  scheduleId: delivery.scheduleId,
  period: formatInstant(delivery.period),
  recipient: delivery.recipient,
  test: delivery.test,
  state: delivery.state,
  reason: delivery.reason,
  missed: delivery.missed,
  createdAt: formatInstant(delivery.createdAt),
  endedAt: delivery.endedAt === null ? null : formatInstant(delivery.endedAt),
});

/** The delivery of this id, or null. */
export const findDelivery = async (
  { company, read }: TenantScope,
  id: string,
): Promise<Delivery | null> => {
  const [found] = await read(
    sql`select * from report_delivery where company_id = ${company} and id = ${id}`,
  );
  const row = found?.rows[0];
  return row === undefined ? null : deliveryOf(row);
};

/** The statement that writes deliveries that begin; a second one for a recipient and period is refused by its key. */
export const beginDeliveries = (
  company: string,
  deliveries: readonly Delivery[],
): readonly Statement[] =>
  deliveries.map(
    (
      one,
    ) => sql`insert into report_delivery(company_id, id, report_id, schedule_id, period, recipient, test,
        state, reason, attempts, missed, created_at, ended_at)
      values (${company}, ${one.id}, ${one.reportId}, ${one.scheduleId}, ${one.period}, ${one.recipient},
        ${one.test ? 1 : 0}, ${one.state}, ${one.reason}, 0, ${one.missed}, ${one.createdAt}, ${one.endedAt})`,
  );

/** Whether a delivery stands so, as a condition of a batch. */
export const stands = (company: string, { id }: Delivery, state: DeliveryState): Statement =>
  sql`exists(select 1 from report_delivery where company_id = ${company} and id = ${id}
    and state = ${state})`;

/** Moves a delivery to a state in which it goes on; what is being sent says what stands in it. */
export const moveDelivery = (
  company: string,
  { id }: Delivery,
  state: "pending" | "sending",
  cells: string | null = null,
): Statement => sql`update report_delivery set state = ${state}, cells = ${cells},
    attempts = attempts + ${state === "sending" ? 1 : 0}
  where company_id = ${company} and id = ${id}`;

/** Puts a delivery where a person says that it stands. */
export const settleByHand = (
  company: string,
  { id, state, reason, endedAt }: Delivery,
): Statement => sql`update report_delivery set state = ${state}, reason = ${reason}, ended_at = ${endedAt}
  where company_id = ${company} and id = ${id}`;

/** Forgets what earlier mails of this schedule to this recipient said: only the newest is compared with. */
export const forgetEarlier = (
  company: string,
  { id, scheduleId, recipient, period }: Delivery,
): Statement => sql`update report_delivery set cells = null where company_id = ${company}
  and schedule_id = ${scheduleId} and recipient = ${recipient} and period < ${period} and id <> ${id}
  and cells is not null`;

/** Ends a delivery, and says so in the log without to whom. */
export const endDelivery = (
  company: string,
  { id }: Delivery,
  now: number,
  state: Exclude<DeliveryState, "pending" | "sending">,
  reason: string | null,
): { readonly event: AuditEntry; readonly statement: Statement } => ({
  event: {
    action: `${deliveryEntity}.${state}`,
    entity: deliveryEntity,
    entityId: id,
    label: null,
    op: null,
    version: null,
    outcome: state === "sent" || state === "skipped" ? "success" : "failure",
    diff: { changes: [], dropped: [], reversible: true },
  },
  statement: sql`update report_delivery set state = ${state}, reason = ${reason}, ended_at = ${now}
    where company_id = ${company} and id = ${id}`,
});
