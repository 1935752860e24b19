import { openLibsql } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { buckets } from "../../src/kernel/limits/buckets.ts";
import { clientIp } from "../../src/kernel/limits/client-ip.ts";
import { durableLimit, sweepBuckets } from "../../src/kernel/limits/durable-limit.ts";
import { retryAfter } from "../../src/kernel/limits/limit-headers.ts";
import { signInLimit } from "../../src/kernel/limits/sign-in-limit.ts";
import { databases } from "../support/databases.ts";
import { openEdge, type Edge } from "../support/edge.ts";

const now = 1_780_000_000_000;
const rate = { quota: 3, window: 3000 };

describe("buckets in memory", () => {
  test("are no more than were allowed for, whatever names are invented", () => {
    const all = buckets(rate, 100);
    for (let at = 0; at < 10_000; at += 1) all.take(`invented ${at}`, now);
    expect(all.size()).toBe(100);
  });

  test("that are in use are not forgotten for the sake of new ones", () => {
    const all = buckets(rate, 100);
    for (let at = 0; at < 3; at += 1) all.take("real", now);
    for (let at = 0; at < 10_000; at += 1) all.take(`invented ${at}`, now + 1);
    expect(all.take("real", now + 2).allowed).toBe(false);
  });

  test("new names share what is left when all are in use, and are let in when they are not", () => {
    const all = buckets(rate, 10);
    for (let at = 0; at < 10; at += 1) all.take(`first ${at}`, now);
    const shared = Array.from({ length: 40 }, (_, at) => all.take(`later ${at}`, now).allowed);
    expect(shared.filter(Boolean)).toHaveLength(30);
    expect(all.take("much later", now + 10_000).remaining).toBe(2);
    expect(all.size()).toBeLessThanOrEqual(10);
  });
});

describe("the client's address", () => {
  test.each([
    // Without trusted hops, what the caller writes means nothing.
    ["1.1.1.1", "9.9.9.9", 0, "9.9.9.9"],
    [null, undefined, 0, undefined],
    ["1.1.1.1", undefined, 0, undefined],
    // One proxy: it wrote the last entry.
    ["6.6.6.6, 1.2.3.4", "10.0.0.1", 1, "1.2.3.4"],
    ["6.6.6.6, 1.2.3.4", undefined, 1, "1.2.3.4"],
    [null, "10.0.0.1", 1, "10.0.0.1"],
    // Two proxies.
    ["6.6.6.6, 1.2.3.4, 10.0.0.2", "10.0.0.1", 2, "1.2.3.4"],
    // Invented entries are no addresses.
    ["not an address", "10.0.0.1", 1, undefined],
    ["1.2.3.400", "10.0.0.1", 1, undefined],
    ["x".repeat(10_000), "10.0.0.1", 1, undefined],
    // Written with a port, in brackets, as IPv4 within IPv6.
    ["1.2.3.4:5678", "10.0.0.1", 1, "1.2.3.4"],
    [null, "::ffff:1.2.3.4", 0, "1.2.3.4"],
    // Of IPv6 the network: a customer has all of it.
    [null, "2001:db8:1:2:3:4:5:6", 0, "2001:db8:1:2::/64"],
    [null, "2001:db8:1:2::9", 0, "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::9]:443", "10.0.0.1", 1, "2001:db8:1:2::/64"],
    [null, "2001:DB8::1", 0, "2001:db8:0:0::/64"],
    [null, "fe80::1%eth0", 0, "fe80:0:0:0::/64"],
    [null, "::1", 0, "0:0:0:0::/64"],
  ] as const)("of %j by %j over %j hops is %j", (forwarded, peer, hops, expected) => {
    expect(clientIp(forwarded, peer, hops)).toBe(expected);
  });
});

test("callers that were refused together do not come back together", () => {
  let seed = 0;
  const random = () => new Uint8Array([(seed += 37), seed]);
  const waits = Array.from({ length: 200 }, () => Number(retryAfter(60_000, random)));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(60);
  expect(Math.max(...waits)).toBeLessThanOrEqual(76);
  expect(new Set(waits).size).toBeGreaterThan(10);
});

