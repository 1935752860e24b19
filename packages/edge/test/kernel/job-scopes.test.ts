import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openJobs, waitingWork, type JobsWorld } from "../support/jobs-world.ts";
import { writes } from "../support/jobs.ts";

describe.each(databases)("a job on %s", (on) => {
  let world: JobsWorld;
  const seen: unknown[] = [];
  beforeAll(async () => {
    world = await openJobs(on);
  });
  beforeEach(async () => {
    await world.reset();
    seen.length = 0;
    world.work.run = (job) => {
      seen.push([job.payload.name, job.actor, job.scopes]);
      return writes(job);
    };
  });
  afterAll(() => world.close());

  /** Asks for work with an API key of these scopes. */
  const askWithKey = async (scopes: readonly string[], body: object): Promise<number> => {
    const made = await world.edge.send("admin", "POST", "/api/access/api-keys", {
      body: { name: "Work", scopes },
    });
    const asked = await world.edge.ennead.fetch(
      new Request("http://ennead.example/api/tests", {
        method: "POST",
        body: JSON.stringify(body),
        headers: {
          authorization: `Bearer ${String(made.body["value"])}`,
          "content-type": "application/json",
        },
      }),
    );
    return asked.status;
  };
  const due = (name: string, more: object = {}) => ({
    jobs: [{ name, at: world.edge.time.now + 1_000, ...more }],
  });

  test("tells its handler what the key was limited to that asked for it, and that a person was not", async () => {
    const { ask, edge, soon } = world;
    expect(await askWithKey(["visit:read", "write"], due("by key"))).toBe(204);
    await ask([{ name: "by a person" }]);
    await edge.ennead.tick(soon());
    expect(seen).toEqual([
      ["by key", edge.users.admin, ["visit:read", "write"]],
      ["by a person", edge.users.admin, null],
    ]);
  });

  test("of a schedule is within the key that made the schedule", async () => {
    const { edge } = world;
    const rule = { cron: "0 * * * *", timeZone: "UTC" };
    expect(
      await askWithKey(["write"], { jobs: [], schedules: [{ op: "put", id: "hourly", rule }] }),
    ).toBe(204);
    edge.time.now += 3_600_000;
    await edge.ennead.tick(edge.time.now);
    expect(seen).toEqual([["hourly", edge.users.admin, ["write"]]]);
  });

  test.each([
    ["of a person", null, ["visit:read", "write"]],
    ["of another key", ["visit:create", "write"], ["write"]],
  ])("whose payload takes the place of one %s is within both", async (_of, before, both) => {
    const { ask, edge, soon } = world;
    const same = { dedupe: "same", replace: true };
    const first =
      before === null
        ? await ask([{ name: "first", ...same }])
        : await askWithKey(before, due("first", same));
    expect(first).toBe(204);
    expect(await askWithKey(["visit:read", "write"], due("second", same))).toBe(204);
    await edge.ennead.tick(soon());
    expect(seen).toEqual([["second", edge.users.admin, both]]);
  });

  test("that follows one which ran meanwhile is within its key, too", async () => {
    const { ask, edge, soon, work } = world;
    const { run } = work;
    const held = waitingWork(run);
    work.run = held.run;
    await ask([{ name: "first", dedupe: "same" }]);
    const first = edge.ennead.tick(soon());
    await held.begun;
    expect(await askWithKey(["write"], due("second", { dedupe: "same" }))).toBe(204);
    held.go();
    await first;
    work.run = run;
    await edge.ennead.tick(soon());
    expect(seen.at(-1)).toEqual(["second", edge.users.admin, ["write"]]);
  });
});
