import { err, ok } from "@ennead/core/kernel";
import {
  createEnnead,
  DatabaseError,
  defineRoom,
  hs256Bearer,
  openLibsql,
  sharedDb,
  type Ennead,
  type RunningJob,
} from "@ennead/edge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { joinRooms } from "../../src/kernel/join-rooms.ts";
import { openEdge, secret, visit, type Edge, type Person } from "../support/edge.ts";
import { jobRoom, makeEffects, writes, type Payload, type Work } from "../support/jobs.ts";

const tickSecret = "a secret of pingers, of at least 32 letters";

let edge: Edge;
let work: { run: Work };
let events: string[];
let later: Promise<unknown>[];
beforeEach(async () => {
  work = { run: writes };
  events = [];
  later = [];
  edge = await openEdge({
    rooms: [jobRoom(work)],
    logger: (_level, event) => events.push(event),
    waitUntil: (one) => later.push(one),
    tickSecret,
  });
  await makeEffects(edge.db);
});
afterEach(() => edge.close());

interface Asked {
  readonly name: string;
  readonly kind?: string;
  readonly at?: number;
  readonly dedupe?: string;
  readonly replace?: boolean;
}

/** Enqueues by a request. Unless told otherwise a job is due in a second, so nothing runs by itself. */
const ask = async (jobs: readonly Asked[], as: Person = "admin", more = {}): Promise<number> => {
  const at = edge.time.now + 1_000;
  const body = { jobs: jobs.map((one) => ({ at, ...one })), ...more };
  return (await edge.send(as, "POST", "/api/tests", { body })).status;
};

const soon = (): number => edge.time.now + 2_000;

const all = async (query: string): Promise<readonly Record<string, unknown>[]> =>
  (await edge.db.execute(query)).rows.map((row) => ({ ...row }));

const effects = async (): Promise<readonly unknown[]> =>
  (await all("select name from test_effect order by company_id, n")).map(({ name }) => name);

const states = (): Promise<readonly Record<string, unknown>[]> =>
  all("select state, attempts, lease is not null as held from job order by id");

/** A second edge on the same file, as another process would be. */
const another = async (run: Work): Promise<Ennead> => {
  const [file] = await all("select file from pragma_database_list");
  return createEnnead({
    db: sharedDb(await openLibsql({ url: `file:${String(file?.["file"])}` })),
    auth: [hs256Bearer({ secret })],
    clock: () => edge.time.now++,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    keys: [{ id: "test", secret }],
    objectDefinitions: [visit],
    rooms: [jobRoom({ run })],
  });
};

/** A handler that says when it has begun and goes on when it is told. */
const waiting = (run: Work) => {
  const begun = Promise.withResolvers<RunningJob<Payload>>();
  const go = Promise.withResolvers<void>();
  return {
    begun: begun.promise,
    go: () => go.resolve(),
    run: (async (job) => {
      begun.resolve(job);
      await go.promise;
      return run(job);
    }) satisfies Work,
  };
};

