import { csv, lineOf } from "@ennead/core/export";
import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot, resultTable, type PivotResult } from "@ennead/core/pivot";
import { describe, expect, test } from "vitest";

const deals = unwrap(
  datasetFromRows(
    [
      ["Ada", 1, "north", "won", "10.50"],
      ["Ada", 2, "north", "lost", "4.00"],
      ["Ben", 1, "south", "won", "7.25"],
      [null, 1, "south", "won", "1.00"],
      ["Others", 3, "south", "lost", "0.10"],
    ],
    [
      { name: "owner", type: "text" },
      { name: "score", type: "int" },
      { name: "region", type: "text" },
      { name: "stage", type: "text" },
      { name: "amount", type: "decimal", scale: 2 },
    ],
  ),
);

const dim = (name: string): { name: string; field: string } => ({ name, field: name });

const report = (spec: object): PivotResult =>
  unwrap(
    pivot(
      {
        version: 1,
        source: "deal",
        rows: [],
        cols: [],
        values: [{ name: "sum", agg: "sum", field: "amount" }],
        ...spec,
      },
      deals,
      { now: 0 },
    ),
  );

describe("headings", () => {
  test("span what they stand above, the subtotal of a member first", () => {
    const { headings, columns } = resultTable(
      report({
        rows: [dim("owner")],
        cols: [dim("region"), dim("stage")],
        values: [
          { name: "sum", agg: "sum", field: "amount" },
          { name: "n", agg: "records" },
        ],
      }),
    );
    expect(headings?.[0]).toEqual([
      { text: "owner", rowSpan: 3 },
      { text: "Total", colSpan: 2, rowSpan: 2 },
      { text: "north", colSpan: 6 },
      { text: "south", colSpan: 6 },
    ]);
    expect(headings?.[1]?.map(({ text }) => text)).toEqual([
      "Total",
      "lost",
      "won",
      "Total",
      "lost",
      "won",
    ]);
    expect(headings?.[2]).toHaveLength(14);
    expect(columns.slice(1, 6).map(({ kind, level }) => [kind, level])).toEqual([
      ["total", 0],
      ["total", 0],
      ["subtotal", 0],
      ["subtotal", 0],
      ["member", 1],
    ]);
  });

  test("cover each column once in each row", () => {
    const { headings, columns } = resultTable(
      report({ rows: [dim("owner"), dim("score")], cols: [dim("region"), dim("stage")] }),
    );
    const area = (headings ?? [])
      .flat()
      .reduce((sum, { colSpan = 1, rowSpan = 1 }) => sum + colSpan * rowSpan, 0);
    expect(area).toBe(columns.length * (headings?.length ?? 0));
  });

  test("of a report without columns are the names of its measures", () => {
    const { headings } = resultTable(report({ rows: [dim("owner")] }));
    expect(headings).toEqual([[{ text: "owner", rowSpan: 1 }, { text: "sum" }]]);
  });
});

describe("lines", () => {
  test("tell totals, subtotals and members apart, and how deep they stand", () => {
    const { rows } = resultTable(report({ rows: [dim("owner"), dim("score")] }));
    const lines = Array.from(rows, lineOf);
    expect(lines.slice(0, 4)).toEqual([
      { cells: ["Total", null, "22.85"], level: 0, kind: "total" },
      { cells: ["Ada", "Total", "14.50"], level: 0, kind: "subtotal" },
      { cells: ["Ada", 1, "10.50"], level: 1, kind: "member" },
      { cells: ["Ada", 2, "4.00"], level: 1, kind: "member" },
    ]);
  });

  test("keep the rest group from a member of its name, and word it and the empty member", () => {
    const top = { n: 2, by: "sum", others: true };
    const { rows } = resultTable(report({ rows: [{ ...dim("owner"), top }] }), {
      words: { others: "Übrige", empty: "(leer)" },
    });
    const lines = Array.from(rows, lineOf);
    expect(lines.map(({ cells, kind }) => [cells[0], kind])).toEqual([
      ["Total", "total"],
      ["Ada", "member"],
      ["Ben", "member"],
      ["Übrige", "others"],
    ]);
    const all = Array.from(
      resultTable(report({ rows: [dim("owner")] }), { words: { empty: "(leer)" } }).rows,
      lineOf,
    );
    expect(all.at(-1)?.cells[0]).toBe("(leer)");
    expect(all.map(({ kind }) => kind)).not.toContain("others");
  });
});

test("looks reach levels and measures: labels, currency, shares", () => {
  const { columns, headings } = resultTable(
    report({ rows: [dim("owner")], cols: [dim("region")] }),
    {
      title: "Deals",
      look: (name) =>
        name === "sum" ? { label: "Won", currency: "EUR" } : { label: name.toUpperCase() },
    },
  );
  expect(columns[0]).toEqual({ name: "owner", label: "OWNER", type: "text" });
  expect(columns[1]).toMatchObject({ label: "Total / Won", currency: "EUR", scale: 2 });
  expect(headings?.[0]?.[0]?.text).toBe("OWNER");
  expect(headings?.at(-1)?.map(({ text }) => text)).toEqual(["Won", "Won", "Won"]);
});

test("measures are shown with their own digits: counts none, averages two", () => {
  const { columns } = resultTable(
    report({
      values: [
        { name: "n", agg: "records" },
        { name: "sum", agg: "sum", field: "amount" },
        { name: "first", agg: "min", field: "score" },
      ],
    }),
  );
  expect(columns.map(({ type, scale }) => [type, scale])).toEqual([
    ["number", 0],
    ["decimal", 2],
    ["number", 0],
  ]);
});

test("a report of nothing is still a table", () => {
  const table = resultTable(report({ rows: [dim("owner")], filter: ["=", "owner", "nobody"] }));
  expect(csv(table)).toBe('"owner","sum"\r\n"Total",\r\n');
});
