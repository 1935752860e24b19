import { defineJob, type JobSpec } from "@ennead/core/job";
import { err, ok, type Result } from "@ennead/core/kernel";
import type { Catalogue, ObjectDefinition } from "@ennead/core/record";
import * as v from "valibot";

import {
  defineFollow,
  enqueue,
  handleFollow,
  handleJob,
  type Command,
  type Decision,
  type FeedEntry,
  type Follow,
  type JobFailure,
  type JobKind,
  type Statement,
  type TenantScope,
} from "../../kernel/index.ts";
import { readAfter, readByIds, storedRecord } from "../store.ts";
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

/** Records that are indexed in one batch. */
const slice = 200;

/** The changed records in slices, of one object each. */
const slicesOf = (
  objects: Catalogue,
  entries: readonly FeedEntry[],
): readonly (readonly [ObjectDefinition, readonly string[]])[] => {
  const changed = new Map<string, Set<string>>();
  for (const { entity, id } of entries) {
    changed.set(entity, (changed.get(entity) ?? new Set()).add(id));
  }
  return [...changed].flatMap(([object, set]) => {
    const definition = objects.get(object);
    if (definition === undefined) return [];
    const ids = [...set];
    return Array.from(
      { length: Math.ceil(ids.length / slice) },
      (_, at) => [definition, ids.slice(at * slice, (at + 1) * slice)] as const,
    );
  });
};

const lost: Result<null, JobFailure> = err({ message: "The job was taken over or cancelled." });

const indexing = (objects: Catalogue): JobKind =>
  handleFollow(searchFollow(objects), async (job, entries) => {
    const { scope, company, services } = job.context;
    const command = (
      definition: ObjectDefinition,
      ids: readonly string[],
    ): Command<readonly Statement[]> => ({
      load: async () => {
        const records = await readByIds(scope, definition.name, ids);
        return ok(await indexStatements(company, definition, ids, records));
      },
      decide: (statements) => ok(effects(statements)),
    });
    const slices = slicesOf(objects, entries);
    // The index never goes back, so that what is written before the job ends may be written again.
    for (const [at, [definition, ids]] of slices.slice(0, -1).entries()) {
      const done = await services.uow.run(job.context, command(definition, ids), null);
      if (!done.ok) return err({ message: String([done.error].flat()[0]?.message) });
      if (!(await job.progress({ done: at + 1, total: slices.length }))) return lost;
    }
    const last = slices.at(-1);
    return last === undefined ? ok(null) : job.complete(command(...last));
  });

/** Records that one refilling job indexes. */
const stretch = 500;

interface Stretch {
  readonly statements: readonly Statement[];
  /** Where the next one begins; null when this was the last. */
  readonly next: { readonly object: string; readonly after: string } | null;
}

/** The first records after a place, those of later objects where none is left of its own. */
const stretchAfter = async (
  scope: TenantScope,
  objects: Catalogue,
  place: RefillPlace,
): Promise<Stretch> => {
  const names = [...objects.keys()].toSorted();
  for (const object of names.slice(Math.max(names.indexOf(place.object ?? ""), 0))) {
    const definition = objects.get(object);
    const after = object === place.object ? (place.after ?? "") : "";
    const [found] = await scope.read(readAfter(scope, object, after, stretch));
    const records = (found?.rows ?? []).map(storedRecord);
    const last = records.at(-1);
    if (last === undefined || definition === undefined) continue;
    const statements = await indexStatements(scope.company, definition, [], records);
    return { statements, next: { object, after: last.id } };
  }
  return { statements: [], next: null };
};

const refilling = (objects: Catalogue): JobKind =>
  handleJob<RefillPlace>(refillSearch, (job) =>
    job.complete({
      load: async () => ok(await stretchAfter(job.context.scope, objects, job.payload)),
      decide: ({ statements, next }) =>
        ok(
          effects(statements, {
            jobs: next === null ? [] : [enqueue(refillSearch, next, { dedupe: "refill" })],
          }),
        ),
    }),
  );

/** What keeps the index: the follower's job, and the one that fills it. */
export const searchJobs = (objects: Catalogue): readonly JobKind[] => [
  indexing(objects),
  refilling(objects),
];
