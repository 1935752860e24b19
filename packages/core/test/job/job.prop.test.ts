import { afterAttempt, backoff, claimPlan, type ClaimRow } from "@ennead/core/job";
import fc from "fast-check";
import { expect, test } from "vitest";

const now = 100;

const rowsOf = (most: number): fc.Arbitrary<readonly ClaimRow[]> =>
  fc
    .array(
      fc.record({
        company: fc.constantFrom("a", "a", "a", "b", "c"),
        kind: fc.constantFrom("x", "x", "y", "unknown"),
        priority: fc.integer({ min: -1, max: 1 }),
        runAt: fc.integer({ min: 90, max: 105 }),
        leaseUntil: fc.option(fc.integer({ min: 95, max: 105 }), { nil: null, freq: 3 }),
      }),
      { maxLength: most },
    )
    .map((rows) => rows.map((row, index) => ({ ...row, id: `id${index}` })));

const limitsOf = fc
  .record({ size: fc.integer({ min: 0, max: 9 }), x: fc.integer({ min: 1, max: 9 }) })
  .map(({ size, x }) => ({
    now,
    size,
    kinds: new Map([
      ["x", { concurrency: x }],
      ["y", { concurrency: 2 }],
    ]),
  }));

type Limits = typeof limitsOf extends fc.Arbitrary<infer T> ? T : never;

const before = (a: ClaimRow, b: ClaimRow): number =>
  a.priority - b.priority || a.runAt - b.runAt || (a.id < b.id ? -1 : 1);

/** What could be claimed next when these have been. */
const open = (
  rows: readonly ClaimRow[],
  taken: ReadonlySet<string>,
  { kinds }: Limits,
): readonly ClaimRow[] => {
  const isHeld = (row: ClaimRow): boolean =>
    taken.has(row.id) || (row.leaseUntil !== null && row.leaseUntil > now);
  return rows
    .filter((row) => {
      const peers = rows.filter((one) => one.company === row.company && one.kind === row.kind);
      const room = (kinds.get(row.kind)?.concurrency ?? 0) - peers.filter(isHeld).length;
      return row.runAt <= now && !isHeld(row) && room > 0;
    })
    .toSorted(before);
};

test("a plan is what taking one fair job after the other gives", () => {
  fc.assert(
    fc.property(rowsOf(40), limitsOf, (rows, limits) => {
      const taken = new Set<string>();
      const countOf = (company: string): number =>
        rows.filter((row) => row.company === company && taken.has(row.id)).length;
      while (taken.size < limits.size) {
        const choice = open(rows, taken, limits);
        const fair = choice.find(({ company }) => countOf(company) < limits.size / 2);
        const next = fair ?? choice[0];
        if (next === undefined) break;
        taken.add(next.id);
      }
      const plan = claimPlan(rows, limits);
      expect(new Set(plan)).toEqual(taken);
      expect(plan).toEqual(
        rows
          .filter(({ id }) => taken.has(id))
          .toSorted(before)
          .map(({ id }) => id),
      );
    }),
    { numRuns: 500 },
  );
});

test("no company has more than half while another's work is left over", () => {
  fc.assert(
    fc.property(rowsOf(40), limitsOf, (rows, limits) => {
      const plan = new Set(claimPlan(rows, limits));
      const left = open(rows, plan, limits);
      for (const company of ["a", "b", "c"]) {
        const share = rows.filter((row) => row.company === company && plan.has(row.id)).length;
        const others = left.some((row) => row.company !== company);
        expect(share).toBeLessThanOrEqual(others ? Math.ceil(limits.size / 2) : limits.size);
      }
    }),
    { numRuns: 500 },
  );
});

test("claim after claim, everything due is claimed once", () => {
  fc.assert(
    fc.property(rowsOf(40), limitsOf, (rows, limits) => {
      fc.pre(limits.size > 0);
      const free = rows.map((row) => ({ ...row, leaseUntil: null }));
      const done = new Set<string>();
      for (;;) {
        const plan = claimPlan(
          free.filter(({ id }) => !done.has(id)),
          limits,
        );
        if (plan.length === 0) break;
        for (const id of plan) {
          expect(done.has(id)).toBe(false);
          done.add(id);
        }
      }
      const due = free.filter(({ kind, runAt }) => kind !== "unknown" && runAt <= now);
      expect(done.size).toBe(due.length);
    }),
  );
});

const policy = fc
  .tuple(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 0, max: 10_000_000 }))
  .map(([base, more]) => ({ base, cap: base + more }));
const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("a wait is whole, below its bound, and not shorter than the peer asked for", () => {
  fc.assert(
    fc.property(
      policy,
      fc.integer({ min: 1, max: 2_000 }),
      draw,
      fc.integer({ min: 0, max: 86_400_000 }),
      (waits, attempt, random, retryAfter) => {
        const own = backoff(waits, attempt, random);
        expect(Number.isInteger(own)).toBe(true);
        expect(own).toBeGreaterThanOrEqual(0);
        expect(own).toBeLessThan(Math.min(waits.cap, waits.base * 2 ** attempt));
        expect(backoff(waits, attempt, random, retryAfter)).toBe(Math.max(own, retryAfter));
      },
    ),
  );
});

test("a job that always fails dies after exactly its attempts, and time never goes back", () => {
  fc.assert(
    fc.property(
      policy,
      fc.integer({ min: 1, max: 20 }),
      fc.infiniteStream(draw),
      (waits, most, draws) => {
        const spec = { maxAttempts: most, backoff: waits };
        let [attempt, at] = [0, now];
        for (const random of draws) {
          attempt += 1;
          const after = afterAttempt(spec, attempt, { kind: "failed" }, at, random);
          if (after.state !== "ready") break;
          expect(after.runAt).toBeGreaterThanOrEqual(at);
          expect(after.attempts).toBe(attempt);
          at = after.runAt;
        }
        expect(attempt).toBe(most);
      },
    ),
  );
});
