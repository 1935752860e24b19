import { crossTable } from "@ennead/core/chart";
import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot, type Dim, type PivotResult } from "@ennead/core/pivot";
import { expect, test } from "vitest";

const deals = unwrap(
  datasetFromRows(
    [
      ["East", "Won", "2024-01-15", "10"],
      ["East", "Lost", "2024-04-02", "5"],
      ["West", "Won", "2024-01-20", "3"],
      [null, "Won", null, "1"],
    ],
    [
      { name: "region", type: "text" },
      { name: "stage", type: "text" },
      { name: "closed", type: "date" },
      { name: "amount", type: "decimal", scale: 0 },
    ],
  ),
);

const run = (rows: readonly Dim[], cols: readonly Dim[]): PivotResult =>
  unwrap(
    pivot(
      {
        version: 1,
        source: "deal",
        rows: [...rows],
        cols: [...cols],
        values: [
          { name: "sum", agg: "sum", field: "amount" },
          { name: "n", agg: "records" },
        ],
      },
      deals,
      { now: 0 },
    ),
  );

const region: Dim = { name: "region", field: "region" };
const stage: Dim = { name: "stage", field: "stage" };
const month: Dim = {
  name: "month",
  field: "closed",
  bucket: { kind: "date", grain: "month" },
};

const cross = (result: PivotResult, own: Partial<Parameters<typeof crossTable>[1]> = {}) =>
  crossTable(result, {
    rowLabel: (node) => result.rows.nodes[node]?.label || "(empty)",
    colLabel: (node) => result.cols.nodes[node]?.label ?? "",
    measures: [{ name: "Amount", additive: true }, { name: "Deals" }],
    ...own,
  });

test("leaves of the rows are categories, leaves of the columns times measures are series", () => {
  const result = run([region], [stage]);
  const { table, rows, series } = cross(result);
  expect(table.categories).toEqual(["East", "West", "(empty)"]);
  expect(
    table.series.map(({ name, values, measure, group }) => [name, values, measure, group]),
  ).toEqual([
    ["Lost › Amount", [5, null, null], 0, 0],
    ["Lost › Deals", [1, 0, 0], 1, 0],
    ["Won › Amount", [10, 3, 1], 0, 1],
    ["Won › Deals", [1, 1, 1], 1, 1],
  ]);
  expect(table.groups).toEqual(["Lost", "Won"]);
  // A mark leads back to the cell.
  const place = series[2];
  expect(result.cell(rows[1] ?? -1, place?.col ?? -1, place?.measure ?? -1)).toBe("3");
});

test("without rows the total is the only category", () => {
  expect(cross(run([], [])).table).toMatchObject({
    categories: ["(empty)"],
    series: [
      { name: "Amount", values: [19] },
      { name: "Deals", values: [4] },
    ],
  });
});

test("months without records have places, the empty member comes after them", () => {
  const { table, rows } = cross(run([month], []), { grain: "month" });
  expect(table.categories).toEqual(["2024-01", "2024-02", "2024-03", "2024-04", "(empty)"]);
  expect(table.series[0]?.values).toEqual([13, null, null, 5, 1]);
  expect(rows.map((row) => row === null)).toEqual([false, true, true, false, false]);
  expect(table.isTime).toBe(true);
});

test("months in another order are names like any other", () => {
  const desc: Dim = { ...month, sort: { by: "label", dir: "desc" } };
  const { table } = cross(run([desc], []), { grain: "month" });
  expect(table.categories).toEqual(["2024-04", "2024-01", "(empty)"]);
  expect(table.isTime).toBeUndefined();
});

const dated = (
  labels: readonly string[],
  grain: "year" | "half" | "quarter" | "week" | "isoWeek" | "day",
) =>
  crossTable(
    {
      rows: {
        levels: ["d"],
        nodes: [
          { index: 0, size: labels.length + 1, kind: "total", isNull: false, level: 0, path: [] },
          ...labels.map((label, at) => ({
            index: at + 1,
            size: 1,
            kind: "member" as const,
            isNull: false,
            level: 1,
            path: [label],
          })),
        ],
      },
      cols: {
        levels: [],
        nodes: [{ index: 0, size: 1, kind: "total", isNull: false, level: 0, path: [] }],
      },
      measures: [{}],
      cell: () => 1,
    },
    {
      rowLabel: (node) => labels[node - 1] ?? "",
      colLabel: () => "",
      measures: [{ name: "n" }],
      grain,
    },
  ).table.categories;

test("places of every running grain", () => {
  expect(dated(["2022", "2024"], "year")).toEqual(["2022", "2023", "2024"]);
  expect(dated(["2023-H2", "2024-H2"], "half")).toEqual(["2023-H2", "2024-H1", "2024-H2"]);
  expect(dated(["2023-Q4", "2024-Q2"], "quarter")).toEqual(["2023-Q4", "2024-Q1", "2024-Q2"]);
  expect(dated(["2020-W53", "2021-W02"], "isoWeek")).toEqual(["2020-W53", "2021-W01", "2021-W02"]);
  expect(dated(["2024-02-28", "2024-03-01"], "day")).toEqual([
    "2024-02-28",
    "2024-02-29",
    "2024-03-01",
  ]);
  // Weeks begin on the day they began on: here a Sunday.
  expect(dated(["2024-01-07", "2024-01-21"], "week")).toEqual([
    "2024-01-07",
    "2024-01-14",
    "2024-01-21",
  ]);
});

test("dates that are none, or centuries apart, are names", () => {
  expect(dated(["a", "b"], "day")).toEqual(["a", "b"]);
  expect(dated(["1700-01-01", "2024-01-01"], "day")).toEqual(["1700-01-01", "2024-01-01"]);
});
