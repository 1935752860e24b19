import { checkRule, defineJob } from "@ennead/core/job";
import { err, ok, unwrap, type Json, type Result } from "@ennead/core/kernel";
import {
  defineRoom,
  defineRoute,
  enqueue,
  handleJob,
  recurring,
  sql,
  technical,
  type JobFailure,
  type Room,
  type RunningJob,
  type ScheduleChange,
  type Statement,
} from "@ennead/edge";
import type { Client } from "@libsql/client";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as v from "valibot";

export interface Payload {
  readonly name: string;
}

export type Work = (job: RunningJob<Payload>) => Promise<Result<null, JobFailure>>;

const schema = v.object({ name: v.string() });

/** `test.note` writes a row for each completion; `test.slow` is the same with short leases, one at a time. */
export const note = defineJob({ kind: "test.note", schema, maxAttempts: 3, concurrency: 4 });
export const slow = defineJob({
  kind: "test.slow",
  schema,
  maxAttempts: 3,
  concurrency: 1,
  lease: 2_000,
});
const specs = new Map([note, slow].map((spec) => [spec.kind, spec]));

const effect = sqliteTable(
  "test_effect",
  {
    companyId: text("company_id").notNull(),
    n: integer("n").notNull(),
    job: text("job").notNull(),
    name: text("name").notNull(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.n] })],
);

/** To be made after the migration: no room of ours has it. */
export const makeEffects = (db: Client): Promise<unknown> =>
  db.execute(`create table test_effect(company_id text not null, n integer not null, job text not null,
    name text not null, primary key(company_id, n)) strict, without rowid`);

const wrote = (company: string, job: string, name: string): Statement =>
  sql`insert into test_effect(company_id, n, job, name)
    select ${company}, 1 + coalesce(max(n), 0), ${job}, ${name} from test_effect where company_id = ${company}`;

/** Completes with one row, named after the payload. */
export const writes: Work = (job) =>
  job.complete({
    load: () => Promise.resolve(ok(null)),
    decide: () =>
      ok({
        events: [],
        parts: [wrote(job.context.company, job.id, job.payload.name)],
        roots: [],
        answer: { status: 204 },
      }),
  });

const asked = v.object({
  jobs: v.array(
    v.object({
      kind: v.optional(v.string(), "test.note"),
      name: v.string(),
      id: v.optional(v.string()),
      at: v.optional(v.number()),
      dedupe: v.optional(v.string()),
      replace: v.optional(v.boolean()),
      priority: v.optional(v.number()),
    }),
  ),
  schedules: v.optional(
    v.array(
      v.object({
        op: v.picklist(["put", "remove", "pause", "resume"]),
        id: v.string(),
        rule: v.optional(v.unknown()),
        catchUp: v.optional(v.picklist(["once", "none"])),
      }),
    ),
    [],
  ),
  refused: v.optional(v.boolean(), false),
  silent: v.optional(v.boolean(), false),
});

type Asked = v.InferOutput<typeof asked>;

const changeOf = ({ op, id, rule, catchUp = "once" }: Asked["schedules"][number]): ScheduleChange =>
  op === "put"
    ? recurring(note, { name: id }, { id, rule: unwrap(checkRule(rule)), catchUp })
    : { op, id };

/** A room with a route that enqueues, and whose work is whatever the test says. */
export const jobRoom = (work: { run: Work }): Room =>
  defineRoom({
    name: "test",
    tables: [technical(effect, "a test")],
    jobs: [note, slow].map((spec) => handleJob<Payload>(spec, (job) => work.run(job))),
    routes: [
      defineRoute({
        id: "test.ask",
        method: "POST",
        path: "/api/tests",
        summary: "Enqueues jobs.",
        permission: "signed-in",
        body: asked,
        response: null,
        status: 204,
        faults: [],
        limits: "json",
        since: "2026-01-01",
        handler: (context, { body }) =>
          context.services.uow.run(context, {
            load: () => Promise.resolve(ok(null)),
            decide: () =>
              body.refused
                ? err({ code: "kernel/bad-request", message: "No.", path: [] })
                : ok({
                    events: body.silent
                      ? []
                      : [
                          {
                            action: "test.job.ask",
                            entity: "test.job",
                            entityId: "1",
                            label: null,
                            version: null,
                            op: null,
                            diff: { changes: [], dropped: [], reversible: true },
                          },
                        ],
                    parts: [],
                    roots: [],
                    jobs: body.jobs.map(({ kind, name, at, ...more }) => {
                      const spec = specs.get(kind) ?? note;
                      const given = Object.fromEntries(
                        Object.entries({ ...more, runAt: at }).filter(
                          ([, one]) => one !== undefined,
                        ),
                      ) as Record<string, never>;
                      return enqueue(spec, { name } satisfies Json, given);
                    }),
                    schedules: body.schedules.map(changeOf),
                    answer: { status: 204 },
                  }),
          }),
      }),
    ],
  });
