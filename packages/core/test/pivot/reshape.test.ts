import { lineOf } from "@ennead/core/export";
import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot, reshape, resultTable, type Sort } from "@ennead/core/pivot";
import { expect, test } from "vitest";

const deals = unwrap(
  datasetFromRows(
    [
      ["Ada", "p", "1.00"],
      ["Ada", "q", "9007199254740993.00"],
      ["Ben", "p", "3.00"],
      ["Cem", "q", "9007199254740992.00"],
      ["Dan", "p", "1.00"],
      [null, "p", "2.00"],
    ],
    [
      { name: "owner", type: "text" },
      { name: "stage", type: "text" },
      { name: "amount", type: "decimal", scale: 2 },
    ],
  ),
);

const result = unwrap(
  pivot(
    {
      version: 1,
      source: "deal",
      rows: [
        { name: "owner", field: "owner" },
        { name: "stage", field: "stage" },
      ],
      cols: [{ name: "stage", field: "stage" }],
      values: [{ name: "s", agg: "sum", field: "amount" }],
    },
    deals,
    { now: 0 },
  ),
);

const outer = (sort: Sort): unknown =>
  reshape(result, { rows: [sort] })
    .rows.nodes.filter(({ level }) => level === 1)
    .map(({ path }) => path[0]);

test("by value, members without one come last in both directions, ties by label", () => {
  const by = { by: "value", value: "s", path: ["p"] } as const;
  expect(outer({ ...by, dir: "asc" })).toEqual(["Ada", "Dan", null, "Ben", "Cem"]);
  expect(outer({ ...by, dir: "desc" })).toEqual(["Ben", null, "Ada", "Dan", "Cem"]);
});

test("values that doubles cannot tell apart are still ordered", () => {
  expect(outer({ by: "value", value: "s", dir: "desc", path: ["q"] })).toEqual([
    "Ada",
    "Cem",
    "Ben",
    "Dan",
    null,
  ]);
});

test("by list, members that are not listed follow by label", () => {
  expect(outer({ by: "list", list: ["Dan", null, "nobody"] })).toEqual([
    "Dan",
    null,
    "Ada",
    "Ben",
    "Cem",
  ]);
});

test("a path or a value that is not there leaves the labels in order", () => {
  const labels = ["Ada", "Ben", "Cem", "Dan", null];
  expect(outer({ by: "value", value: "s", dir: "desc", path: ["z"] })).toEqual(labels);
  expect(outer({ by: "value", value: "x", dir: "desc" })).toEqual(labels);
});

test("cells and subtrees move with their members", () => {
  const turned = reshape(result, {
    rows: [{ by: "label", dir: "desc" }],
    cols: [{ by: "label", dir: "desc" }],
  });
  for (const row of turned.rows.nodes) {
    expect(row.parent < row.index).toBe(true);
    const from = result.rows.nodes.find(
      ({ path }) => JSON.stringify(path) === JSON.stringify(row.path),
    );
    for (const col of turned.cols.nodes) {
      const at = result.cols.nodes.find(
        ({ label, level }) => label === col.label && level === col.level,
      );
      expect(turned.cell(row.index, col.index, 0)).toBe(
        result.cell(from?.index ?? -1, at?.index ?? -1, 0),
      );
    }
  }
  expect(reshape(turned, {}).rows).toEqual(result.rows);
});

test("as a table, every line names its members and its total", () => {
  const { columns, rows } = resultTable(result);
  expect(columns.map(({ label }) => label)).toEqual([
    "owner",
    "stage",
    "Total / s",
    "p / s",
    "q / s",
  ]);
  const lines = Array.from(rows, (row) => lineOf(row).cells);
  expect(lines[0]).toEqual(["Total", null, "18014398509481992.00", "7.00", "18014398509481985.00"]);
  expect(lines[1]?.slice(0, 2)).toEqual(["Ada", "Total"]);
  expect(lines[2]?.slice(0, 2)).toEqual(["Ada", "p"]);
  expect(lines.at(-1)).toEqual(["(blank)", "p", "2.00", "2.00", null]);
  expect([...rows]).toHaveLength(lines.length);
});
