// Jobs against bare statements on one libSQL file in one process: the same batches (enqueued by 200, claimed by 256,
// completed one by one with a row of effect each), the two taking turns. CPU time, which other work on the machine changes
// least: a file is written by this very process. The best of the turns decides, the median tells how steady it was.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { defineJob } from "@ennead/core/job";
import { ok, type CompanyId } from "@ennead/core/kernel";
import {
  createEnnead,
  defineRoom,
  enqueue,
  handleJob,
  hs256Bearer,
  openLibsql,
  sharedDb,
  sql,
  type Database,
  type Ennead,
  type Statement,
} from "@ennead/edge";
import * as v from "valibot";

import { claimJobs } from "../packages/edge/src/kernel/jobs/claim.ts";
import { enqueueStatements } from "../packages/edge/src/kernel/jobs/enqueue-statements.ts";

const jobs = 2_000;
const turns = 5;
const enqueued = 200;
const claimed = 256;

const companies = ["0190a000-0000-7000-8000-00000000000a", "0190a000-0000-7000-8000-00000000000b"];
const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

const note = defineJob({ kind: "bench.note", schema: v.object({ n: v.number() }) });

const effectOf = (company: string, id: string, n: number): Statement =>
  sql`insert into bench_effect(company_id, id, n) values (${company}, ${id}, ${n})`;

const room = defineRoom({
  name: "bench",
  tables: [],
  routes: [],
  jobs: [
    handleJob<{ readonly n: number }>(note, (job) =>
      job.complete({
        load: () => Promise.resolve(ok(null)),
        decide: () =>
          ok({
            events: [],
            parts: [effectOf(job.context.company, job.id, job.payload.n)],
            roots: [],
            answer: { status: 204 },
          }),
      }),
    ),
  ],
});

/** Milliseconds of CPU of this process so far. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const companyOf = (n: number): CompanyId => companies[n % companies.length] as CompanyId;

/** Portions of the numbers from 0, each of one company. */
const portions = (count: number): readonly { company: CompanyId; numbers: readonly number[] }[] =>
  Array.from({ length: Math.ceil(count / enqueued) }, (_, at) => ({
    company: companyOf(at),
    numbers: Array.from({ length: enqueued }, (__, n) => at * enqueued + n),
  }));

const ours = async (database: Database, ennead: Ennead): Promise<number> => {
  const began = cpu();
  for (const { company, numbers } of portions(jobs)) {
    const all = numbers.map((n) => enqueue(note, { n }));
    await database.write(enqueueStatements(company, Date.now(), random, all));
  }
  const { ran } = await ennead.tick(Date.now() + 1, 60_000);
  if (ran !== jobs) throw new Error(`${ran} of ${jobs} jobs ran.`);
  return cpu() - began;
};

/** What a queue could not do without: the rows are written, marked as taken, and marked as done with their effect. */
const bare = async (database: Database): Promise<number> => {
  const began = cpu();
  const all: { company: string; id: string; n: number }[] = [];
  for (const { company, numbers } of portions(jobs)) {
    const rows = numbers.map((n) => ({ company, id: crypto.randomUUID(), n }));
    all.push(...rows);
    const values = JSON.stringify(rows.map(({ id, n }) => [id, JSON.stringify({ n })]));
    await database.write([
      sql`insert into bench_job(company_id, id, payload)
        select ${company}, value ->> 0, value ->> 1 from json_each(${values})`,
    ]);
  }
  for (let from = 0; from < all.length; from += claimed) {
    const some = all.slice(from, from + claimed);
    const keys = JSON.stringify(some.map(({ company, id }) => [company, id]));
    await database.write([
      sql`update bench_job set lease = 'mine' where (company_id, id) in
        (select value ->> 0, value ->> 1 from json_each(${keys})) returning payload`,
    ]);
    for (const { company, id, n } of some) {
      await database.write([
        effectOf(company, id, n),
        sql`update bench_job set state = 1, lease = null where company_id = ${company} and id = ${id}`,
      ]);
    }
  }
  return cpu() - began;
};

const clear = (database: Database): Promise<unknown> =>
  database.write([
    sql`delete from job`,
    sql`delete from job_run`,
    sql`delete from bench_job`,
    sql`delete from bench_effect`,
  ]);

const shown = (times: readonly number[]): { best: number; median: number } => {
  const sorted = times.toSorted((a, b) => a - b);
  return { best: sorted[0] ?? 0, median: sorted[sorted.length >> 1] ?? 0 };
};

const throughput = async (database: Database, ennead: Ennead): Promise<void> => {
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let turn = 0; turn <= turns; turn += 1) {
    await clear(database);
    const one = await ours(database, ennead);
    await clear(database);
    const two = await bare(database);
    // The first turn learns how short the jobs are, and compiles.
    if (turn === 0) continue;
    times.ours.push(one);
    times.bare.push(two);
  }
  const [mine, theirs] = [shown(times.ours), shown(times.bare)];
  const rate = (ms: number): string => Math.round((1000 * jobs) / ms).toLocaleString("en");
  console.log(
    `${jobs} jobs: ${rate(mine.best)} jobs per second of CPU (median ${rate(mine.median)})`,
  );
  console.log(
    `bare statements: ${rate(theirs.best)} jobs per second of CPU (median ${rate(theirs.median)})`,
  );
  const [least, usual] = [theirs.best / mine.best, theirs.median / mine.median];
  console.log(`metric jobs_over_bare ${least.toFixed(2)} (median ${usual.toFixed(2)})`);
};

const claims = async (database: Database): Promise<void> => {
  for (const due of [1_000, 10_000, 100_000]) {
    await clear(database);
    await database.write([
      sql`with recursive s(n) as (select 1 union all select n + 1 from s where n < ${due})
        insert into job(company_id, id, kind, priority, run_at, payload, created_at)
        select 'c' || (n % 3), printf('%08d', n), ${note.kind}, 0, n, '{}', 1 from s`,
    ]);
    const times: number[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      const began = cpu();
      const all = await claimJobs(database, {
        lease: `${turn}`,
        now: 1_000_000,
        size: claimed,
        specs: [note],
        rounds: () => 64,
      });
      times.push(cpu() - began);
      if (all.length !== claimed) throw new Error(`${all.length} jobs were claimed.`);
      await database.write([
        sql`update job set lease = null, lease_until = null where lease is not null`,
      ]);
    }
    const { best, median } = shown(times);
    console.log(
      `a claim of ${claimed} of ${due.toLocaleString("en")} due jobs: ${best.toFixed(1)} ms (median ${median.toFixed(1)})`,
    );
  }
};

/** Runs the bench and prints its figures. */
export const run = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "ennead-bench-"));
  const url = pathToFileURL(join(folder, "jobs.db")).href;
  const database = await openLibsql({ url, durability: "relaxed" });
  const secret = random(32);
  const ennead = createEnnead({
    db: sharedDb(database),
    auth: [hs256Bearer({ secret })],
    clock: Date.now,
    random,
    keys: [{ id: "bench", secret }],
    rooms: [room],
  });
  await ennead.migrate();
  await database.write([
    sql`create table bench_job(company_id text not null, id text not null, payload text not null,
      state integer not null default 0, lease text, primary key(company_id, id)) strict, without rowid`,
    sql`create table bench_effect(company_id text not null, id text not null, n integer not null,
      primary key(company_id, id)) strict, without rowid`,
  ]);
  await throughput(database, ennead);
  await claims(database);
  await ennead.close();
  rmSync(folder, { recursive: true, force: true });
};
