import { ok } from "@ennead/core/kernel";
import type { Catalogue, ObjectDefinition } from "@ennead/core/record";

import {
  join,
  keyIdOf,
  sql,
  type RequestContext,
  type SealedCount,
  type SealedValues,
  type Statement,
  type StoredRecord,
  type TenantScope,
} from "../kernel/index.ts";
import { loadFacts } from "./load.ts";
import { eventOf } from "./plan.ts";
import { openSecret, sealSecrets, secretFields } from "./secrets.ts";
import { partStatements, readByIds, rootStatements } from "./store.ts";

const countedAtOnce = 5000;
const sealedAtOnce = 200;

const countField = async (
  { company, read }: TenantScope,
  object: string,
  field: string,
): Promise<readonly SealedCount[]> => {
  const counts: SealedCount[] = [];
  let last = "";
  for (;;) {
    const portion = sql`select id, substr(data ->> ${field}, 5) as v from record
      where company_id = ${company} and object = ${object} and id > ${last}
      order by id limit ${countedAtOnce}`;
    const [groups, end] = await read(
      sql`select substr(v, 1, instr(v, '.') - 1) as key, count(*) as count
        from (${portion}) where v is not null group by 1`,
      sql`select max(id) as last, count(*) as count from (${portion})`,
    );
    for (const row of groups?.rows ?? []) {
      const [key, values] = [String(row["key"]), Number(row["count"])];
      counts.push({ place: `record.${object}.${field}`, key, values });
    }
    const row = end?.rows[0];
    if (Number(row?.["count"] ?? 0) < countedAtOnce) return counts;
    last = String(row?.["last"]);
  }
};

/** The record with its secrets sealed anew; one that does not open stays as it is. Null when none of them changes. */
const resealed = async (
  context: RequestContext,
  definition: ObjectDefinition,
  record: StoredRecord,
): Promise<StoredRecord | null> => {
  const { company, services } = context;
  const clear: Record<string, string> = {};
  for (const name of secretFields(definition)) {
    const sealed = record.data[name];
    if (typeof sealed !== "string" || keyIdOf(sealed) === services.keys.newest) continue;
    const opened = await openSecret(services.keys, company, record, name);
    if (opened.ok) clear[name] = opened.value;
  }
  if (Object.keys(clear).length === 0) return null;
  const sealed = await sealSecrets(context, definition, record.id, clear);
  return { ...record, version: record.version + 1, data: { ...record.data, ...sealed } };
};

/** Seals these records anew in one batch, with an event for each: `record.<object>.reseal`. */
const resealRecords = (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
  ids: readonly string[],
): Promise<unknown> =>
  context.services.uow.run(
    context,
    {
      load: async () => {
        const writes = [];
        for (const before of await readByIds(context.scope, definition.name, ids)) {
          const after = await resealed(context, definition, before);
          if (after !== null) writes.push({ before, after });
        }
        return ok({ writes, facts: await loadFacts(context, objects, definition, [], []) });
      },
      decide: ({ writes, facts }) =>
        ok({
          events: writes.flatMap((write) => {
            const event = eventOf(facts, write);
            return event === null ? [] : [{ ...event, action: `record.${definition.name}.reseal` }];
          }),
          parts: partStatements(context.company, definition, writes),
          roots: rootStatements(context.company, definition.name, writes),
          answer: { status: 204 },
        }),
    },
    null,
  );

const resealObject = async (
  context: RequestContext,
  objects: Catalogue,
  definition: ObjectDefinition,
): Promise<void> => {
  const own = `es1.${context.services.keys.newest}.`;
  const others = secretFields(definition).map(
    (field): Statement => sql`substr(data ->> ${field}, 1, ${own.length}) <> ${own}`,
  );
  let last = "";
  for (;;) {
    const [found] = await context.scope.read(
      sql`select id from record where company_id = ${context.company}
        and object = ${definition.name} and id > ${last} and (${join(others, " or ")})
        order by id limit ${sealedAtOnce}`,
    );
    const ids = (found?.rows ?? []).map((row) => String(row["id"]));
    if (ids.length > 0) await resealRecords(context, objects, definition, ids);
    if (ids.length < sealedAtOnce) return;
    last = ids.at(-1) ?? "";
  }
};

/** The secrets of records. A record whose secrets are sealed anew has a new version, as after any change. */
export const recordSecrets = (objects: Catalogue): SealedValues => {
  const holders = [...objects.values()].filter((one) => secretFields(one).length > 0);
  return {
    count: async (scope) => {
      const counts: SealedCount[] = [];
      for (const definition of holders) {
        for (const field of secretFields(definition)) {
          counts.push(...(await countField(scope, definition.name, field)));
        }
      }
      return counts;
    },
    reseal: async (context) => {
      for (const definition of holders) await resealObject(context, objects, definition);
    },
  };
};
