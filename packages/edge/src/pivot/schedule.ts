import { diff } from "@ennead/core/audit";
import { formatInstant } from "@ennead/core/calendar";
import { nextRun, type RecurrenceRule } from "@ennead/core/job";
import type { Json, UserId } from "@ennead/core/kernel";

import {
  sql,
  type AuditEntry,
  type RequestContext,
  type Row,
  type Statement,
  type TenantScope,
} from "../kernel/index.ts";
import type { Condition } from "./condition.ts";
import { scheduleEntity } from "./tables.ts";

/** What a mail can carry beside its table. */
export const attachable = ["pdf", "xlsx", "csv"] as const;

export type Attachable = (typeof attachable)[number];

/** A report that is mailed by itself. */
export interface Schedule {
  readonly id: string;
  readonly version: number;
  readonly reportId: string;
  readonly ownerId: UserId;
  readonly rule: RecurrenceRule;
  readonly recipients: readonly UserId[];
  /** Recipients who asked for no more. */
  readonly unsubscribed: readonly UserId[];
  readonly formats: readonly Attachable[];
  readonly condition: Condition | null;
  readonly skipEmpty: boolean;
  /** Why it rests: `asked`, or `owner` when its owner may not read the report any more; null while it runs. */
  readonly paused: "asked" | "owner" | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

const listIn = <T>(row: Row, column: string): readonly T[] =>
  JSON.parse(String(row[column])) as readonly T[];

export const scheduleOf = (row: Row): Schedule => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  reportId: String(row["report_id"]),
  ownerId: String(row["owner_id"]) as UserId,
  rule: JSON.parse(String(row["rule"])) as RecurrenceRule,
  recipients: listIn(row, "recipients"),
  unsubscribed: listIn(row, "unsubscribed"),
  formats: listIn(row, "formats"),
  condition: row["condition"] === null ? null : (JSON.parse(String(row["condition"])) as Condition),
  skipEmpty: row["skip_empty"] === 1,
  paused: row["paused"] === null ? null : row["paused"] === "owner" ? "owner" : "asked",
  createdAt: Number(row["created_at"]),
  updatedAt: Number(row["updated_at"]),
});

/** A schedule as JSON at this time. */
export const scheduleJson = (schedule: Schedule, now: number): Json => {
  const next = schedule.paused === null ? nextRun(schedule.rule, now) : null;
  return {
    id: schedule.id,
    version: schedule.version,
    ownerId: schedule.ownerId,
    rule: schedule.rule as unknown as Json,
    recipients: schedule.recipients,
    unsubscribed: schedule.unsubscribed,
    formats: schedule.formats,
    condition: schedule.condition as unknown as Json,
    skipEmpty: schedule.skipEmpty,
    paused: schedule.paused !== null,
    pausedBy: schedule.paused,
    nextAt: next === null ? null : formatInstant(next),
    createdAt: formatInstant(schedule.createdAt),
    updatedAt: formatInstant(schedule.updatedAt),
  };
};

/** What the kernel calls the recurring work of a schedule. */
export const recurringId = (id: string): string => `report/${id}`;

/** The schedules of a report, the newest last. */
export const schedulesOf = async (
  { company, read }: TenantScope,
  report: string,
): Promise<readonly Schedule[]> => {
  const [found] = await read(
    sql`select * from report_schedule where company_id = ${company} and report_id = ${report}
      order by id`,
  );
  return (found?.rows ?? []).map(scheduleOf);
};

/** The schedule of this id, or null. */
export const findSchedule = async (
  { company, read }: TenantScope,
  id: string,
): Promise<Schedule | null> => {
  const [found] = await read(
    sql`select * from report_schedule where company_id = ${company} and id = ${id}`,
  );
  const row = found?.rows[0];
  return row === undefined ? null : scheduleOf(row);
};

const kept = (schedule: Schedule): Readonly<Record<string, Json>> => ({
  reportId: schedule.reportId,
  ownerId: schedule.ownerId,
  rule: schedule.rule as unknown as Json,
  recipients: schedule.recipients,
  unsubscribed: schedule.unsubscribed,
  formats: schedule.formats,
  condition: schedule.condition as unknown as Json,
  skipEmpty: schedule.skipEmpty,
  paused: schedule.paused,
});

/** The event and the statement of one change, null when nothing differs: creates, updates or deletes as either side is null. */
export const changeSchedule = (
  { company }: RequestContext,
  before: Schedule | null,
  after: Schedule | null,
  verb?: "pause" | "unsubscribe",
): { readonly event: AuditEntry; readonly root: Statement } | null => {
  const one = after ?? before;
  if (one === null) return null;
  const op = before === null ? "create" : after === null ? "delete" : "update";
  const difference = diff(
    {
      reportId: { type: "reference" },
      ownerId: { type: "reference" },
      rule: { type: "json" },
      recipients: { type: "list" },
      unsubscribed: { type: "list" },
      formats: { type: "list" },
      condition: { type: "json" },
      skipEmpty: { type: "boolean" },
      paused: { type: "text" },
    },
    before === null ? null : kept(before),
    after === null ? null : kept(after),
  );
  if (op === "update" && difference.changes.length === 0) return null;
  const version = op === "delete" ? one.version + 1 : one.version;
  const event: AuditEntry = {
    action: `${scheduleEntity}.${verb ?? op}`,
    entity: scheduleEntity,
    entityId: one.id,
    label: null,
    op,
    version,
    diff: difference,
  };
  const { id, reportId, ownerId, paused, createdAt, updatedAt } = one;
  const rule = JSON.stringify(one.rule);
  const recipients = JSON.stringify(one.recipients);
  const unsubscribed = JSON.stringify(one.unsubscribed);
  const formats = JSON.stringify(one.formats);
  const condition = one.condition === null ? null : JSON.stringify(one.condition);
  const skipEmpty = one.skipEmpty ? 1 : 0;
  switch (op) {
    case "create":
      return {
        event,
        root: sql`insert into report_schedule(company_id, id, version, report_id, owner_id, rule, recipients,
            unsubscribed, formats, condition, skip_empty, paused, created_at, updated_at)
          values (${company}, ${id}, ${version}, ${reportId}, ${ownerId}, ${rule}, ${recipients},
            ${unsubscribed}, ${formats}, ${condition}, ${skipEmpty}, ${paused}, ${createdAt}, ${updatedAt})`,
      };
    case "update":
      return {
        event,
        root: sql`update report_schedule set version = ${version}, owner_id = ${ownerId}, rule = ${rule},
            recipients = ${recipients},
            unsubscribed = ${unsubscribed}, formats = ${formats}, condition = ${condition},
            skip_empty = ${skipEmpty}, paused = ${paused}, updated_at = ${updatedAt}
          where company_id = ${company} and id = ${id} and version = ${version - 1}`,
      };
    case "delete":
      return {
        event,
        root: sql`delete from report_schedule where company_id = ${company} and id = ${id}
          and version = ${version - 1}`,
      };
    default:
      return op satisfies never;
  }
};