describe("a job", () => {
  test("is written with its cause, and runs once it is due", async () => {
    const at = edge.time.now + 5_000;
    expect(await ask([{ name: "a", at }])).toBe(204);
    const early = await edge.ennead.tick(at - 1_000);
    expect(early).toMatchObject({ ran: 0, nextAt: at });
    expect(await edge.ennead.tick(at)).toMatchObject({ ran: 1, failed: 0, dead: 0, nextAt: null });
    expect(await edge.ennead.tick(at + 1)).toMatchObject({ ran: 0 });
    expect(await effects()).toEqual(["a"]);
  });

  test("is not written when its cause is refused, nor without a cause", async () => {
    expect(await ask([{ name: "a" }], "admin", { refused: true })).toBe(400);
    expect(await ask([{ name: "a" }], "admin", { silent: true })).toBe(500);
    expect(await states()).toEqual([]);
  });

  test("runs after the response when it is due at once", async () => {
    await ask([{ name: "a", at: 0 }]);
    expect(later.length).toBeGreaterThan(0);
    await Promise.all(later);
    expect(await effects()).toEqual(["a"]);
  });

  test("that goes wrong after a response is only told to the log", async () => {
    const { write } = edge.database;
    edge.database.write = (batch) =>
      batch[0]?.sql.includes("running as") ? Promise.reject(new Error("gone")) : write(batch);
    expect(await ask([{ name: "a", at: 0 }])).toBe(204);
    await Promise.all(later);
    expect(events).toContain("drain");
  });

  test("waits longer after each failure and is dead in the end, told once, while others go on", async () => {
    work.run = (job) =>
      job.payload.name === "poison" ? Promise.reject(new Error("Ouch")) : writes(job);
    await ask([{ name: "poison" }, { name: "b" }]);
    const first = await edge.ennead.tick(soon());
    expect(first.failed).toBeGreaterThan(0);
    for (let day = 1; day <= 3; day += 1) {
      await edge.ennead.tick(soon() + day * 86_400_000);
    }
    expect(await effects()).toEqual(["b"]);
    expect(await all("select attempts, last_error from job where state = 2")).toEqual([
      { attempts: 3, last_error: "Error: Ouch" },
    ]);
    expect(events.filter((event) => event === "job-dead")).toHaveLength(1);
    expect(await all("select outcome from job_run order by ended_at")).toHaveLength(4);
  });

  test("waits as long as a peer asks for", async () => {
    work.run = () => Promise.resolve(err({ message: "429", retryAfter: 60_000 }));
    await ask([{ name: "a" }]);
    const now = soon();
    const { nextAt } = await edge.ennead.tick(now);
    expect(nextAt).toBeGreaterThanOrEqual(now + 60_000);
  });

  test.each([
    ["whose handler sees no hope", { name: "a" }],
    ["whose payload does not fit", {}],
  ])("%s is dead at once", async (_what, payload) => {
    work.run = () => Promise.resolve(err({ message: "no", hopeless: true }));
    await ask([{ name: "a" }]);
    await edge.db.execute({ sql: "update job set payload = ?", args: [JSON.stringify(payload)] });
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 0, dead: 1, nextAt: null });
  });

  test("without effects in the database is done when its handler says so", async () => {
    work.run = () => Promise.resolve(ok(null));
    await ask([{ name: "a" }]);
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 1 });
    expect(await states()).toEqual([{ state: 1, attempts: 1, held: 0 }]);
  });

  test("of an unknown kind is left alone and told", async () => {
    await ask([{ name: "a" }]);
    await edge.db.execute("update job set kind = 'other.kind'");
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 0, dead: 0, nextAt: null });
    expect(await states()).toEqual([{ state: 0, attempts: 0, held: 0 }]);
    expect(events).toContain("jobs-of-unknown-kind");
  });
});

describe("of two jobs of one key", () => {
  test("one waits, and the second moves it only when it says so", async () => {
    const at = edge.time.now + 50_000;
    await ask([{ name: "first", dedupe: "k", at }]);
    await ask([{ name: "second", dedupe: "k", at: at + 1 }]);
    expect(await all(`select run_at - ${at} as moved, payload from job`)).toEqual([
      { moved: 0, payload: '{"name":"first"}' },
    ]);
    await ask([{ name: "third", dedupe: "k", at: at + 7, replace: true }]);
    expect(await edge.ennead.tick(at - 1_000)).toMatchObject({ ran: 0, nextAt: at + 7 });
    await edge.ennead.tick(at + 7);
    expect(await effects()).toEqual(["third"]);
  });

  test("the second runs again when it came while the first ran", async () => {
    const held = waiting(writes);
    work.run = held.run;
    await ask([{ name: "first", dedupe: "k" }]);
    const ticking = edge.ennead.tick(soon());
    await held.begun;
    work.run = writes;
    await ask([{ name: "second", dedupe: "k" }]);
    held.go();
    await ticking;
    await edge.ennead.tick(soon());
    expect(await effects()).toEqual(["first", "second"]);
    expect(await states()).toHaveLength(2);
  });

  test("both run when the first was done before the second came", async () => {
    await ask([{ name: "first", dedupe: "k" }]);
    await edge.ennead.tick(soon());
    await ask([{ name: "second", dedupe: "k" }]);
    await edge.ennead.tick(soon());
    expect(await effects()).toEqual(["first", "second"]);
  });
});

