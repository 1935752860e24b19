import { defineJob } from "@ennead/core/job";
import { ok } from "@ennead/core/kernel";
import {
  defineRoom,
  defineRoute,
  enqueue,
  handleJob,
  sql,
  technical,
  type Room,
  type RunningJob,
} from "@ennead/edge";
import type { Client } from "@libsql/client";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as v from "valibot";

const schema = v.strictObject({ name: v.string() });

/** Leases are short and attempts many: the drill kills whoever holds one. */
const work = defineJob({ kind: "drill.work", schema, maxAttempts: 200, lease: 5_000 });

const effect = sqliteTable(
  "drill_effect",
  {
    companyId: text("company_id").notNull(),
    n: integer("n").notNull(),
    job: text("job").notNull(),
    name: text("name").notNull(),
  },
  (table) => [primaryKey({ columns: [table.companyId, table.n] })],
);

/** To be made after the migration. Nothing in it keeps an effect from being there twice: that is the fence's to do. */
export const makeEffects = (db: Client): Promise<unknown> =>
  db.execute(`create table if not exists drill_effect(company_id text not null, n integer not null,
    job text not null, name text not null, primary key(company_id, n)) strict, without rowid`);

/** A room whose route enqueues jobs, each of which is delivered outside, by its id, and leaves one row. */
export const drillRoom = (deliver: (id: string) => void): Room =>
  defineRoom({
    name: "drill",
    tables: [technical(effect, "what the jobs of a fault drill leave behind")],
    jobs: [
      handleJob(work, async (job: RunningJob<{ readonly name: string }>) => {
        const { company } = job.context;
        await job.deliver((id) => Promise.resolve(deliver(id)));
        return job.complete({
          load: () => Promise.resolve(ok(null)),
          decide: () =>
            ok({
              events: [],
              parts: [
                sql`insert into drill_effect(company_id, n, job, name)
                  select ${company}, 1 + coalesce(max(n), 0), ${job.id}, ${job.payload.name}
                  from drill_effect where company_id = ${company}`,
              ],
              roots: [],
              answer: { status: 204 },
            }),
        });
      }),
    ],
    routes: [
      defineRoute({
        id: "drill.enqueue",
        method: "POST",
        path: "/api/drill",
        summary: "Enqueues jobs",
        permission: "signed-in",
        body: v.strictObject({ names: v.array(v.string()) }),
        response: null,
        status: 204,
        faults: [],
        limits: "json",
        since: "2026-01-01",
        handler: (context, { body }) =>
          context.services.uow.run(context, {
            load: () => Promise.resolve(ok(null)),
            decide: () =>
              ok({
                events: [
                  {
                    action: "drill.work.ask",
                    entity: "drill.work",
                    entityId: "1",
                    label: null,
                    version: null,
                    op: null,
                    diff: { changes: [], dropped: [], reversible: true },
                  },
                ],
                parts: [],
                roots: [],
                jobs: body.names.map((name) => enqueue(work, { name })),
                answer: { status: 204 },
              }),
          }),
      }),
    ],
  });
