import { can } from "@ennead/core/access";
import type { FieldDefinition, ObjectDefinition, RecordData } from "@ennead/core/record";

import { recordFacts, sql, type RequestContext, type Statement } from "../kernel/index.ts";
import { needsShares, sharesOf } from "./reach.ts";

/** What is known of the records that a command refers to: a name for each that exists and may be seen. */
export type ReferenceLabels = ReadonlyMap<string, ReadonlyMap<string, string>>;

export const referenceFields = (definition: ObjectDefinition): readonly FieldDefinition[] =>
  definition.fields.filter(({ type }) => type === "reference");

/** The references of a record that differ from what they were. */
export const changedReferences = (
  definition: ObjectDefinition,
  before: RecordData,
  after: RecordData,
): RecordData =>
  Object.fromEntries(
    referenceFields(definition).flatMap(({ name }) => {
      const id = after[name];
      return id === undefined || id === before[name] ? [] : [[name, id]];
    }),
  );

/** The ids that these fields refer to, by object. */
export const referredIds = (
  definition: ObjectDefinition,
  all: readonly RecordData[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { name, object = "" } of referenceFields(definition)) {
    for (const data of all) {
      const id = data[name];
      if (typeof id !== "string") continue;
      const ids = found.get(object) ?? new Set();
      ids.add(id);
      found.set(object, ids);
    }
  }
  return found;
};

/** Names of the referred records that exist and that the actor may see; anything else does not exist for him. */
export const loadReferences = async (
  context: RequestContext,
  objects: ReadonlyMap<string, ObjectDefinition>,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<ReferenceLabels> => {
  const { scope, company, model, principal } = context;
  const labels = new Map<string, ReadonlyMap<string, string>>();
  const { sharing } = context.services.ports;
  const read = [...wanted].flatMap(([object, ids]) => {
    const definition = objects.get(object);
    if (definition === undefined) return [];
    const statements = [
      sql`with j as materialized (select value as id from json_each(${JSON.stringify([...ids])}))
        select r.id, r.owner_id, r.territory_id, r.data ->> ${definition.nameField} as label
        from j cross join record r
        where r.company_id = ${company} and r.object = ${object} and r.id = j.id`,
    ];
    if (needsShares(context, "read", object)) statements.push(sharesOf(context, object, [...ids]));
    return [{ object, statements }];
  });
  const statements = read.flatMap((one) => one.statements);
  const results = statements.length === 0 ? [] : [...(await scope.read(...statements))];
  for (const { object, statements: own } of read) {
    const [found, shared] = results.splice(0, own.length);
    const shares = sharing.reading.parse(shared?.rows ?? []);
    const seen = new Map<string, string>();
    for (const row of found?.rows ?? []) {
      const id = String(row["id"]);
      const ownerId = row["owner_id"] === null ? null : String(row["owner_id"]);
      const territoryId = row["territory_id"] === null ? null : String(row["territory_id"]);
      const record = recordFacts(company, { id, ownerId, territoryId }, shares);
      if (!can(model, principal, "read", { object, record }).allow) continue;
      seen.set(id, row["label"] === null ? "" : String(row["label"]));
    }
    labels.set(object, seen);
  }
  const users = wanted.get("user");
  if (users !== undefined) {
    const all = await context.services.ports.directory.users(scope);
    labels.set(
      "user",
      new Map(all.filter(({ id }) => users.has(id)).map(({ id, name }) => [id as string, name])),
    );
  }
  return labels;
};

/** True at commit while every one of these records still exists. */
export const referencesHold = (
  { company }: RequestContext,
  pairs: readonly (readonly [object: string, id: string])[],
): Statement =>
  sql`not exists(select 1 from json_each(${JSON.stringify(pairs)}) j where not exists(
    select 1 from record r where r.company_id = ${company} and r.object = j.value ->> 0
      and r.id = j.value ->> 1))`;
