import { expressions } from "@ennead/core/expression";
import type { Filter } from "@ennead/core/filter";
import { unwrap, type Fault, type Result } from "@ennead/core/kernel";
import {
  checkSpec,
  datasetFromRows,
  pivot,
  type Dataset,
  type PivotFacts,
  type PivotResult,
  type PivotSpec,
  type Value,
} from "@ennead/core/pivot";
import {
  compileSql,
  type CompiledPivot,
  type SqlPivotColumn,
  type SqlPivotOptions,
} from "@ennead/core/pivot/sql";
import { createClient, type Client, type InValue } from "@libsql/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { compareSql, createTable, differenceOf } from "../../../core/test/pivot/compare-sql.ts";
import { openLibsql } from "./sql-database.ts";

const columns: ReadonlyMap<string, SqlPivotColumn> = new Map([
  ["owner", { type: "text", column: 'the "owner"' }],
  ["stage", { type: "text" }],
  ["amount", { type: "decimal", scale: 2 }],
  ["currency", { type: "text" }],
  ["closed", { type: "date" }],
  ["at", { type: "timestamp", sql: "at * 1000" }],
  ["huge", { type: "decimal", scale: 2, text: true }],
  ["score", { type: "float" }],
]);

const records = [
  [
    "Ada",
    "Won",
    "10.50",
    "EUR",
    "2026-01-31",
    "2026-03-29T00:59:59Z",
    "99999999999999999999.99",
    1.5,
  ],
  ["Ada", "Lost", "4.00", "EUR", "2026-05-02", "2026-03-29T01:00:00Z", "0.25", null],
  ["Ben", "Won", "2.25", "USD", "2026-02-14", "1975-06-01T22:30:00Z", "7.00", 0.1],
  [null, "Won", null, null, "2026-02-15", "2026-10-25T00:30:00Z", null, 0.2],
  ["Cara", "Open", "-1.00", "EUR", null, "2026-10-25T01:30:00Z", "7.00", 0.3],
  ["Ben", "Open", "8.00", "EUR", "2025-12-31", null, null, 1e16],
] as const;

const dataset: Dataset = unwrap(
  datasetFromRows(
    records.map((row) => [...row]),
    [...columns].map(([name, { type, scale }]) => ({
      name,
      type,
      ...(scale === undefined ? {} : { scale }),
    })),
  ),
);

const people: Dataset = unwrap(
  datasetFromRows(
    [
      ["Ada", "North"],
      ["Ben", "South"],
    ],
    [
      { name: "name", type: "text" },
      { name: "team", type: "text" },
    ],
  ),
);

const facts: PivotFacts = { now: 0, expressions, datasets: new Map([["person", people]]) };

const value: Value = { name: "Amount", agg: "sum", field: "amount" };

const base: PivotSpec = {
  version: 1,
  source: "deal",
  rows: [{ name: "Owner", field: "owner" }],
  cols: [{ name: "Month", field: "closed", bucket: { kind: "date", grain: "month" } }],
  values: [value],
};

let db: Client;

beforeAll(async () => {
  db = createClient({ url: ":memory:", intMode: "bigint" });
  await db.execute(
    'create table "deal" (id integer primary key, company text, "the ""owner""" text, stage text, amount integer, currency text, closed text, at integer, huge text, score real)',
  );
  for (const company of ["mine", "other"]) {
    for (const [owner, stage, amount, currency, closed, at, huge, score] of records) {
      const args: InValue[] = [
        company,
        owner,
        company === "mine" ? stage : "Foreign",
        amount === null ? null : Math.round(Number(amount) * 100),
        currency,
        closed,
        at === null ? null : Date.parse(at) / 1000,
        huge,
        score,
      ];
      await db.execute({
        sql: `insert into deal values (null, ${args.map(() => "?").join(", ")})`,
        args,
      });
    }
  }
});

afterAll(() => {
  db.close();
});

const compile = (
  spec: PivotSpec,
  options: Partial<SqlPivotOptions> = {},
): Result<CompiledPivot> => {
  const joined = new Map([["person", people]]);
  const checked = checkSpec(spec, { columns, expressions, joined });
  if (!checked.ok) throw new Error(checked.error[0]?.message);
  return compileSql(checked.value, {
    dialect: "libsql",
    table: "deal",
    columns,
    scope: { sql: "company = ? or ?", params: ["mine", 0] },
    order: "id",
    facts,
    ...options,
  });
};

const answer = async ({ queries, decode }: CompiledPivot): Promise<Result<PivotResult>> => {
  const answers = await db.batch(
    queries.map(({ sql, params }) => ({ sql, args: [...params] })),
    "read",
  );
  return decode(answers.map(({ rows }) => rows));
};

