// One report of a million deals: resident in the engine, and pushed down to a libSQL file and to DuckDB. Wall time from
// the compiled report to the cells; a database does its part in other threads, so CPU time would not tell. The minimum of
// some turns decides. `npm run bench -- pivot-sql`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { unwrap } from "@ennead/core/kernel";
import {
  checkSpec,
  datasetFromColumns,
  planPivot,
  runPivot,
  type Dataset,
  type PivotResult,
  type PivotSpec,
  type Value,
} from "@ennead/core/pivot";
import { compileSql, type SqlRows } from "@ennead/core/pivot/sql";

import { differenceOf } from "../packages/core/test/pivot/compare-sql.ts";
import { openLibsql } from "../packages/edge/test/pivot/sql-database.ts";

const rows = 1_000_000;
const owners = 50;
const days = 365;
const firstDay = Date.UTC(2025, 0, 1) / 86_400_000;
const turns = 3;

const facts = { now: 0 };
const columns = new Map([
  ["owner", { type: "text" }],
  ["closed", { type: "date" }],
  ["at", { type: "timestamp" }],
  ["amount", { type: "decimal", scale: 2 }],
] as const);

/** The column at row `at` of the same million deals everywhere, as SQL and as a number. */
const mixed = (at: number, times: number, modulus: number): number => (at * times) % modulus;

const ownerName = (at: number): string => `Owner ${String(at).padStart(2, "0")}`;

const resident = (): Dataset => {
  const owner = Uint8Array.from({ length: rows }, (_, at) => mixed(at, 7919, owners));
  const day = Int32Array.from({ length: rows }, (_, at) => mixed(at, 104_729, days) + firstDay);
  const amount = Float64Array.from({ length: rows }, (_, at) => mixed(at, 15_485, 999_983) - 1000);
  const instant = Float64Array.from(
    day,
    (value, at) => value * 86_400_000 + mixed(at, 31, 86_400) * 1000,
  );
  return unwrap(
    datasetFromColumns([
      {
        name: "owner",
        type: "text",
        codes: owner,
        dict: Array.from({ length: owners }, (_, at) => ownerName(at)),
      },
      { name: "closed", type: "date", values: day },
      { name: "at", type: "timestamp", values: instant },
      { name: "amount", type: "decimal", scale: 2, values: amount },
    ]),
  );
};

const dayOf = `(n * 104729 % ${days})`;
const fill = {
  libsql: `with recursive c(n) as (select 0 union all select n + 1 from c where n + 1 < ${rows})
    insert into deal select 'c1', printf('Owner %02d', n * 7919 % ${owners}), date('2025-01-01', ${dayOf} || ' days'),
    (${firstDay} + ${dayOf}) * 86400000 + (n * 31 % 86400) * 1000, n * 15485 % 999983 - 1000 from c`,
  duckdb: `insert into deal select 'c1', printf('Owner %02d', n * 7919 % ${owners}),
    strftime(date '2025-01-01' + cast(${dayOf} as integer), '%Y-%m-%d'),
    (${firstDay} + ${dayOf}) * 86400000 + (n * 31 % 86400) * 1000, n * 15485 % 999983 - 1000 from range(${rows}) c(n)`,
};

interface Database {
  readonly dialect: keyof typeof fill;
  readonly run: (sql: string, params: readonly (string | number | bigint)[]) => Promise<SqlRows>;
}

const openDuckdb = async (): Promise<Database> => {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  return {
    dialect: "duckdb",
    run: async (sql, params) => (await connection.runAndReadAll(sql, [...params])).getRows(),
  };
};

const fastest = async (
  work: () => PivotResult | Promise<PivotResult>,
): Promise<{ ms: number; result: PivotResult }> => {
  let [least, last] = [Number.POSITIVE_INFINITY, await work()];
  for (let turn = 0; turn < turns; turn += 1) {
    const start = performance.now();
    last = await work();
    least = Math.min(least, performance.now() - start);
  }
  return { ms: least, result: last };
};

const specOf = (field: string, values: readonly Value[]): PivotSpec => ({
  version: 1,
  source: "deal",
  timeZone: "Europe/Berlin",
  rows: [{ name: "Owner", field: "owner" }],
  cols: [{ name: "Month", field, bucket: { kind: "date", grain: "month" } }],
  values,
});

const sum: Value = { name: "Amount", agg: "sum", field: "amount" };
const reports: Readonly<Record<string, PivotSpec>> = {
  "sum by owner and month of a date": specOf("closed", [sum]),
  "sum by owner and month of an instant in a zone": specOf("at", [sum]),
  "median by owner and month": specOf("closed", [
    { name: "Median", agg: "median", field: "amount" },
  ]),
};

/** Runs the bench and prints its table. */
export const run = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "ennead-"));
  const dataset = resident();
  const databases: Database[] = [
    { ...openLibsql(`file:${join(folder, "deals.db")}`), dialect: "libsql" },
    await openDuckdb(),
  ];
  for (const { dialect, run: execute } of databases) {
    await execute(
      'create table deal (company varchar, owner varchar, closed varchar, "at" bigint, amount bigint)',
      [],
    );
    await execute(fill[dialect], []);
  }
  for (const [name, spec] of Object.entries(reports)) {
    const checked = unwrap(checkSpec(spec, { columns }));
    const engine = await fastest(() => {
      const plan = unwrap(planPivot(checked, dataset, facts));
      return unwrap(runPivot(plan, dataset));
    });
    console.log(`${name}: engine ${engine.ms.toFixed(1)} ms`);
    for (const { dialect, run: execute } of databases) {
      const { queries, decode } = unwrap(
        compileSql(checked, {
          dialect,
          table: "deal",
          columns,
          scope: { sql: "company = ?", params: ["c1"] },
          facts,
        }),
      );
      let [groups, inCore] = [0, 0];
      const pushed = await fastest(async () => {
        const answers: SqlRows[] = [];
        for (const { sql, params } of queries) answers.push(await execute(sql, params));
        const start = performance.now();
        const result = unwrap(decode(answers));
        inCore = performance.now() - start;
        groups = answers.reduce((all, { length }) => all + length, 0);
        return result;
      });
      const wrong = differenceOf(engine.result, pushed.result);
      if (wrong !== undefined) throw new Error(wrong);
      console.log(
        `  ${dialect} ${pushed.ms.toFixed(1)} ms, ${inCore.toFixed(1)} of them after the answer of ${groups} groups`,
      );
    }
  }
  rmSync(folder, { recursive: true, force: true });
};