describe("a lease", () => {
  test("that ended is taken over, and the late completion is refused with all its effects", async () => {
    const held = waiting(writes);
    work.run = held.run;
    await ask([{ name: "a", kind: "test.slow" }]);
    const first = edge.ennead.tick(soon());
    await held.begun;
    const other = await another(writes);
    expect(await other.tick(soon())).toMatchObject({ ran: 0 });
    expect(await other.tick(soon() + 60_000)).toMatchObject({ ran: 1 });
    held.go();
    expect(await first).toMatchObject({ ran: 0, failed: 0, dead: 0 });
    expect(events).toContain("job-lost");
    expect(await effects()).toEqual(["a"]);
    expect(await states()).toEqual([{ state: 1, attempts: 2, held: 0 }]);
    await other.close();
  });

  test("that has ended is refused even when nobody took over", async () => {
    work.run = (job) => {
      edge.time.now += 3_000;
      return writes(job);
    };
    await ask([{ name: "a", kind: "test.slow" }]);
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 0 });
    expect(await effects()).toEqual([]);
  });

  test("can be renewed by a long handler", async () => {
    const renewed: boolean[] = [];
    work.run = async (job) => {
      for (const pause of [1_500, 1_500, 3_000]) {
        edge.time.now += pause;
        renewed.push(await job.renew());
      }
      return job.context.signal.aborted ? err({ message: "lost" }) : writes(job);
    };
    await ask([{ name: "a", kind: "test.slow" }]);
    await edge.ennead.tick(soon(), 1_000);
    expect(renewed).toEqual([true, true, false]);
    expect(await effects()).toEqual([]);
  });

  test("of a process that always ends while it works leads to a dead job", async () => {
    await ask([{ name: "a" }]);
    await edge.db.execute("update job set attempts = 3, lease = 'x', lease_until = 1");
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 0, dead: 1 });
  });

  test("completes a job once, though the answer to the batch was lost", async () => {
    const { write } = edge.database;
    let lost = 0;
    edge.database.write = async (batch) => {
      const rows = await write(batch);
      if (batch[0]?.sql.includes("into job_run") && lost++ === 0) {
        throw new DatabaseError("unknown", "gone");
      }
      return rows;
    };
    await ask([{ name: "a" }]);
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 1, failed: 0 });
    expect(await effects()).toEqual(["a"]);
  });

  test("lets one of many completions through", async () => {
    work.run = async (job) => {
      await Promise.allSettled(Array.from({ length: 20 }, () => writes(job)));
      return ok(null);
    };
    await ask([{ name: "a" }]);
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 1 });
    expect(await effects()).toEqual(["a"]);
  });
});

describe("a tick", () => {
  test("gives back what it has not begun when its time is over", async () => {
    work.run = (job) => {
      edge.time.now += 10_000;
      return writes(job);
    };
    await ask(["admin", "rep"].flatMap((who) => [1, 2, 3].map((n) => ({ name: `${who}${n}` }))));
    await ask(
      [1, 2, 3, 4].map((n) => ({ name: `b${n}` })),
      "stranger",
    );
    const { ran, nextAt } = await edge.ennead.tick(soon(), 5_000);
    expect(ran).toBeGreaterThan(0);
    expect(ran).toBeLessThan(10);
    expect(nextAt).not.toBeNull();
    const left = await all("select attempts, lease from job where state = 0");
    expect(left.length).toBe(10 - ran);
    expect(new Set(left.map((row) => JSON.stringify(row)))).toEqual(
      new Set(['{"attempts":0,"lease":null}']),
    );
  });

  test("does nothing in the past, and everything in the end", async () => {
    await ask(Array.from({ length: 50 }, (_, n) => ({ name: `${n}` })));
    expect(await edge.ennead.tick(0)).toMatchObject({ ran: 0 });
    const done = await Promise.all([edge.ennead.tick(soon()), edge.ennead.tick(soon())]);
    expect(done.reduce((sum, { ran }) => sum + ran, 0)).toBe(50);
    expect(new Set(await effects()).size).toBe(50);
  });

  test("by HTTP takes the secret, and is not there without it", async () => {
    await ask([{ name: "a" }]);
    await edge.db.execute("update job set run_at = 1");
    edge.time.now = Date.now();
    const post = (headers: Record<string, string>) =>
      edge.ennead.fetch(new Request("http://x/internal/tick", { method: "POST", headers }));
    expect((await post({})).status).toBe(404);
    expect((await post({ authorization: "Bearer guess" })).status).toBe(404);
    expect(await effects()).toEqual([]);
    // A machine whose clock is not the database's must not drive time; `tick` itself asks nobody.
    for (const apart of [-360_000, 360_000]) {
      edge.time.now = Date.now() + apart;
      const skipped = await post({ authorization: `Bearer ${tickSecret}` });
      expect(await skipped.json()).toMatchObject({ ran: 0, skipped: expect.any(Number) as number });
    }
    expect(events.filter((event) => event === "tick-skipped")).toHaveLength(2);
    expect(await effects()).toEqual([]);
    edge.time.now = Date.now();
    const response = await post({ authorization: `Bearer ${tickSecret}` });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ran: 1, nextAt: null });
  });

  test("keeps what is done for a week", async () => {
    await ask([{ name: "a" }]);
    await edge.ennead.tick(soon());
    await edge.ennead.tick(soon() + 6 * 86_400_000);
    expect(await states()).toHaveLength(1);
    await edge.ennead.tick(soon() + 8 * 86_400_000);
    expect(await states()).toEqual([]);
    expect(await all("select * from job_run")).toEqual([]);
  });
});

test("a kind of job has one owner", () => {
  const room = jobRoom(work);
  const twin = defineRoom({ name: "twin", tables: [], routes: [], jobs: room.jobs ?? [] });
  expect(() => joinRooms([room, twin])).toThrow(/job test\.note is there twice/);
});
