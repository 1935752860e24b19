import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { claimPlan, defineJob, type ClaimRow } from "@ennead/core/job";
import { openLibsql, sql, type Database } from "@ennead/edge";
import fc from "fast-check";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";

import { claimJobs } from "../../src/kernel/jobs/claim.ts";
import { migrations } from "../../src/kernel/schema/migrations.gen.ts";

const folder = mkdtempSync(join(tmpdir(), "ennead-"));
let database: Database;
beforeAll(async () => {
  const url = pathToFileURL(join(folder, "claim.db")).href;
  database = await openLibsql({ url, durability: "relaxed" });
  for (const { statements } of migrations) {
    await database.write(statements.map((text) => ({ sql: text, args: [] })));
  }
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const now = 100;
const rowOf = fc.record({
  company: fc.constantFrom("a", "b", "c"),
  kind: fc.constantFrom("x.one", "x.two", "x.unknown"),
  priority: fc.integer({ min: 0, max: 2 }),
  runAt: fc.integer({ min: 96, max: 102 }),
  leaseUntil: fc.option(fc.integer({ min: 98, max: 102 }), { freq: 3 }),
});
const rowsOf = fc
  .array(rowOf, { maxLength: 40 })
  .map((rows) => rows.map((row, at): ClaimRow => ({ ...row, id: String(at).padStart(3, "0") })));
const few = fc.integer({ min: 1, max: 4 });

test("the claim statement takes what the plan of the core says, in its order", async () => {
  await fc.assert(
    fc.asyncProperty(
      rowsOf,
      fc.integer({ min: 0, max: 12 }),
      few,
      few,
      few,
      few,
      async (rows, size, one, two, roundsOne, roundsTwo) => {
        const specs = [
          defineJob({ kind: "x.one", schema: v.unknown(), concurrency: one }),
          defineJob({ kind: "x.two", schema: v.unknown(), concurrency: two }),
        ];
        await database.write([
          sql`delete from job`,
          ...rows.map(
            ({ id, company, kind, priority, runAt, leaseUntil }) =>
              sql`insert into job(company_id, id, kind, priority, run_at, lease, lease_until, payload, created_at)
              values (${company}, ${id}, ${kind}, ${priority}, ${runAt},
                ${leaseUntil === null ? null : "held"}, ${leaseUntil}, '{}', 1)`,
          ),
        ]);
        const rounds = (kind: string): number => (kind === "x.one" ? roundsOne : roundsTwo);
        const kinds = new Map(
          specs.map((spec) => [spec.kind, { ...spec, rounds: rounds(spec.kind) }]),
        );
        const claimed = await claimJobs(database, { lease: "mine", now, size, specs, rounds });
        expect(claimed.map(({ id }) => id)).toEqual(claimPlan(rows, { now, size, kinds }));
        expect(claimed.every(({ leaseUntil }) => leaseUntil === now + 30_000)).toBe(true);
      },
    ),
    { numRuns: 400 },
  );
}, 30_000);
