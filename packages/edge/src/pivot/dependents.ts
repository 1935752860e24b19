import type { AuditEntry, RequestContext, ScheduleChange, Statement } from "../kernel/index.ts";
import { changeLink, linksOf, type Link } from "./link.ts";
import { changeSchedule, recurringId, schedulesOf, type Schedule } from "./schedule.ts";

/** What belongs to a report and goes with it. */
export interface Dependents {
  readonly links: readonly Link[];
  readonly schedules: readonly Schedule[];
}

export const dependentsOf = async (
  { scope }: RequestContext,
  report: string,
): Promise<Dependents> => ({
  links: await linksOf(scope, report),
  schedules: await schedulesOf(scope, report),
});

/** The events, statements and ends of recurring work by which they go. */
export const removeDependents = (
  context: RequestContext,
  { links, schedules }: Dependents,
): {
  readonly events: readonly AuditEntry[];
  readonly roots: readonly Statement[];
  readonly schedules: readonly ScheduleChange[];
} => {
  const changes = [
    ...links.map((link) => changeLink(context, "delete", link)),
    ...schedules.map((schedule) => changeSchedule(context, schedule, null)),
  ].filter((change) => change !== null);
  return {
    events: changes.map(({ event }) => event),
    roots: changes.map(({ root }) => root),
    schedules: schedules.map(({ id }) => ({ op: "remove", id: recurringId(id) })),
  };
};
