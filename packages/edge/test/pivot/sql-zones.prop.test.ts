import { formatInstant } from "@ennead/core/calendar";
import { unwrap } from "@ennead/core/kernel";
import { checkSpec, datasetFromRows, pivot, type Bucket, type PivotSpec } from "@ennead/core/pivot";
import { compileSql } from "@ennead/core/pivot/sql";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { differenceOf } from "../../../core/test/pivot/compare-sql.ts";
import { openLibsql } from "./sql-database.ts";

const columns = new Map([["at", { type: "timestamp" }]] as const);
const minute = 60_000;

/** Instants of a few days, dense enough that many share an hour; half of the days are those at which clocks change. */
const instants = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1972, max: 2045 }), fc.constantFrom(1969, 1971)),
    fc.oneof(fc.nat(365), fc.integer({ min: 85, max: 100 }), fc.integer({ min: 295, max: 310 })),
    fc.array(fc.tuple(fc.nat(3), fc.nat(1440), fc.constantFrom(-1000, 0, 1, 59_000)), {
      minLength: 150,
      maxLength: 250,
    }),
  )
  .map(([year, first, all]) =>
    all.map(([day, at, apart]) => Date.UTC(year, 0, 1 + first + day) + at * minute + apart),
  );

/** Clocks that change by half an hour, at one minute past midnight, over a whole day, by quarters; seconds before 1972; and none. */
const zones = fc.constantFrom(
  "Australia/Lord_Howe",
  "America/St_Johns",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "Africa/Monrovia",
  "UTC",
);

const buckets: fc.Arbitrary<Bucket> = fc.oneof(
  fc.record({
    kind: fc.constant("date" as const),
    grain: fc.constantFrom(
      "year",
      "half",
      "quarter",
      "month",
      "week",
      "isoWeek",
      "day",
      "hour",
      "dayOfWeek",
      "monthOfYear",
      "quarterOfYear",
      "hourOfDay",
    ),
    timeZone: fc.oneof(zones, fc.constantFrom(...Intl.supportedValuesOf("timeZone"))),
  }),
  fc.record({
    kind: fc.constant("fiscal" as const),
    grain: fc.constantFrom("year", "quarter", "month"),
    startMonth: fc.integer({ min: 1, max: 12 }),
    nameBy: fc.constant("end" as const),
    timeZone: zones,
  }),
);

const database = openLibsql();

beforeAll(async () => {
  await database.run("create table moment (at integer)", []);
});

afterAll(() => {
  database.close();
});

test("instants are grouped by the local time of any zone in any year", async () => {
  await fc.assert(
    fc.asyncProperty(instants, buckets, async (all, bucket) => {
      await database.run("delete from moment", []);
      const places = all.map(() => "(?)").join(", ");
      await database.run(`insert into moment values ${places}`, all.map(BigInt));
      const spec: PivotSpec = {
        version: 1,
        source: "moment",
        rows: [{ name: "at", field: "at", bucket }],
        cols: [],
        values: [{ name: "last", agg: "max", field: "at" }],
      };
      const dataset = unwrap(
        datasetFromRows(
          all.map((at) => [formatInstant(at)]),
          [{ name: "at", type: "timestamp" }],
        ),
      );
      const { queries, decode } = unwrap(
        compileSql(unwrap(checkSpec(spec, { columns })), {
          dialect: "libsql",
          table: "moment",
          columns,
          scope: { sql: "1", params: [] },
          facts: { now: 0 },
        }),
      );
      const answers = await Promise.all(
        queries.map(({ sql, params }) => database.run(sql, params)),
      );
      const wanted = unwrap(pivot(spec, dataset, { now: 0 }));
      expect(differenceOf(wanted, unwrap(decode(answers)))).toBeUndefined();
    }),
    { numRuns: 120 },
  );
});
