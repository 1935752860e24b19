import type { AuditEntry, RequestContext, Statement } from "../kernel/index.ts";
import { changeLink, linksOf, type Link } from "./link.ts";

/** What belongs to a report and goes with it. */
export interface Dependents {
  readonly links: readonly Link[];
}

export const dependentsOf = async (
  { scope }: RequestContext,
  report: string,
): Promise<Dependents> => ({ links: await linksOf(scope, report) });

/** The events and statements by which they go. */
export const removeDependents = (
  context: RequestContext,
  { links }: Dependents,
): { readonly events: readonly AuditEntry[]; readonly roots: readonly Statement[] } => {
  const changes = links.map((link) => changeLink(context, "delete", link));
  return {
    events: changes.map(({ event }) => event),
    roots: changes.map(({ root }) => root),
  };
};
