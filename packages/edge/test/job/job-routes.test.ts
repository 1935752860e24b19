import { err, ok, uuidv7 } from "@ennead/core/kernel";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { databases } from "../support/databases.ts";
import type { Person } from "../support/edge.ts";
import { openJobs, waitingWork, type JobsWorld } from "../support/jobs-world.ts";
import { writes } from "../support/jobs.ts";

// Other work on the machine can make a server slow, and is no reason to fail.
vi.setConfig({ testTimeout: 30_000 });

const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));
const missing = "0190a000-0000-7000-8000-0000000000ee";

const query = (filter: unknown, more = ""): string =>
  `?filter=${encodeURIComponent(JSON.stringify(filter))}${more}`;

describe.each(databases)("on %s", (on) => {
  let world: JobsWorld;
  beforeAll(async () => {
    world = await openJobs(on);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  /** Asks for a job as somebody, and answers its id. */
  const begin = async (as: Person = "rep", more: object = {}): Promise<string> => {
    const id = uuidv7(world.edge.time.now, random);
    expect(await world.ask([{ name: "a", id, ...more }], as)).toBe(204);
    return id;
  };

  const get = (as: Person, path: string) => world.edge.send(as, "GET", `/api/jobs${path}`);
  const post = (as: Person, path: string) => world.edge.send(as, "POST", `/api/jobs${path}`);
  const tick = () => world.edge.ennead.tick(world.soon());

  /** A job that died at once. */
  const dead = async (more: object = {}): Promise<string> => {
    const id = await begin("rep", more);
    world.work.run = () =>
      Promise.resolve(
        err({
          message: "SMTP says 550 <secret>",
          hopeless: true,
          fault: { code: "test/no", message: "The address does not exist." },
        }),
      );
    await tick();
    world.work.run = writes;
    return id;
  };

  test("a job is seen by who asked for it and by administrators, and by nobody else", async () => {
    const id = await begin("rep");
    const seen = await get("rep", `/${id}`);
    expect(seen.status).toBe(200);
    expect(seen.body).toEqual({
      id,
      kind: "test.note",
      state: "waiting",
      progress: null,
      result: null,
      fault: null,
      createdAt: expect.stringMatching(/^2026-.*Z$/) as string,
      endedAt: null,
    });
    expect((await get("admin", `/${id}`)).body).toMatchObject({ id, attempts: 0, runs: [] });
    for (const who of ["mate", "viewer", "nobody", "stranger"] as const) {
      for (const path of [`/${id}`, `/${id}/events`]) {
        expect((await get(who, path)).status).toBe(404);
        expect((await get(who, path.replace(id, missing))).status).toBe(404);
      }
      expect((await post(who, `/${id}/cancel`)).status).toBe(404);
    }
    expect((await get("rep", `/${id}`)).body["state"]).toBe("waiting");
  });

  test("its result is kept with its effects", async () => {
    const id = await begin();
    world.work.run = (job) =>
      job.complete(
        {
          load: () => Promise.resolve(ok(null)),
          decide: () => ok({ events: [], parts: [], roots: [], answer: { status: 204 } }),
        },
        { rows: 3 },
      );
    await tick();
    expect((await get("rep", `/${id}`)).body).toMatchObject({
      state: "done",
      result: { rows: 3 },
      endedAt: expect.any(String) as string,
    });
  });

  test("what it failed of is told to who asked in words for him, to administrators in full", async () => {
    const id = await dead();
    const { text, body } = await get("rep", `/${id}`);
    expect(body).toMatchObject({
      state: "failed",
      fault: { code: "test/no", message: "The address does not exist." },
    });
    expect(text).not.toContain("SMTP");
    const full = await get("admin", `/${id}`);
    expect(full.body).toMatchObject({
      error: "SMTP says 550 <secret>",
      runs: [{ attempt: 1, outcome: "dead", error: "SMTP says 550 <secret>" }],
    });
  });

  test("progress is told in the job, fenced by its lease", async () => {
    const id = await begin("rep", { kind: "test.slow" });
    const held = waitingWork(writes);
    world.work.run = async (job) => {
      expect(await job.progress({ done: 4, total: 10, phase: "rows" })).toBe(true);
      return held.run(job);
    };
    const ticking = tick();
    const job = await held.begun;
    expect((await get("rep", `/${id}`)).body).toMatchObject({
      state: "running",
      progress: { done: 4, total: 10, phase: "rows" },
    });
    // Somebody else holds it by now.
    await world.edge.db.execute("update job set lease = 'other'");
    world.edge.time.now += 1_000;
    expect(await job.progress({ done: 9 })).toBe(false);
    expect((await get("rep", `/${id}`)).body["progress"]).toMatchObject({ done: 4 });
    held.go();
    await ticking;
  });

  test("progress is written a few times a second, and the last of it with the end", async () => {
    const id = await begin("rep");
    world.work.run = async (job) => {
      for (let done = 1; done <= 1_000; done += 1) await job.progress({ done, total: 1_000 });
      return writes(job);
    };
    await tick();
    expect((await get("rep", `/${id}`)).body["progress"]).toEqual({
      done: 1_000,
      total: 1_000,
      phase: null,
    });
    const [row] = await world.all("select progress_no from job");
    // The test's clock moves on by a millisecond with every look.
    expect(Number(row?.["progress_no"])).toBeLessThan(20);
  });

  test("progress renews the lease once half of it is over", async () => {
    await begin("rep", { kind: "test.slow" });
    const until: unknown[] = [];
    world.work.run = async (job) => {
      const first = await world.all("select lease_until from job");
      world.edge.time.now += 1_500;
      await job.progress({ done: 1 });
      const second = await world.all("select lease_until from job");
      until.push(Number(second[0]?.["lease_until"]) - Number(first[0]?.["lease_until"]));
      return writes(job);
    };
    expect(await tick()).toMatchObject({ ran: 1 });
    expect(until[0]).toBeGreaterThan(1_000);
  });

  test("a waiting job that is cancelled ends at once, and alarms nobody", async () => {
    const id = await begin("rep");
    const { status, body } = await post("rep", `/${id}/cancel`);
    expect([status, body["state"]]).toEqual([200, "cancelled"]);
    expect(await tick()).toMatchObject({ ran: 0 });
    expect((await get("rep", `/${id}`)).body).toMatchObject({ state: "cancelled", fault: null });
    expect((await post("rep", `/${id}/cancel`)).status).toBe(409);
    expect(world.events).not.toContain("job-dead");
    expect(
      await world.all(
        `select op, actor from audit_event where action = 'job.job.cancel' and entity_id = '${id}'`,
      ),
    ).toEqual([{ op: null, actor: world.edge.users.rep }]);
  });

  test("a running job that is cancelled stops at its next word, and writes nothing", async () => {
    const id = await begin("rep");
    const held = waitingWork(async (job) => {
      expect(await job.renew()).toBe(false);
      expect(job.context.signal.aborted).toBe(true);
      return writes(job);
    });
    world.work.run = held.run;
    const ticking = tick();
    await held.begun;
    expect((await post("rep", `/${id}/cancel`)).body["state"]).toBe("running");
    held.go();
    await ticking;
    expect((await get("rep", `/${id}`)).body["state"]).toBe("cancelled");
    expect(await world.effects()).toEqual([]);
    expect(world.events).not.toContain("job-dead");
  });

  test("a job that was cancelled while its process ended does not run again", async () => {
    const id = await begin("rep");
    await world.edge.db.execute("update job set lease = 'gone', lease_until = 1, attempts = 1");
    await post("rep", `/${id}/cancel`);
    await tick();
    expect((await get("rep", `/${id}`)).body["state"]).toBe("cancelled");
    expect(await world.effects()).toEqual([]);
  });

  test("a job whose process ended is cancelled or dropped at once, though nobody here can do it", async () => {
    const [one, two, three] = [await begin("rep"), await begin("rep"), await begin("rep")];
    await world.edge.db.execute(
      "update job set kind = 'test.unknown', lease = 'gone', lease_until = 1, attempts = 1",
    );
    await world.edge.db.execute(
      `update job set again = 1, again_payload = '{}' where id = '${three}'`,
    );
    expect((await post("rep", `/${one}/cancel`)).body["state"]).toBe("cancelled");
    expect((await post("admin", `/${two}/drop`)).status).toBe(204);
    // What was asked for again meanwhile is not cancelled with it.
    expect((await post("rep", `/${three}/cancel`)).body["state"]).toBe("waiting");
    await tick();
    expect(await world.all("select id, state, lease from job order by id")).toEqual([
      { id: one, state: 2, lease: null },
      { id: three, state: 0, lease: "gone" },
    ]);
  });

  test("a list of jobs does not carry their payloads, however long they are", async () => {
    for (let at = 0; at < 4; at += 1) await begin("rep");
    await world.edge.db.execute(
      `update job set payload = json_object('name', hex(zeroblob(1500000)))`,
    );
    const { status, body, text } = await get("admin", "?limit=10");
    expect([status, (body["items"] as unknown[]).length]).toEqual([200, 4]);
    expect(text).not.toContain("000000");
  });

  test("a dead job is tried again with all its attempts, and the event names who wanted it", async () => {
    const id = await dead();
    const { status, body } = await post("admin", `/${id}/retry`);
    expect([status, body["state"], body["attempts"]]).toEqual([200, "waiting", 0]);
    expect((await post("admin", `/${id}/retry`)).body["code"]).toBe("job/not-dead");
    expect(await tick()).toMatchObject({ ran: 1 });
    expect(await world.effects()).toEqual(["a"]);
    expect((await get("rep", `/${id}`)).body).toMatchObject({ state: "done", fault: null });
    expect(
      await world.all(
        `select op, version, entity_id from audit_event where action = 'job.job.retry' and entity_id = '${id}'`,
      ),
    ).toEqual([{ op: null, version: null, entity_id: id }]);
  });

  test("a dead job whose key a newer one has is not tried again", async () => {
    const id = await dead({ dedupe: "k" });
    await begin("rep", { dedupe: "k" });
    const { status, body } = await post("admin", `/${id}/retry`);
    expect([status, body["code"]]).toEqual([409, "job/key-taken"]);
  });

  test("a dead or waiting job is dropped, a running one is not", async () => {
    const [one, two] = [await dead(), await begin()];
    expect((await post("admin", `/${one}/drop`)).status).toBe(204);
    expect((await post("admin", `/${two}/drop`)).status).toBe(204);
    expect((await get("admin", `/${one}`)).status).toBe(404);
    expect(await world.all("select 1 from job")).toEqual([]);
    expect(await world.all("select 1 from job_run")).toEqual([]);
    const held = waitingWork(writes);
    world.work.run = held.run;
    const three = await begin();
    const ticking = tick();
    await held.begun;
    expect((await post("admin", `/${three}/drop`)).body["code"]).toBe("job/not-droppable");
    held.go();
    await ticking;
    expect(await world.effects()).toEqual(["a"]);
  });

  test("administering takes the permission, and stays in the company", async () => {
    const id = await dead();
    for (const path of ["", "/stats"]) expect((await get("rep", path)).status).toBe(403);
    for (const verb of ["retry", "drop"]) {
      expect((await post("rep", `/${id}/${verb}`)).status).toBe(403);
      expect((await post("stranger", `/${id}/${verb}`)).status).toBe(404);
    }
    expect((await get("stranger", "")).body["items"]).toEqual([]);
    expect((await get("stranger", "/stats")).body["kinds"]).toEqual([]);
    expect((await get("rep", `/${id}`)).body["state"]).toBe("failed");
  });

  test("jobs are listed by page, filtered by state and kind", async () => {
    await dead();
    for (let turn = 0; turn < 5; turn += 1) await begin("rep", { kind: "test.slow" });
    const failed = await get("admin", query(["=", "state", "failed"], "&total=true"));
    expect(failed.body).toMatchObject({
      total: 1,
      items: [{ kind: "test.note", state: "failed" }],
    });
    const slow = query(["=", "kind", "test.slow"], "&limit=3");
    const first = await get("admin", slow);
    const rest = await get("admin", `${slow}&cursor=${String(first.body["next"])}`);
    const ids = [first, rest].flatMap(({ body }) =>
      (body["items"] as { id: string }[]).map((one) => one.id),
    );
    expect(ids).toHaveLength(5);
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect((await get("admin", "?filter=%5B%22%3D%22%2C%22payload%22%2C1%5D")).status).toBe(422);
  });

  test("figures tell what waits, how late it is and what died, and which kinds nobody knows", async () => {
    await dead();
    await begin("rep");
    await begin("rep", { at: world.edge.time.now + 86_400_000 });
    await world.edge.db.execute({
      sql: "insert into job(company_id, id, kind, priority, run_at, payload, created_at) values (?, 'x', 'old.kind', 0, 1, '{}', 1)",
      args: [world.edge.ours],
    });
    world.edge.time.now += 5_000;
    const { body } = await get("admin", "/stats");
    const [note, old] = (body["kinds"] as { kind: string; lag: number }[]).toSorted((a, b) =>
      a.kind < b.kind ? 1 : -1,
    );
    expect(note).toMatchObject({ kind: "test.note", known: true, waiting: 2, due: 1, dead: 1 });
    expect(note?.lag).toBeGreaterThan(3_000);
    expect(note?.lag).toBeLessThan(6_000);
    expect(old).toMatchObject({ kind: "old.kind", known: false, due: 1 });
  });
});
