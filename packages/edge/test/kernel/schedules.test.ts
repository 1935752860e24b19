import { parseInstant } from "@ennead/core/calendar";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openJobs, type JobsWorld } from "../support/jobs-world.ts";

const at = (text: string): number => parseInstant(text) ?? Number.NaN;
const hour = 3_600_000;

const hourly = { cron: "0 * * * *", timeZone: "UTC" };

describe.each(databases)("on %s", (on) => {
  let world: JobsWorld;
  beforeAll(async () => {
    world = await openJobs(on);
  });
  beforeEach(async () => {
    await world.reset();
    world.edge.time.now = at("2026-06-01T00:30:00Z");
  });
  afterAll(() => world.close());

  const change = async (...schedules: readonly object[]): Promise<void> => {
    expect(await world.ask([], "admin", { schedules })).toBe(204);
  };

  const put = (id: string, rule: object, more: object = {}): Promise<void> =>
    change({ op: "put", id, rule, ...more });

  const planned = async (): Promise<readonly unknown[]> =>
    (await world.all("select planned_at from job order by planned_at")).map(
      ({ planned_at }) => planned_at,
    );

  const tick = (text: string) => {
    world.edge.time.now = Math.max(world.edge.time.now, at(text));
    return world.edge.ennead.tick(at(text));
  };

  test("a schedule that a decision makes runs at each planned instant, once, and knows it", async () => {
    await put("h", hourly);
    expect(await tick("2026-06-01T00:59:59Z")).toMatchObject({
      ran: 0,
      nextAt: at("2026-06-01T01:00:00Z"),
    });
    expect(await tick("2026-06-01T01:00:00Z")).toMatchObject({ ran: 1 });
    expect(await tick("2026-06-01T01:00:30Z")).toMatchObject({
      ran: 0,
      nextAt: at("2026-06-01T02:00:00Z"),
    });
    expect(await tick("2026-06-01T02:00:20Z")).toMatchObject({ ran: 1 });
    expect(await planned()).toEqual([at("2026-06-01T01:00:00Z"), at("2026-06-01T02:00:00Z")]);
    expect(await world.all("select dedupe, schedule_id from job order by run_at limit 1")).toEqual([
      { dedupe: `h/${at("2026-06-01T01:00:00Z")}`, schedule_id: "h" },
    ]);
  });

  test("a schedule without a cause is refused, and one whose cause is refused is not there", async () => {
    const schedules = [{ op: "put", id: "h", rule: hourly }];
    expect(await world.ask([], "admin", { schedules, silent: true })).toBe(500);
    expect(await world.ask([], "admin", { schedules, refused: true })).toBe(400);
    expect(await world.all("select 1 from job_schedule where company_id <> 'system'")).toEqual([]);
  });

  test("runs that were missed are made up once, for the newest, or not at all", async () => {
    await put("once", hourly);
    await put("none", hourly, { catchUp: "none" });
    expect(await tick("2026-06-03T12:20:00Z")).toMatchObject({
      ran: 1,
      nextAt: at("2026-06-03T13:00:00Z"),
    });
    expect(await planned()).toEqual([at("2026-06-03T12:00:00Z")]);
    expect(await tick("2026-06-03T13:01:00Z")).toMatchObject({ ran: 2 });
  });

  test("12: on the 31st and on 29 February", async () => {
    world.edge.time.now = at("2028-01-31T12:00:00Z");
    await put("31st", { every: "month", day: 31, at: "00:00", timeZone: "UTC" });
    await put("leap", { cron: "0 0 29 2 *", timeZone: "UTC" });
    expect(await tick("2028-02-29T00:00:10Z")).toMatchObject({ ran: 2 });
    expect(await tick("2028-03-30T00:00:10Z")).toMatchObject({
      ran: 0,
      nextAt: at("2028-03-31T00:00:00Z"),
    });
    await change({ op: "remove", id: "31st" });
    expect((await tick("2028-03-30T00:01:00Z")).nextAt).toBe(at("2032-02-29T00:00:00Z"));
  });

  test("in an hour that clocks skip it runs by the gap later, in one they show twice once", async () => {
    world.edge.time.now = at("2026-03-28T12:00:00Z");
    await put("night", { every: "day", at: "02:30", timeZone: "Europe/Berlin" });
    await tick("2026-03-29T12:00:00Z");
    expect(await planned()).toEqual([at("2026-03-29T01:30:00Z")]);
    await tick("2026-10-25T00:30:00Z");
    await tick("2026-10-25T01:30:00Z");
    await tick("2026-10-25T12:00:00Z");
    expect((await planned()).at(-1)).toBe(at("2026-10-25T00:30:00Z"));
    expect(await world.effects()).toHaveLength(2);
  });

  test("13: two schedules at one instant both run", async () => {
    await put("a", hourly);
    await put("b", hourly);
    await change({ op: "put", id: "a", rule: hourly });
    await world.ask([], "stranger", { schedules: [{ op: "put", id: "a", rule: hourly }] });
    expect(await tick("2026-06-01T01:00:00Z")).toMatchObject({ ran: 3 });
    expect((await world.effects()).toSorted()).toEqual(["a", "a", "b"]);
  });

  test("two ticks at once, in two processes, plan each run once", async () => {
    await put("h", hourly);
    const other = await world.another(world.work.run);
    for (let turn = 1; turn <= 5; turn += 1) {
      const now = at("2026-06-01T00:00:00Z") + turn * hour;
      world.edge.time.now = now;
      const done = await Promise.all([world.edge.ennead.tick(now), other.tick(now)]);
      expect(done.reduce((sum, { ran }) => sum + ran, 0)).toBe(1);
    }
    expect(await planned()).toHaveLength(5);
    await other.close();
  });

  test("a paused schedule that resumes replays nothing", async () => {
    await put("h", hourly);
    await change({ op: "pause", id: "h" });
    expect(await tick("2026-06-01T05:30:00Z")).toMatchObject({ ran: 0, nextAt: null });
    await change({ op: "resume", id: "h" });
    expect(await tick("2026-06-01T05:31:00Z")).toMatchObject({
      ran: 0,
      nextAt: at("2026-06-01T06:00:00Z"),
    });
    expect(await tick("2026-06-01T06:00:00Z")).toMatchObject({ ran: 1 });
    expect(await planned()).toEqual([at("2026-06-01T06:00:00Z")]);
  });

  test("one that is made anew keeps its next run when its rule is the same, and else plans from now", async () => {
    await put("h", hourly);
    world.edge.time.now = at("2026-06-01T01:30:00Z");
    await put("h", hourly);
    expect(await tick("2026-06-01T01:31:00Z")).toMatchObject({ ran: 1 });
    await put("h", { cron: "45 * * * *", timeZone: "UTC" });
    expect((await tick("2026-06-01T01:32:00Z")).nextAt).toBe(at("2026-06-01T01:45:00Z"));
  });

  test("one that has ended is never looked at again", async () => {
    await put("last", { every: "day", at: "08:00", timeZone: "UTC", until: "2026-06-01" });
    expect(await tick("2026-06-01T08:00:00Z")).toMatchObject({ ran: 1, nextAt: null });
    expect(await tick("2026-06-05T08:00:00Z")).toMatchObject({ ran: 0, nextAt: null });
  });

  test("one of an unknown kind is left alone, one whose rule cannot be read is paused and told once, and neither holds up others", async () => {
    await put("h", hourly);
    await put("other", hourly);
    await put("broken", hourly);
    await world.edge.db.execute("update job_schedule set kind = 'other.kind' where id = 'other'");
    await put("no json", hourly);
    await world.edge.db.execute("update job_schedule set rule = '{}' where id = 'broken'");
    await world.edge.db.execute("update job_schedule set rule = '{' where id = 'no json'");
    const next = at("2026-06-01T02:00:00Z");
    expect(await tick("2026-06-01T01:00:00Z")).toMatchObject({ ran: 1, nextAt: next });
    await tick("2026-06-01T01:00:01Z");
    const told = (event: string) => world.events.filter((one) => one === event);
    expect([told("job-schedule").length, told("job-dead").length]).toEqual([2, 2]);
    const paused = "select id from job_schedule where paused = 1 order by id";
    expect(await world.all(paused)).toEqual([{ id: "broken" }, { id: "no json" }]);
    expect(
      await world.all("select schedule_id, last_error from job where state = 2 order by 1"),
    ).toMatchObject([
      { schedule_id: "broken", last_error: expect.stringMatching(/cannot be read/) as string },
      { schedule_id: "no json" },
    ]);
  });

  test("the kernel's sweeps are schedules too: one process does each", async () => {
    await tick("2026-06-01T01:00:00Z");
    await world.edge.db
      .execute(`insert into idempotency(company_id, actor, key, hash, route, api_version,
      response, created_at) values ('${world.edge.ours}', 'x', 'old', '', '', '', '', 1)`);
    const other = await world.another(world.work.run);
    const now = at("2026-06-01T02:20:00Z");
    const done = await Promise.all([world.edge.ennead.tick(now), other.tick(now)]);
    expect(done.reduce((sum, { swept }) => sum + swept, 0)).toBe(1);
    expect(
      await world.all(
        "select id, next_at from job_schedule where kind in ('kernel.sweepAnswers', 'kernel.sweepJobs') order by id",
      ),
    ).toEqual([
      { id: "kernel.sweepAnswers", next_at: at("2026-06-01T03:17:00Z") },
      { id: "kernel.sweepJobs", next_at: at("2026-06-01T02:37:00Z") },
    ]);
    await other.close();
  });
});

test("a schedule that was missed for years costs no more than one of yesterday", async () => {
  const world = await openJobs();
  world.edge.time.now = at("1990-01-01T00:00:00Z");
  const rule = { cron: "* * * * *", timeZone: "UTC" };
  await world.ask([], "admin", { schedules: [{ op: "put", id: "m", rule }] });
  world.edge.time.now = at("2026-06-01T00:00:30Z");
  // What this process worked, in microseconds: what others take of the machine is no cost of ours.
  const began = process.cpuUsage();
  expect(await world.edge.ennead.tick(world.edge.time.now)).toMatchObject({ ran: 1 });
  const { user, system } = process.cpuUsage(began);
  expect(user + system).toBeLessThan(5_000_000);
  expect(await world.all("select planned_at from job")).toEqual([
    { planned_at: at("2026-06-01T00:00:00Z") },
  ]);
  await world.close();
});
