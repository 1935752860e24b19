import { createEnnead, hs256Bearer, openLibsql, sharedDb, type Ennead } from "@ennead/edge";
import type { EnneadOptions, RunningJob } from "@ennead/edge";

import type { DatabaseKind } from "./databases.ts";
import { openEdge, secret, visit, type Edge, type Person } from "./edge.ts";
import { jobRoom, makeEffects, writes, type Payload, type Work } from "./jobs.ts";

export interface AskedJob {
  readonly name: string;
  readonly id?: string;
  readonly kind?: string;
  readonly at?: number;
  readonly dedupe?: string;
  readonly replace?: boolean;
  readonly priority?: number;
}

/** An edge whose jobs do what the test says, with what a test of jobs asks again and again. */
export interface JobsWorld {
  readonly edge: Edge;
  readonly work: { run: Work };
  readonly events: string[];
  /** Enqueues by a request. Unless told otherwise a job is due in a second, so nothing runs by itself. */
  readonly ask: (jobs: readonly AskedJob[], as?: Person, more?: object) => Promise<number>;
  /** When all that was asked for is due. */
  readonly soon: () => number;
  readonly all: (query: string) => Promise<readonly Record<string, unknown>[]>;
  /** Names of the rows that completed jobs wrote, by company and in order. */
  readonly effects: () => Promise<readonly unknown[]>;
  /** A second edge on the same database, as another process would be. */
  readonly another: (run: Work, more?: Partial<EnneadOptions>) => Promise<Ennead>;
  /** Takes all jobs and schedules away, and makes the world as it was at first, in less time than a new one takes. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export const openJobs = async (
  on: DatabaseKind = "file",
  more: Partial<EnneadOptions> = {},
): Promise<JobsWorld> => {
  const work = { run: writes };
  // What goes on after a response: a job that it claims is not the next tick's.
  const later: Promise<unknown>[] = [];
  const events: string[] = [];
  const edge = await openEdge(
    {
      rooms: [jobRoom(work)],
      logger: (_level, event) => events.push(event),
      waitUntil: (one) => later.push(one),
      ...more,
    },
    on,
  );
  await makeEffects(edge.db);
  const { read, write } = edge.database;
  const { now } = edge.time;
  const all: JobsWorld["all"] = async (query) =>
    (await edge.db.execute(query)).rows.map((row) => ({ ...row }));
  return {
    edge,
    work,
    events,
    ask: async (jobs, as = "admin", given = {}) => {
      const at = edge.time.now + 1_000;
      const body = { jobs: jobs.map((one) => ({ at, ...one })), ...given };
      const { status } = await edge.send(as, "POST", "/api/tests", { body });
      while (later.length > 0) await Promise.all(later.splice(0));
      return status;
    },
    soon: () => edge.time.now + 2_000,
    all,
    effects: async () =>
      (await all("select name from test_effect order by company_id, n")).map(({ name }) => name),
    another: async (run, given = {}) =>
      createEnnead({
        db: sharedDb(await openLibsql(edge.options)),
        auth: [hs256Bearer({ secret })],
        clock: () => edge.time.now++,
        random: (count) => crypto.getRandomValues(new Uint8Array(count)),
        keys: [{ id: "test", secret }],
        objectDefinitions: [visit],
        rooms: [jobRoom({ run })],
        ...given,
      }),
    reset: async () => {
      while (later.length > 0) await Promise.all(later.splice(0));
      Object.assign(edge.database, { read, write });
      work.run = writes;
      events.length = 0;
      edge.time.now = now;
      await edge.db.batch(
        [
          "delete from job",
          "delete from job_run",
          "delete from test_effect",
          "delete from job_schedule where company_id <> 'system'",
          "update job_schedule set next_at = 0 where company_id = 'system'",
        ],
        "write",
      );
    },
    close: () => edge.close(),
  };
};

/** A handler that says when it has begun and goes on when it is told. */
export const waitingWork = (
  run: Work,
): {
  readonly begun: Promise<RunningJob<Payload>>;
  readonly go: () => void;
  readonly run: Work;
} => {
  const begun = Promise.withResolvers<RunningJob<Payload>>();
  const go = Promise.withResolvers<void>();
  return {
    begun: begun.promise,
    go: () => go.resolve(),
    run: async (job) => {
      begun.resolve(job);
      await go.promise;
      return run(job);
    },
  };
};
