import { unwrap } from "@ennead/core/kernel";
import { checkSpec } from "@ennead/core/pivot";
import { compileSql } from "@ennead/core/pivot/sql";
import { afterAll, beforeAll, expect, test } from "vitest";

import { compareSql, createTable } from "../../../core/test/pivot/compare-sql.ts";
import { openPostgres } from "./postgres-database.ts";

let database: Awaited<ReturnType<typeof openPostgres>>;

beforeAll(async () => {
  database = await openPostgres();
  await createTable(database);
});
afterAll(() => database.close());

test("PostgreSQL answers reports with the cells of the engine", async () => {
  for (const [levels, reports] of [
    [2, 60],
    [5, 10],
  ] as const) {
    const found = await compareSql(database, { reports, seed: 11, levels });
    expect(found.failure).toBeUndefined();
    expect([...found.refused]).toEqual([]);
    expect(found.compiled).toBe(reports);
  }
});

test("its statements number what they bind, whatever stands between quotes", async () => {
  const columns = new Map([
    ["stage", { type: "text", column: 'the "stage"?' }],
    ["score", { type: "float", sql: "case when t.kind = '?' then 1.5 else 0.5 end" }],
    ["amount", { type: "int" }],
  ] as const);
  const spec = unwrap(
    checkSpec(
      {
        version: 1,
        source: "deal",
        filter: ["and", ["contains", "stage", "?"], ["<", "amount", 1.5], [">", "amount", 0]],
        rows: [{ name: "Stage", field: "stage" }],
        cols: [],
        values: [{ name: "Score", agg: "max", field: "score" }],
      },
      { columns },
    ),
  );
  const { queries, decode } = unwrap(
    compileSql(spec, {
      dialect: "postgres",
      table: "deal",
      columns,
      scope: { sql: "t.company = ?", params: ["c1"] },
      facts: { now: 0 },
    }),
  );
  const [query] = queries;
  expect(query?.sql.match(/\$\d+::[a-z ]*[a-z]/g)).toEqual([
    "$1::text",
    "$2::text",
    "$3::double precision",
    "$4::bigint",
  ]);
  expect(query?.sql).toContain(`t."the ""stage""?") collate "C"`);
  await database.run(
    `create table deal (company text, "the ""stage""?" text, kind text, amount bigint)`,
    [],
  );
  await database.run(
    `insert into deal values ('c1', 'Won?', '?', 1), ('c1', 'Lost', '?', 1), ('c2', 'Won?', 'x', 1)`,
    [],
  );
  const report = unwrap(decode([await database.run(query?.sql ?? "", query?.params ?? [])]));
  expect(report.rows.nodes.map(({ label }) => label)).toEqual(["", "Won?"]);
  expect(report.cell(0, 0, 0)).toBe(1.5);
});
