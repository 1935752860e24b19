import {
  afterAttempt,
  backoff,
  claimPlan,
  defaultBackoff,
  defineJob,
  readPayload,
} from "@ennead/core/job";
import { unwrap } from "@ennead/core/kernel";
import * as v from "valibot";
import { describe, expect, test } from "vitest";

const almostOne = 1 - 2 ** -53;
const now = 1_700_000_000_000;
const send = defineJob({ kind: "mail.send", schema: v.strictObject({ to: v.string() }) });

const longest = (attempt: number): number => backoff(defaultBackoff, attempt, almostOne) + 1;

const after = (attempt: number, outcome: Parameters<typeof afterAttempt>[2], random = 0.5) =>
  afterAttempt(send, attempt, outcome, now, random);

const row = (id: string, rest: object = {}) => ({
  id,
  company: id.charAt(0),
  kind: "k",
  priority: 0,
  runAt: 0,
  leaseUntil: null,
  ...rest,
});

const many = (company: string, count: number) =>
  Array.from({ length: count }, (_, index) => row(`${company}${String(index).padStart(5, "0")}`));

describe("waiting between attempts", () => {
  test("the longest wait doubles with every attempt, up to the cap", () => {
    expect([1, 2, 3, 11, 12, 5_000].map(longest)).toEqual([
      2_000, 4_000, 8_000, 2_048_000, 3_600_000, 3_600_000,
    ]);
  });

  test("the shortest wait is none: the jitter is full", () => {
    expect(backoff(defaultBackoff, 12, 0)).toBe(0);
  });

  test("a peer's Retry-After is waited for, also beyond the cap", () => {
    expect(backoff(defaultBackoff, 1, almostOne, 7_200_000)).toBe(7_200_000);
  });

  test("a peer that is back soon does not shorten the wait", () => {
    expect(backoff(defaultBackoff, 3, 0.5, 10)).toBe(4_000);
  });

  test("a peer that asks for a year is asked again after a day", () => {
    expect(backoff(defaultBackoff, 1, 0, 365 * 86_400_000)).toBe(86_400_000);
    expect(backoff(defaultBackoff, 1, 0, Infinity)).toBe(86_400_000);
  });

  test("what is no time to wait does not count, and parts of milliseconds are waited out", () => {
    for (const odd of [Number.NaN, -5_000]) {
      expect(backoff(defaultBackoff, 3, 0.5, odd)).toBe(4_000);
    }
    expect(backoff(defaultBackoff, 1, 0, 0.2)).toBe(1);
  });
});

describe("after an attempt", () => {
  test("done is done, at whichever attempt", () => {
    expect(after(12, { kind: "done" })).toEqual({ state: "done" });
  });

  test("a failure is tried again after its wait", () => {
    expect(after(2, { kind: "failed" })).toEqual({
      state: "ready",
      runAt: now + 2_000,
      attempts: 2,
    });
  });

  test("the last failure is the job's death, whatever the peer asks for", () => {
    expect(after(11, { kind: "failed" }).state).toBe("ready");
    expect(after(12, { kind: "failed", retryAfter: 1_000 })).toEqual({ state: "dead" });
    expect(after(13, { kind: "failed" })).toEqual({ state: "dead" });
  });

  test("a refusal kills at once", () => {
    expect(after(1, { kind: "refused" })).toEqual({ state: "dead" });
  });

  test("a job that was given back is due at once and has lost no attempt", () => {
    expect(after(12, { kind: "released" })).toEqual({ state: "ready", runAt: now, attempts: 11 });
  });
});

describe("a kind of job", () => {
  test("what is left open is filled in, part by part", () => {
    const {
      kind,
      maxAttempts,
      lease,
      concurrency,
      priority,
      backoff: waits,
    } = defineJob({
      kind: "report.deliver",
      schema: v.unknown(),
      concurrency: 1,
      backoff: { base: 5_000 },
    });
    expect({ kind, maxAttempts, lease, concurrency, priority, waits }).toEqual({
      kind: "report.deliver",
      maxAttempts: 12,
      lease: 30_000,
      concurrency: 1,
      priority: 0,
      waits: { base: 5_000, cap: 3_600_000 },
    });
  });

  test.each([
    { kind: "mail" },
    { kind: "Mail.send" },
    { maxAttempts: 0 },
    { lease: 0.5 },
    { concurrency: Number.NaN },
    { backoff: { base: 0 } },
    { backoff: { base: 10, cap: 5 } },
    { backoff: { cap: Infinity } },
  ])("%j could never work", (part) => {
    expect(() => defineJob({ kind: "mail.send", schema: v.unknown(), ...part })).toThrow(
      RangeError,
    );
  });

  test("a payload is read by the schema, or refused with the place", () => {
    expect(unwrap(readPayload(send, { to: "a@b.c" }))).toEqual({ to: "a@b.c" });
    const read = readPayload(send, { to: 1 });
    expect(read).toMatchObject({ ok: false, error: [{ code: "job/bad-payload", path: ["to"] }] });
  });
});

describe("a claim", () => {
  const kinds = new Map([["k", { concurrency: 100 }]]);

  test("takes what is due, by priority and then by time", () => {
    const rows = [
      row("later", { runAt: 6 }),
      row("now", { runAt: 5 }),
      row("old", { runAt: 1 }),
      row("urgent", { runAt: 5, priority: -1 }),
    ];
    expect(claimPlan(rows, { now: 5, size: 9, kinds })).toEqual(["urgent", "old", "now"]);
  });

  test("leaves what another holds, and takes it when the lease has run out", () => {
    const rows = [row("held", { leaseUntil: 6 }), row("lost", { leaseUntil: 5 })];
    expect(claimPlan(rows, { now: 5, size: 9, kinds })).toEqual(["lost"]);
  });

  test("a company with 10,000 due jobs leaves half to the others", () => {
    const rows = [...many("a", 10_000), ...many("b", 20), ...many("c", 3)];
    const plan = claimPlan(rows, { now: 5, size: 16, kinds });
    expect(plan.filter((id) => id.startsWith("a"))).toHaveLength(8);
    expect(plan).toHaveLength(16);
  });

  test("a company alone has the whole claim, and what others leave", () => {
    expect(claimPlan(many("a", 20), { now: 5, size: 16, kinds })).toHaveLength(16);
    const plan = claimPlan([...many("a", 20), ...many("b", 1)], { now: 5, size: 16, kinds });
    expect(plan.filter((id) => id.startsWith("a"))).toHaveLength(15);
  });

  test("running jobs count against the concurrency of their kind in their company", () => {
    const two = new Map([
      ["k", { concurrency: 2 }],
      ["other", { concurrency: 2 }],
    ]);
    const rows = [
      row("a0", { leaseUntil: 9 }),
      ...["a1", "a2", "a3", "b1"].map((id) => row(id)),
      row("a4", { kind: "other" }),
    ];
    expect(claimPlan(rows, { now: 5, size: 16, kinds: two })).toEqual(["a1", "a4", "b1"]);
  });

  test("a kind that this deployment does not know is left alone", () => {
    expect(claimPlan([row("a", { kind: "newer.kind" })], { now: 5, size: 16, kinds })).toEqual([]);
  });

  test("a claim of nothing takes nothing", () => {
    for (const size of [0, -1])
      expect(claimPlan(many("a", 2), { now: 5, size, kinds })).toEqual([]);
  });
});
