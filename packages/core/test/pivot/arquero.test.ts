import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot } from "@ennead/core/pivot";
import { datasetFromTable, tableFromDataset, tableFromResult } from "@ennead/core/pivot/arquero";
import { desc, op, table } from "arquero";
import { expect, test } from "vitest";

const spec = {
  version: 1,
  source: "deal",
  rows: [{ name: "owner", field: "owner" }],
  cols: [{ name: "stage", field: "stage" }],
  values: [
    { name: "sum", agg: "sum", field: "amount" },
    { name: "n", agg: "records" },
  ],
};

const owners = ["Ada", "Ben", "Ada", null, "Ben"];
const stages = ["Won", "Won", "Lost", "Won", "Won"];
const amounts = [1.5, 2, 4, 8, 16];

test("a table's visible rows are pivoted, in its own order", () => {
  const deals = table({ owner: owners, stage: stages, amount: amounts })
    .filter((row: { amount: number }) => row.amount < 10)
    .orderby(desc("amount"));
  const dataset = unwrap(datasetFromTable(deals));
  expect(dataset.rows).toBe(4);
  expect([...(dataset.columns.get("amount")?.values ?? [])]).toEqual([8, 4, 2, 1.5]);
  expect(unwrap(pivot(spec, dataset, { now: 0 })).cell(0, 0, 0)).toBe(15.5);
});

test("types follow from the values, or from the schema", () => {
  const deals = table({
    text: ["a", null],
    flag: [true, false],
    whole: [1, 2],
    part: [1, 2.5],
    big: [1n, 2n],
    at: [new Date("2024-01-31T12:00:00Z"), new Date(Number.NaN)],
    amount: ["1.50", "2"],
  });
  const { columns } = unwrap(
    datasetFromTable(deals, [{ name: "amount", type: "decimal", scale: 2 }]),
  );
  expect([...columns.values()].map(({ type }) => type)).toEqual([
    "text",
    "bool",
    "int",
    "float",
    "int64",
    "timestamp",
    "decimal",
  ]);
  expect(columns.get("at")?.values?.[0]).toBe(Date.parse("2024-01-31T12:00:00Z"));
  expect(columns.get("at")?.validity?.[0]).toBe(0b1111_1101);
});

test("a column of several types is refused by name", () => {
  expect(datasetFromTable(table({ x: [1, "1"] }))).toMatchObject({
    ok: false,
    error: { code: "pivot/mixed-column", path: ["x"] },
  });
});

test("the result as a table holds what arquero itself computes", () => {
  const deals = table({ owner: owners, stage: stages, amount: amounts });
  const result = unwrap(pivot(spec, unwrap(datasetFromTable(deals)), { now: 0 }));
  const wanted = deals
    .groupby("owner", "stage")
    .rollup({ sum: op.sum("amount"), n: op.count() })
    .objects();
  const found = tableFromResult(result).objects();
  expect(found).toHaveLength(wanted.length);
  expect(found).toEqual(expect.arrayContaining(wanted));
});

test("level and measure of one name become two columns", () => {
  const dataset = unwrap(datasetFromTable(table({ n: ["a"] })));
  const result = pivot(
    {
      version: 1,
      source: "x",
      rows: [{ name: "n", field: "n" }],
      cols: [{ name: "n", field: "n" }],
      values: [{ name: "n", agg: "records" }],
    },
    dataset,
    { now: 0 },
  );
  expect(tableFromResult(unwrap(result)).columnNames()).toEqual(["n", "n 2", "n 3"]);
});

test("a data set as a table has plain values", () => {
  const dataset = unwrap(
    datasetFromRows(
      [
        ["a", "1.50", "9007199254740993", "2024-01-31", "2024-01-31T00:00:00Z", true, "1e25"],
        [null, null, null, null, null, null, null],
      ],
      [
        { name: "text", type: "text" },
        { name: "amount", type: "decimal", scale: 2 },
        { name: "big", type: "int64" },
        { name: "day", type: "date" },
        { name: "at", type: "timestamp" },
        { name: "flag", type: "bool" },
        { name: "huge", type: "decimal", scale: 2 },
      ],
    ),
  );
  expect(tableFromDataset(dataset).objects()).toEqual([
    {
      text: "a",
      amount: 1.5,
      big: 9_007_199_254_740_993n,
      day: "2024-01-31",
      at: Date.UTC(2024, 0, 31),
      flag: true,
      huge: 1e25,
    },
    { text: null, amount: null, big: null, day: null, at: null, flag: null, huge: null },
  ]);
});
