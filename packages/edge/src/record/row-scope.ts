import {
  scopeOf,
  scopeSources,
  scopeWhere,
  type AccessModel,
  type ScopeColumns,
  type ScopeSource,
  type SqlPart,
} from "@ennead/core/access";

import { join, sql, type RequestContext, type Statement } from "../kernel/index.ts";

const columnsOf = ({ services }: RequestContext): ScopeColumns => ({
  id: "r.id",
  owner: "r.owner_id",
  territory: "r.territory_id",
  shares: services.ports.sharing.columns,
});

const statementOf = ({ sql: text, params }: SqlPart): Statement => ({ sql: text, args: params });

/** The rows of an object that the actor may read, as a condition on `record r`. */
export const rowScope = (context: RequestContext, object: string): Statement => {
  const { model, principal } = context;
  return statementOf(scopeWhere(scopeOf(model, principal, object, "read"), columnsOf(context)));
};

const sourceOf = ({ company }: RequestContext, object: string): ScopeSource => ({
  table: "record r",
  where: { sql: "r.company_id = ? and r.object = ?", params: [company, object] },
});

/** The ids of the records of an object that shares give the actor to read, as a select; null where they add nothing. */
export const sharedIds = (context: RequestContext, object: string): Statement | null => {
  const scope = scopeOf(context.model, context.principal, object, "read");
  const shared = scopeSources(scope, columnsOf(context), sourceOf(context, object))?.at(-1);
  return shared === undefined ? null : statementOf(shared);
};

/**
 * Of so many records the ids are read and sorted. Beyond it the records of the object are walked in order and each is
 * asked: among a million of them a page of fifty is found within ten thousand, which costs about the same.
 */
const mostRead = 5000;

/** How long it is taken for granted that somebody who sees many records still does; it decides nothing but the way. */
const widePeriod = 60_000;

/** Until when somebody is known to see many records of an object, by model. */
const seesMany = new WeakMap<AccessModel, Map<string, number>>();

/**
 * The ids of the records that the actor may read at most, as a select, where they are few; null where they are many or
 * all. What it names must still be asked `rowScope`: it leaves the exceptions to it.
 */
export const reachedIds = async (
  context: RequestContext,
  object: string,
): Promise<Statement | null> => {
  const { model, now, principal } = context;
  const sources = scopeSources(
    scopeOf(model, principal, object, "read"),
    columnsOf(context),
    sourceOf(context, object),
  )?.map(statementOf);
  if (sources === undefined) return null;
  const wide = seesMany.get(model) ?? new Map<string, number>();
  seesMany.set(model, wide);
  const key = JSON.stringify([principal.actor, principal.onBehalfOf ?? null, object]);
  if ((wide.get(key) ?? -Infinity) > now) return null;
  const [counted] = await context.scope.read(
    sql`select count(*) as reached from (${join(sources, " union all ")} limit ${mostRead + 1})`,
  );
  if (Number(counted?.rows[0]?.["reached"]) <= mostRead) return join(sources, " union ");
  wide.set(key, now + widePeriod);
  return null;
};
