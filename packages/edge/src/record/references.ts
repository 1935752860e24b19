import { can } from "@ennead/core/access";
import type { UserId } from "@ennead/core/kernel";
import type { FieldDefinition, ObjectDefinition, RecordData } from "@ennead/core/record";

import { sql, type RequestContext, type Statement } from "../kernel/index.ts";

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
  const read = [...wanted].filter(([object]) => objects.has(object));
  const results =
    read.length === 0
      ? []
      : await scope.read(
          ...read.map(([object, ids]) => {
            const name = objects.get(object)?.nameField ?? "";
            return sql`with j as materialized
                (select value as id from json_each(${JSON.stringify([...ids])}))
              select r.id, r.owner_id, r.data ->> ${name} as label from j cross join record r
              where r.company_id = ${company} and r.object = ${object} and r.id = j.id`;
          }),
        );
  for (const [at, [object]] of read.entries()) {
    const seen = new Map<string, string>();
    for (const row of results[at]?.rows ?? []) {
      const owner = row["owner_id"] === null ? null : (String(row["owner_id"]) as UserId);
      if (!can(model, principal, "read", { object, record: { company, owner } }).allow) continue;
      seen.set(String(row["id"]), row["label"] === null ? "" : String(row["label"]));
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
