import { expressions } from "@ennead/core/expression";
import { unwrap } from "@ennead/core/kernel";
import {
  checkSpec,
  datasetFromRows,
  explainCell,
  planPivot,
  recordsOf,
  runPivot,
  type Explanation,
} from "@ennead/core/pivot";
import { expect, test } from "vitest";

const deals = unwrap(
  datasetFromRows(
    [
      ["Ada", "Won", "10.00", "2026-01-05"],
      ["Ada", "Lost", "-40.00", "2026-01-06"],
      ["Ben", "Won", "30.00", "2026-02-07"],
      ["Cem", "Won", null, "2026-02-08"],
      [null, "Won", "5.00", "2026-02-09"],
    ],
    [
      { name: "owner", type: "text" },
      { name: "stage", type: "text" },
      { name: "amount", type: "decimal", scale: 2 },
      { name: "closed", type: "date" },
    ],
  ),
);
const facts = { now: 0, expressions };
const spec = {
  version: 1,
  source: "deal",
  rows: [{ name: "Owner", field: "owner", top: { n: 1, by: "Won" } }],
  cols: [{ name: "Month", field: "closed", bucket: { kind: "date", grain: "month" } }],
  values: [
    { name: "Won", agg: "sum", field: "amount", where: ["=", "stage", "Won"] },
    { name: "All deals", agg: "records" },
    { name: "Mean", formula: 'Won / field("All deals") + 0' },
    { name: "Share", showAs: "pctCol", of: "Won" },
    { name: "Change", showAs: "diff", of: "Won" },
  ],
};
const plan = unwrap(
  planPivot(unwrap(checkSpec(spec, { columns: deals.columns, expressions })), deals, facts),
);
const result = unwrap(runPivot(plan, deals));

const explain = (row: number, col: number, measure: number): Explanation => {
  const found = explainCell(plan, result, row, col, measure);
  if (found === undefined) throw new Error("no cell");
  return found;
};

test("a cell tells its path, its records and how many of them its own condition keeps", () => {
  // Ben is the top; the rest is Others.
  expect(result.rows.nodes.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
    "total ",
    "member Ben",
    "others ",
  ]);
  const others = explain(2, 1, 0);
  expect(others).toMatchObject({ value: "10.00", records: 2, counted: 1 });
  expect(others.path).toEqual([
    { axis: "rows", level: "Owner", field: "owner", kind: "others", member: null },
    { axis: "cols", level: "Month", field: "closed", kind: "member", member: "2026-01" },
  ]);
});

test("a total names the records and members that bring most, whatever their sign", () => {
  const total = explain(0, 0, 0);
  expect(total.topRecords).toEqual([
    { row: 2, value: "30.00" },
    { row: 0, value: "10.00" },
    { row: 4, value: "5.00" },
  ]);
  expect(total.topMembers.map(({ kind, member, value }) => [kind, member, value])).toEqual([
    ["member", "Ben", "30.00"],
    ["others", null, "15.00"],
  ]);
  expect(total.topMembers.map(({ share }) => share)).toEqual([30 / 45, 15 / 45]);
});

test("a formula comes with the numbers of the cell put in", () => {
  expect(explain(0, 0, 2).formula).toEqual([
    { kind: "value", name: "Won", value: "45.00" },
    { kind: "text", text: " / " },
    { kind: "value", name: "All deals", value: 5 },
    { kind: "text", text: " + 0" },
  ]);
});

test("a share names the total it was divided by, a difference the cell before", () => {
  expect(explain(1, 2, 3).shown).toEqual({
    of: "Won",
    value: "30.00",
    compared: [{ role: "colTotal", row: 0, col: 2, value: "35.00" }],
  });
  expect(explain(0, 2, 4).shown?.compared).toEqual([
    { role: "previous", row: 0, col: 1, value: "10.00" },
  ]);
  expect(explain(0, 1, 4).shown?.compared).toEqual([]);
});

test("records of a measure are those of its own condition", () => {
  expect([...recordsOf(plan, [], ["2026-01"], { value: "Won" }).rows]).toEqual([0]);
  expect([...recordsOf(plan, [{ others: true }], []).rows]).toEqual([0, 1, 3, 4]);
  expect(recordsOf(plan, ["nobody"], []).total).toBe(0);
  expect(explainCell(plan, result, 9, 0, 0)).toBeUndefined();
});
