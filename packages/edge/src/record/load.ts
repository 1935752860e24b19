import type { Fault } from "@ennead/core/kernel";
import type { Catalogue, ObjectDefinition, RecordData } from "@ennead/core/record";

import { sql, type RequestContext } from "../kernel/index.ts";
import { uniqueValue } from "./columns.ts";
import { personalFields, uniqueKey, type PlanFacts, type Wanted } from "./plan.ts";
import type { Shares } from "./reach.ts";
import { changedReferences, loadReferences, referredIds } from "./references.ts";
import { readUnique, type RecordWrite } from "./store.ts";

const uniquePairs = (
  definition: ObjectDefinition,
  all: readonly RecordData[],
): (readonly [string, string])[] =>
  definition.fields.flatMap(({ name, unique }) =>
    unique === true
      ? all.flatMap((data) => {
          const value = data[name];
          return value === undefined || value === null ? [] : [[name, uniqueValue(value)] as const];
        })
      : [],
  );

const holders = async (
  { scope, company }: RequestContext,
  definition: ObjectDefinition,
  pairs: readonly (readonly [string, string])[],
  externalIds: readonly string[],
): Promise<{ unique: Map<string, string>; external: Map<string, string> }> => {
  const unique = new Map<string, string>();
  const external = new Map<string, string>();
  if (pairs.length > 0) {
    const [found] = await scope.read(readUnique(scope, definition.name, pairs));
    for (const row of found?.rows ?? []) {
      unique.set(uniqueKey(String(row["field"]), String(row["value"])), String(row["root_id"]));
    }
  }
  if (externalIds.length > 0) {
    const [found] = await scope.read(
      sql`with j as materialized (select value as id from json_each(${JSON.stringify(externalIds)}))
        select e.external_id, e.root_id from j cross join record_external e
        where e.company_id = ${company} and e.object = ${definition.name}
          and e.external_id = j.id`,
    );
    for (const row of found?.rows ?? []) {
      external.set(String(row["external_id"]), String(row["root_id"]));
    }
  }
  return { unique, external };
};

/** Refuses an owner whom the directory does not know. */
export const checkOwners = async (
  context: RequestContext,
  owners: readonly (string | null | undefined)[],
): Promise<ReadonlyMap<string, Fault>> => {
  const { directory } = context.services.ports;
  const refused = new Map<string, Fault>();
  for (const owner of new Set(owners)) {
    if (owner === null || owner === undefined || owner === context.principal.actor) continue;
    const known = await directory.checkOwner(context.scope, owner);
    if (!known.ok) refused.set(owner, { ...known.error, path: ["ownerId"] });
  }
  return refused;
};

/**
 * Loads what plans for these wishes rest on. `before` are the records as they are, so that the names of what they
 * referred to can be written into the log, `shares` those of the records. The maps may be added to while the records of one slice are planned.
 */
export const loadFacts = async (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
  wanted: readonly Wanted[],
  before: readonly RecordData[],
  shares: Shares = new Map(),
): Promise<PlanFacts & { unique: Map<string, string>; external: Map<string, string> }> => {
  const data = wanted.map(({ fields }) => fields);
  const [labels, held] = await Promise.all([
    loadReferences(context, objects, referredIds(definition, [...data, ...before])),
    holders(
      context,
      definition,
      uniquePairs(definition, data),
      wanted.flatMap(({ externalId }) => externalId ?? []),
    ),
  ]);
  return {
    context,
    definition,
    labels,
    shares,
    ...held,
    personal: personalFields(definition, objects),
  };
};

/**
 * The references that these writes set and that must still exist at commit. One that stays as it was may have lost its
 * record since: that is nothing this command has to answer for.
 */
export const newReferences = (
  definition: ObjectDefinition,
  objects: Catalogue,
  writes: readonly RecordWrite[],
): readonly (readonly [string, string])[] => {
  const set = writes.flatMap(({ before, after }) =>
    after === null ? [] : [changedReferences(definition, before?.data ?? {}, after.data)],
  );
  return [...referredIds(definition, set)].flatMap(([object, ids]) =>
    objects.has(object) ? [...ids].map((id) => [object, id] as const) : [],
  );
};
