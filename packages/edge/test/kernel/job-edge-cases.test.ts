import { err } from "@ennead/core/kernel";
import { DatabaseError } from "@ennead/edge";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { databases } from "../support/databases.ts";
import { openJobs, waitingWork, type JobsWorld } from "../support/jobs-world.ts";
import { writes } from "../support/jobs.ts";

// Other work on the machine can make a server slow, and is no reason to fail.
vi.setConfig({ testTimeout: 30_000 });

const day = 86_400_000;

describe.each(databases)("on %s", (on) => {
  let world: JobsWorld;
  const points: string[] = [];
  beforeAll(async () => {
    world = await openJobs(on, { crash: (point) => points.push(point) });
  });
  beforeEach(async () => {
    await world.reset();
    points.length = 0;
  });
  afterAll(() => world.close());

  test("1: a lease that expires while the handler works refuses its whole batch", async () => {
    const { ask, edge, soon, work, another, effects, events } = world;
    const held = waitingWork(writes);
    work.run = held.run;
    await ask([{ name: "a", kind: "test.slow" }]);
    const first = edge.ennead.tick(soon());
    await held.begun;
    const other = await another(writes);
    expect(await other.tick(soon() + 60_000)).toMatchObject({ ran: 1 });
    held.go();
    expect(await first).toMatchObject({ ran: 0, failed: 0 });
    expect(events).toContain("job-lost");
    expect(await effects()).toEqual(["a"]);
    await other.close();
  });

  test("2: a handler that throws after its delivery delivers again under the same id", async () => {
    const { ask, edge, soon, work, effects } = world;
    const delivered: string[] = [];
    work.run = async (job) => {
      await job.deliver((id) => Promise.resolve(delivered.push(id)));
      if (job.attempt === 1) throw new Error("after the effect");
      return writes(job);
    };
    await ask([{ name: "a" }]);
    await edge.ennead.tick(soon());
    await edge.ennead.tick(soon() + day);
    expect(delivered).toHaveLength(2);
    expect(new Set(delivered).size).toBe(1);
    expect(points.filter((point) => point.endsWith("deliver"))).toEqual([
      "before:deliver",
      "after:deliver",
      "before:deliver",
      "after:deliver",
    ]);
    expect(await effects()).toEqual(["a"]);
  });

  test("4: a clock that jumps back runs nothing twice and loses nothing", async () => {
    const { ask, edge, soon, effects } = world;
    await ask([{ name: "a" }]);
    const now = soon();
    await edge.ennead.tick(now);
    edge.time.now -= day;
    await ask([{ name: "b" }]);
    expect(await edge.ennead.tick(edge.time.now)).toMatchObject({ ran: 0 });
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 1 });
    expect(await effects()).toEqual(["a", "b"]);
  });

  test("5: a poison job does not block others, and dies without taking them along", async () => {
    const { ask, edge, soon, work, effects, all } = world;
    work.run = (job) =>
      job.payload.name === "poison" ? Promise.reject(new Error("Ouch")) : writes(job);
    await ask([{ name: "poison" }, { name: "b" }]);
    for (let turn = 0; turn < 4; turn += 1) await edge.ennead.tick(soon() + turn * day);
    expect(await effects()).toEqual(["b"]);
    expect(await all("select attempts from job where state = 2")).toEqual([{ attempts: 3 }]);
  });

  test("5: what ends its process again and again dies alone: its neighbours keep their attempts", async () => {
    const { ask, edge, soon, all, effects, another, work } = world;
    await ask([{ name: "poison" }, { name: "b" }, { name: "c" }]);
    // Three processes ended without a word: all jobs were claimed by each, and only one of them was begun each time.
    await edge.db.execute("update job set attempts = 1, lease = 'gone', lease_until = 1");
    work.run = (job) => (job.payload.name === "poison" ? new Promise(() => {}) : writes(job));
    const poison = 'payload = \'{"name":"poison"}\'';
    await edge.db.execute(`update job set attempts = 3 where ${poison}`);
    const other = await another(work.run);
    expect(await other.tick(soon())).toMatchObject({ ran: 2, dead: 1 });
    expect(await effects()).toEqual(["b", "c"]);
    expect(await all(`select last_error from job where ${poison}`)).toEqual([
      { last_error: "Every attempt ended without a word." },
    ]);
    await other.close();
  });

  test("6: jobs and schedules die with their company, and what runs of them is refused", async () => {
    const short = await openJobs(on);
    const { ask, edge, soon, work, all, effects } = short;
    const held = waitingWork(writes);
    work.run = held.run;
    const schedules = [{ op: "put", id: "daily", rule: { cron: "0 8 * * *", timeZone: "UTC" } }];
    await ask([{ name: "runs" }, { name: "waits", at: soon() + day }], "stranger", { schedules });
    await ask([{ name: "ours", at: soon() + day }]);
    const first = edge.ennead.tick(soon());
    await held.begun;
    await edge.db.execute("drop trigger company_before_delete");
    await edge.db.execute("drop trigger company_after_delete");
    await edge.db.execute(`delete from company where id = '${edge.theirs}'`);
    held.go();
    expect(await first).toMatchObject({ ran: 0 });
    expect(await effects()).toEqual([]);
    expect(await all("select payload from job")).toEqual([{ payload: '{"name":"ours"}' }]);
    expect(await all("select id from job_schedule where company_id <> 'system'")).toEqual([]);
    await short.close();
  });

  test("7: a job of an unknown kind is left alone and told", async () => {
    const { ask, edge, soon, all, events } = world;
    await ask([{ name: "a" }]);
    await edge.db.execute("update job set kind = 'other.kind'");
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 0, dead: 0, nextAt: null });
    expect(await all("select state, attempts from job")).toEqual([{ state: 0, attempts: 0 }]);
    expect(events).toContain("jobs-of-unknown-kind");
  });

  test("8: a payload that fails its schema is dead at once", async () => {
    const { ask, edge, soon, all } = world;
    await ask([{ name: "a" }]);
    await edge.db.execute("update job set payload = '{}'");
    expect(await edge.ennead.tick(soon())).toMatchObject({ dead: 1 });
    const [dead] = await all("select attempts, fault from job");
    expect(dead).toMatchObject({ attempts: 1 });
    expect(JSON.parse(String(dead?.["fault"]))).toMatchObject({ code: "job/bad-payload" });
  });

  test("9: a replacement during the run schedules a further run, at its own time", async () => {
    const { ask, edge, soon, work, effects, all } = world;
    const held = waitingWork(writes);
    work.run = held.run;
    await ask([{ name: "first", dedupe: "k" }]);
    const ticking = edge.ennead.tick(soon());
    await held.begun;
    work.run = writes;
    const at = soon() + day;
    await ask([{ name: "second", dedupe: "k", at, replace: true }]);
    held.go();
    await ticking;
    expect(await all("select run_at from job where state = 0")).toEqual([{ run_at: at }]);
    await edge.ennead.tick(at);
    expect(await effects()).toEqual(["first", "second"]);
  });

  test("10: a job far in the future waits, and says when it is due", async () => {
    const { ask, edge, soon } = world;
    const at = edge.time.now + 50 * 365 * day;
    await ask([{ name: "a", at }]);
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 0, nextAt: at });
    expect(await edge.ennead.tick(at)).toMatchObject({ ran: 1, nextAt: null });
  });

  test("11: a budget that ends in the middle of a claim gives the rest back at once", async () => {
    const { ask, edge, soon, work, all } = world;
    work.run = (job) => {
      edge.time.now += 10_000;
      return writes(job);
    };
    await ask([1, 2, 3].map((n) => ({ name: `${n}`, kind: "test.note" })));
    await ask(
      [1, 2, 3, 4].map((n) => ({ name: `t${n}` })),
      "stranger",
    );
    const { ran } = await edge.ennead.tick(soon(), 5_000);
    expect(ran).toBeGreaterThan(0);
    const left = await all("select distinct attempts, lease from job where state = 0");
    expect(left).toEqual(ran === 7 ? [] : [{ attempts: 0, lease: null }]);
  });

  test("14: a tick with a time in the past does nothing", async () => {
    const { ask, edge, effects } = world;
    await ask([{ name: "a" }]);
    expect(await edge.ennead.tick(0)).toMatchObject({ ran: 0 });
    expect(await effects()).toEqual([]);
  });

  test.each([
    ["the claim", "lanes(company_id"],
    ["the effect and the completion", "into job_run"],
    ["the release", "set lease = null, lease_until = null, attempts"],
  ])("15: a database that is busy in %s is asked again", async (_what, text) => {
    const { ask, edge, soon, effects, work } = world;
    const { write } = edge.database;
    let busy = 3;
    edge.database.write = (batch) => {
      if (busy > 0 && batch.some(({ sql }) => sql.includes(text))) {
        busy -= 1;
        return Promise.reject(new DatabaseError("busy", "database is locked"));
      }
      return write(batch);
    };
    if (text.includes("attempts")) {
      work.run = (job) => {
        edge.time.now += 10_000;
        return writes(job);
      };
    }
    await ask(Array.from({ length: 12 }, (_, n) => ({ name: `${n}` })));
    await ask(
      Array.from({ length: 12 }, (_, n) => ({ name: `t${n}` })),
      "stranger",
    );
    await edge.ennead.tick(soon(), 15_000);
    expect(busy).toBe(0);
    work.run = writes;
    edge.database.write = write;
    await edge.ennead.tick(soon() + day);
    expect(new Set(await effects()).size).toBe(24);
    expect(await effects()).toHaveLength(24);
  });

  test("a claim whose answer was lost is found again: its jobs run at once", async () => {
    const { ask, edge, soon, effects } = world;
    const { write } = edge.database;
    let lost = 0;
    edge.database.write = async (batch) => {
      const rows = await write(batch);
      if (batch[0]?.sql.includes("lanes(company_id") === true && lost++ === 0) {
        throw new DatabaseError("unknown", "gone");
      }
      return rows;
    };
    await ask([{ name: "a" }, { name: "b" }]);
    lost = 0;
    expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 2 });
    expect(lost).toBeGreaterThan(0);
    expect(await effects()).toEqual(["a", "b"]);
  });

  test("every dead job is told once, also by a process that did not see it die", async () => {
    const { ask, edge, soon, work, another, events } = world;
    work.run = () => Promise.resolve(err({ message: "no", hopeless: true }));
    await ask([{ name: "a" }, { name: "b" }]);
    // The process that saw them die ended before it told anybody.
    const { read } = edge.database;
    edge.database.read = (batch) =>
      batch.some(({ sql }) => sql.includes("alerted_at is null"))
        ? Promise.reject(new Error("killed"))
        : read(batch);
    await expect(edge.ennead.tick(soon())).rejects.toThrow("killed");
    edge.database.read = read;
    const told: string[] = [];
    const others = await Promise.all(
      [1, 2, 3].map(() => another(work.run, { onAlert: ({ job }) => told.push(job) })),
    );
    await Promise.all(others.map((other) => other.tick(soon())));
    await Promise.all(others.map((other) => other.tick(soon())));
    expect(told).toHaveLength(2);
    expect(new Set(told).size).toBe(2);
    expect(events).not.toContain("job-dead");
    await Promise.all(others.map((other) => other.close()));
  });
});