describe.each(databases)("limits that last, on %s", (kind) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, kind);
  });
  afterAll(() => edge.close());

  test("hold over two isolates that ask at the same time", async () => {
    const other = await openLibsql(edge.options);
    const [a, b] = [edge.database, other].map((one) => durableLimit(one, "together", rate));
    const asked = await Promise.all(
      Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? a : b)?.take("name", now)),
    );
    expect(asked.filter((one) => one?.allowed === true)).toHaveLength(3);
    const refused = asked.find((one) => one?.allowed === false);
    expect(refused?.retry).toBeGreaterThan(0);
    expect((await a?.take("name", now + (refused?.retry ?? 0)))?.allowed).toBe(true);
    expect((await a?.take("another", now))?.remaining).toBe(2);
    await other.close();
  });

  test("take several at a time, or nothing", async () => {
    const limit = durableLimit(edge.database, "costly", rate);
    expect((await limit.take("name", now, 2)).remaining).toBe(1);
    expect((await limit.take("name", now, 2)).allowed).toBe(false);
    expect((await limit.take("name", now)).remaining).toBe(0);
  });

  test("a clock that is set back keeps nobody out for longer than a window", async () => {
    const limit = durableLimit(edge.database, "clock", rate);
    for (let at = 0; at < 3; at += 1) await limit.take("name", now + 3_600_000);
    const refused = await limit.take("name", now);
    expect(refused.retry).toBeLessThanOrEqual(rate.window);
  });

  test("rows that say nothing any more are swept, others stay", async () => {
    await edge.db.execute("delete from rate_bucket");
    await durableLimit(edge.database, "swept", rate).take("old", now - 10_000);
    await durableLimit(edge.database, "swept", rate).take("new", now);
    expect(await sweepBuckets(edge.database, now)).toBe(1);
    const { rows } = await edge.db.execute("select count(*) as n from rate_bucket");
    expect(rows[0]?.["n"]).toBe(1);
  });

  test("no address and no account stands in the table", async () => {
    await signInLimit(edge.database).begin({ account: "ada@example.com", ip: "192.0.2.7" }, now);
    const { rows } = await edge.db.execute("select * from rate_bucket");
    expect(JSON.stringify(rows)).not.toMatch(/ada|192\.0/);
  });

  describe("signing in", () => {
    test("five failures are free, then waits double", async () => {
      const limit = signInLimit(edge.database);
      const attempt = { account: "doubling", ip: "192.0.2.1" };
      const waits: number[] = [];
      let at = now;
      for (let tries = 0; tries < 9; tries += 1) {
        expect((await limit.begin(attempt, at)).ok).toBe(true);
        const early = await limit.begin(attempt, at);
        if (early.ok) continue;
        const { retryAfterMs } = early.error.detail as { retryAfterMs: number };
        waits.push(retryAfterMs);
        at += retryAfterMs;
      }
      // While failures are free, the second try of a round counts as well.
      expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000]);
    });

    test("guesses that are made at once are counted before they are answered", async () => {
      const limit = signInLimit(edge.database);
      const attempt = { account: "at once", ip: "192.0.2.2" };
      const asked = await Promise.all(Array.from({ length: 20 }, () => limit.begin(attempt, now)));
      expect(asked.filter(({ ok }) => ok)).toHaveLength(5);
    });

    test("a free try that looked at the clock first may come second", async () => {
      const limit = signInLimit(edge.database);
      const attempt = { account: "overtaken", ip: "192.0.2.3" };
      expect((await limit.begin(attempt, now + 5)).ok).toBe(true);
      expect((await limit.begin(attempt, now)).ok).toBe(true);
    });

    test("strangers do not keep the owner out, nor does he pay for them", async () => {
      const limit = signInLimit(edge.database);
      const owner = { account: "owner", ip: "198.51.100.1" };
      expect((await limit.begin(owner, now)).ok).toBe(true);
      await limit.succeeded(owner, now);
      for (let at = 0; at < 25; at += 1) {
        await limit.begin({ account: "owner", ip: `203.0.113.${at}` }, now);
      }
      for (let at = 0; at < 4; at += 1) {
        expect((await limit.begin(owner, now + 1000)).ok).toBe(true);
      }
      expect((await limit.begin({ account: "owner", ip: "198.51.100.2" }, now + 1000)).ok).toBe(
        true,
      );
    });

    test("an account that is under attack allows a new address one free failure", async () => {
      const limit = signInLimit(edge.database);
      for (let at = 0; at < 20; at += 1) {
        await limit.begin({ account: "attacked", ip: `203.0.113.${at}` }, now);
      }
      const fresh = { account: "attacked", ip: "203.0.113.200" };
      expect((await limit.begin(fresh, now)).ok).toBe(true);
      expect((await limit.begin(fresh, now)).ok).toBe(false);
    });

    test("one address cannot try all accounts", async () => {
      const limit = signInLimit(edge.database, { address: { quota: 4, window: 60_000 } });
      const asked: boolean[] = [];
      for (let at = 0; at < 6; at += 1) {
        asked.push((await limit.begin({ account: `spread ${at}`, ip: "192.0.2.9" }, now)).ok);
      }
      expect(asked).toEqual([true, true, true, true, false, false]);
    });
  });
});