/** What the database says differently from the engine; undefined where they agree. */
const difference = async (spec: PivotSpec): Promise<string | undefined> =>
  differenceOf(unwrap(pivot(spec, dataset, facts)), unwrap(await answer(unwrap(compile(spec)))));

const codeOf = (result: Result<unknown, Fault>): string => (result.ok ? "" : result.error.code);

/** What a sum of scores under a condition on a joined field warns of. */
const warningsOf = async (team: string): Promise<readonly string[]> => {
  const spec: PivotSpec = {
    ...base,
    cols: [],
    joins: [{ as: "who", source: "person", left: "owner", right: "name" }],
    values: [{ name: "Score", agg: "sum", field: "score", where: ["=", "who.team", team] }],
  };
  const scope = { sql: "company = ?", params: ["team"] };
  const result = unwrap(await answer(unwrap(compile(spec, { scope }))));
  return result.warnings.map(({ code }) => code);
};

describe("a report pushed down to libSQL", () => {
  test("has the engine's labels, orders, cells and warnings for random specs over random records", async () => {
    const database = openLibsql();
    await createTable(database);
    for (const levels of [2, 5]) {
      const found = await compareSql(database, { reports: 60, seed: 24 + levels, levels });
      expect(found.failure).toBeUndefined();
      expect(found.compiled).toBe(60);
      expect(found.cells).toBeGreaterThan(500);
    }
    database.close();
  });

  test("shows only rows in scope, whatever the spec filters", async () => {
    const spec: PivotSpec = {
      ...base,
      filter: ["or", ["=", "stage", "Foreign"], ["isNull", "owner"]],
      rows: [{ name: "Stage", field: "stage", fill: "all" }],
    };
    const result = unwrap(await answer(unwrap(compile(spec))));
    expect(result.rows.nodes.map(({ label }) => label)).toEqual(["", "Lost", "Open", "Won"]);
    expect(result.recordsAt(0, 0)).toBe(1);
  });

  test("answers a sum by states of groups, not by records", () => {
    const { queries } = unwrap(compile(base));
    expect(queries).toHaveLength(1);
    expect(queries[0]?.sql).toMatch(/group by c0, substr\(c1, 1, 7\) limit/);
  });

  test.each<[string, Partial<PivotSpec>]>([
    [
      "a sum that must agree on its currency",
      {
        values: [{ name: "Amount", agg: "sum", field: "amount", currency: "currency" }],
      },
    ],
    [
      "months of a zone on both sides of a change of clocks and before 1980",
      {
        timeZone: "Europe/Berlin",
        cols: [{ name: "Hour", field: "at", bucket: { kind: "date", grain: "hour" } }],
      },
    ],
    [
      "a filter over a calculated field and one over a joined one",
      {
        joins: [{ as: "who", source: "person", left: "owner", right: "name" }],
        fields: [{ name: "double", formula: "amount * 2" }],
        filter: ["and", [">", "double", "5"], ["!=", "who.team", "South"], ["!=", "stage", "Open"]],
        values: [
          { name: "Teams", agg: "distinct", field: "who.team" },
          { name: "Sum", agg: "sum", field: "double", where: ["=", "who.team", "North"] },
          { name: "Records", agg: "records", where: ["notNull", "who.team"] },
        ],
      },
    ],
    [
      "amounts beyond 64 bits",
      {
        filter: [">", "huge", "1"],
        values: [
          { name: "Sum", agg: "sum", field: "huge" },
          { name: "Average", agg: "avg", field: "huge" },
          { name: "Most", agg: "max", field: "huge" },
        ],
      },
    ],
    [
      "sums of floats, compensated like the engine's",
      {
        cols: [],
        values: [{ name: "Score", agg: "sum", field: "score" }],
      },
    ],
    [
      "the first and the last record by two fields",
      {
        values: [
          { name: "First", agg: "first", field: "stage", orderBy: ["currency", "closed"] },
          { name: "Last", agg: "last", field: "stage", orderBy: ["currency"] },
          { name: "Last of large", agg: "last", field: "stage", orderBy: ["huge"] },
        ],
      },
    ],
    [
      "the top, the others and shares of them",
      {
        rows: [{ name: "Owner", field: "owner", top: { n: 1, by: "Amount" } }],
        values: [...base.values, { name: "Share", showAs: "pctCol", of: "Amount" }],
      },
    ],
    [
      "bins of floats at an edge that no double has",
      {
        rows: [
          { name: "Score", field: "score", bucket: { kind: "bins", edges: ["0.1", "0.3", 2] } },
        ],
      },
    ],
  ])("agrees with the engine about %s", async (_, part) => {
    expect(await difference({ ...base, ...part })).toBeUndefined();
  });

  test("warns of numbers that are not finite only where the report reads them", async () => {
    await db.execute(
      "insert into deal (company, stage, score) values ('inf', 'Won', 9e999), ('inf', 'Lost', 1)",
    );
    const spec: PivotSpec = {
      ...base,
      cols: [],
      values: [{ name: "Score", agg: "avg", field: "score", where: ["=", "stage", "Won"] }],
    };
    const scope = { sql: "company = ?", params: ["inf"] };
    const warned = unwrap(await answer(unwrap(compile(spec, { scope }))));
    expect(warned.warnings.map(({ code }) => code)).toEqual(["non-finite"]);
    expect(warned.cell(0, 0, 0)).toBeNull();
    const lost: PivotSpec = { ...spec, filter: ["=", "stage", "Lost"] };
    expect(unwrap(await answer(unwrap(compile(lost, { scope })))).warnings).toEqual([]);
  });

  test("warns of them under a condition that only the engine can judge", async () => {
    await db.execute(
      `insert into deal (company, "the ""owner""", score) values ('team', 'Ada', 1), ('team', 'Ben', 9e999)`,
    );
    expect(await warningsOf("North")).toEqual([]);
    expect(await warningsOf("South")).toEqual(["non-finite"]);
  });

  test("binds a condition once a query, however many measures have it", async () => {
    const where: Filter = ["in", "stage", Array.from({ length: 900 }, (_, at) => `Stage ${at}`)];
    const spec: PivotSpec = {
      ...base,
      values: Array.from({ length: 50 }, (_, at) => ({ ...value, name: `v${at}`, where })),
    };
    for (const { params } of unwrap(compile(spec)).queries) expect(params.length).toBe(902);
    expect(await difference(spec)).toBeUndefined();
  });

  test("fails on a column that the table does not have, instead of reading its name", async () => {
    const wrong = new Map([...columns, ["stage", { type: "text", column: "stages" } as const]]);
    const spec: PivotSpec = { ...base, rows: [{ name: "Stage", field: "stage" }] };
    await expect(answer(unwrap(compile(spec, { columns: wrong })))).rejects.toThrow(/stages/);
  });

  test("is refused with an answer missing, and with values that its columns cannot hold", () => {
    const { decode } = unwrap(compile(base));
    expect(codeOf(decode([]))).toBe("pivot/bad-value");
    expect(codeOf(decode([[["1", 0, null, "Ada", "no day", 1, "1", "0"]]]))).toBe(
      "pivot/bad-value",
    );
  });

  test("binds every value of a spec", () => {
    const hostile = "'); drop table deal; --";
    const spec: PivotSpec = {
      ...base,
      filter: ["=", "stage", hostile],
      rows: [
        {
          name: hostile,
          field: "owner",
          bucket: { kind: "map", groups: [[hostile, [hostile]]], rest: hostile },
        },
      ],
      values: [{ name: hostile, agg: "records", where: ["contains", "stage", hostile] }],
    };
    for (const { sql } of unwrap(compile(spec)).queries) expect(sql).not.toContain("drop");
  });

  test("is refused by name where nothing orders first and last, or where a column is missing", () => {
    const first: PivotSpec = {
      ...base,
      values: [{ name: "First", agg: "first", field: "stage", orderBy: ["closed"] }],
    };
    const checked = unwrap(checkSpec(first, { columns }));
    const options = {
      dialect: "libsql",
      table: "deal",
      columns,
      scope: { sql: "1", params: [] },
      facts,
    } as const;
    const unordered = compileSql(checked, options);
    expect(codeOf(unordered)).toBe("pivot/not-in-sql");
    expect(unordered.ok ? "" : unordered.error.message).toContain('"First"');
    const fewer = new Map([...columns].filter(([name]) => name !== "stage"));
    const missing = compileSql(checked, { ...options, columns: fewer });
    expect(missing.ok ? "" : missing.error.message).toContain('"stage"');
  });

  test("is refused when the database has more groups than it may answer with", async () => {
    const compiled = unwrap(compile(base, { mostGroups: 3 }));
    expect(codeOf(await answer(compiled))).toBe("pivot/too-many-groups");
    const medians: PivotSpec = {
      ...base,
      rows: [],
      cols: [],
      values: [{ name: "m", agg: "median", field: "amount" }],
    };
    expect(codeOf(await answer(unwrap(compile(medians, { mostGroups: 4 }))))).toBe(
      "pivot/too-many-groups",
    );
  });
});
