import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openJobs, waitingWork, type JobsWorld } from "../support/jobs-world.ts";
import { writes } from "../support/jobs.ts";

const tenMinutes = 600_000;

describe.each(databases)("on %s", (on) => {
  let world: JobsWorld;
  beforeAll(async () => {
    world = await openJobs(on);
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  describe("close() during a job", () => {
    test("waits for it: it is done once, and nothing of it stays claimed", async () => {
      const { ask, all, another, effects, edge, soon } = world;
      const held = waitingWork(writes);
      const other = await another(held.run);
      await ask([{ name: "a" }]);
      const ticking = other.tick(soon());
      await held.begun;
      const closing = other.close();
      held.go();
      expect(await ticking).toMatchObject({ ran: 1 });
      await closing;
      expect(await edge.ennead.tick(soon() + tenMinutes)).toMatchObject({ ran: 0 });
      expect(await effects()).toEqual(["a"]);
      expect(await all("select state, attempts, lease from job")).toEqual([
        { state: 1, attempts: 1, lease: null },
      ]);
    });

    test("that never ends lets its lease expire: another process does it, once", async () => {
      const { ask, all, another, effects, edge, soon } = world;
      const held = waitingWork(writes);
      const other = await another(held.run);
      await ask([{ name: "a", kind: "test.slow" }]);
      const ticking = other.tick(soon());
      await held.begun;
      const closing = other.close();
      // Until then it is nobody else's.
      expect(await edge.ennead.tick(soon())).toMatchObject({ ran: 0 });
      expect(await edge.ennead.tick(soon() + tenMinutes)).toMatchObject({ ran: 1 });
      held.go();
      await Promise.allSettled([ticking, closing]);
      expect(await effects()).toEqual(["a"]);
      expect(await all("select state, lease from job")).toEqual([{ state: 1, lease: null }]);
    });
  });

  describe("a process whose clock is 10 minutes ahead", () => {
    test("takes over what another is at, and of both one completes", async () => {
      const { ask, another, effects, edge, soon, work } = world;
      const held = waitingWork(writes);
      work.run = held.run;
      await ask([{ name: "a", kind: "test.slow" }]);
      const first = edge.ennead.tick(soon());
      await held.begun;
      const ahead = await another(writes, { clock: () => edge.time.now + tenMinutes });
      expect(await ahead.tick(soon() + tenMinutes)).toMatchObject({ ran: 1 });
      held.go();
      expect(await first).toMatchObject({ ran: 0 });
      expect(await effects()).toEqual(["a"]);
      await ahead.close();
    });

    test("takes a token of a minute for one that has expired, and one of an hour as it is", async () => {
      const { another, edge } = world;
      const ahead = await another(writes, { clock: () => edge.time.now + tenMinutes });
      const me = async (claims: object): Promise<readonly unknown[]> => {
        const token = await edge.token("admin", { ...claims });
        const answer = await ahead.fetch(
          new Request("http://ennead.example/api/access/me", {
            headers: { authorization: `Bearer ${token}` },
          }),
        );
        const { code } = (await answer.json()) as { code?: string };
        return [answer.status, code];
      };
      expect(await me({})).toEqual([401, "access/token-expired"]);
      const iat = Math.floor(edge.time.now / 1000);
      expect(await me({ exp: iat + 3600 })).toEqual([200, undefined]);
      // Who issued it by the same clock is 10 minutes ahead of everybody else.
      const fresh = await edge.token("admin", { iat: iat + 600, exp: iat + 660 });
      const told = await edge.ennead.fetch(
        new Request("http://ennead.example/api/access/me", {
          headers: { authorization: `Bearer ${fresh}` },
        }),
      );
      expect(told.status).toBe(401);
      await ahead.close();
    });
  });
});
