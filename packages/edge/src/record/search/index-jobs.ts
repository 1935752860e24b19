import { defineJob, type JobSpec } from "@ennead/core/job";
import { ok } from "@ennead/core/kernel";
import type { Catalogue } from "@ennead/core/record";
import * as v from "valibot";

import {
  defineFollow,
  enqueue,
  handleFollow,
  handleJob,
  sql,
  type Decision,
  type Follow,
  type JobKind,
  type Statement,
  type StoredRecord,
  type TenantScope,
} from "../../kernel/index.ts";
import { readByIds, recordSelect, storedRecord } from "../store.ts";
import { indexStatements } from "./write-index.ts";

export const followerName = "record.search";
export const indexKind = "record.index";

/** The follower that keeps the full-text index of these objects. */
export const searchFollow = (objects: Catalogue): Follow =>
  defineFollow({
    name: followerName,
    objects: [...objects.keys()],
    // What was there before the index is filled in by the job that its making enqueues.
    from: "head",
    job: { kind: indexKind, concurrency: 2 },
  });

/** Where a refill has come to: nothing for its beginning. */
interface RefillPlace {
  readonly object?: string | undefined;
  readonly after?: string | undefined;
}

/** Fills the index of a company, a stretch at a time. */
export const refillSearch: JobSpec<RefillPlace> = defineJob({
  kind: "record.refill",
  schema: v.strictObject({ object: v.optional(v.string()), after: v.optional(v.string()) }),
  concurrency: 1,
  priority: 10,
});

const effects = (parts: readonly Statement[], more: Partial<Decision> = {}): Decision => ({
  events: [],
  parts,
  roots: [],
  answer: { status: 204 },
  ...more,
});

const readSome = async (
  scope: TenantScope,
  object: string,
  ids: readonly string[],
): Promise<readonly StoredRecord[]> => {
  const [found] = await scope.read(readByIds(scope, object, ids));
  return (found?.rows ?? []).map(storedRecord);
};

const indexing = (objects: Catalogue): JobKind =>
  handleFollow(searchFollow(objects), async (job, entries) => {
    const { scope, company } = job.context;
    const changed = new Map<string, Set<string>>();
    for (const { entity, id } of entries) {
      changed.set(entity, (changed.get(entity) ?? new Set()).add(id));
    }
    return job.complete({
      load: async () => {
        const statements: Statement[] = [];
        for (const [object, set] of changed) {
          const definition = objects.get(object);
          if (definition === undefined) continue;
          const ids = [...set];
          const records = await readSome(scope, object, ids);
          statements.push(...(await indexStatements(company, definition, ids, records)));
        }
        return ok(statements);
      },
      decide: (statements) => ok(effects(statements)),
    });
  });

/** Records that one refilling job indexes. */
const stretch = 500;

const refilling = (objects: Catalogue): JobKind =>
  handleJob<RefillPlace>(refillSearch, (job) => {
    const { scope, company } = job.context;
    const names = [...objects.keys()].toSorted();
    const { object = names[0] ?? "", after = "" } = job.payload;
    const definition = objects.get(object);
    return job.complete({
      load: async () => {
        if (definition === undefined) return ok({ statements: [], next: null });
        const [found] = await scope.read(
          sql`select ${recordSelect} from record r where r.company_id = ${company}
            and r.object = ${object} and r.id > ${after} order by r.id limit ${stretch}`,
        );
        const records = (found?.rows ?? []).map(storedRecord);
        const statements = await indexStatements(company, definition, [], records);
        const last = records.at(-1);
        const another = names[names.indexOf(object) + 1];
        const next =
          records.length === stretch && last !== undefined
            ? { object, after: last.id }
            : another === undefined
              ? null
              : { object: another };
        return ok({ statements, next });
      },
      decide: ({ statements, next }) =>
        ok(
          effects(statements, {
            jobs: next === null ? [] : [enqueue(refillSearch, next, { dedupe: "refill" })],
          }),
        ),
    });
  });

/** What keeps the index: the follower's job, and the one that fills it. */
export const searchJobs = (objects: Catalogue): readonly JobKind[] => [
  indexing(objects),
  refilling(objects),
];
