import { unwrap } from "@ennead/core/kernel";
import {
  checkSpec,
  datasetFromRows,
  pivot,
  planPivot,
  runPivot,
  type ColumnSchema,
  type Dataset,
  type PivotResult,
  type Value,
} from "@ennead/core/pivot";
import { describe, expect, test } from "vitest";

const schema: readonly ColumnSchema[] = [
  { name: "owner", type: "text" },
  { name: "stage", type: "text" },
  { name: "amount", type: "decimal", scale: 2 },
  { name: "score", type: "float" },
];

const dataset = (rows: readonly unknown[][]): Dataset => unwrap(datasetFromRows(rows, schema));

const report = (rows: readonly unknown[][], values: readonly Value[], part = {}): PivotResult =>
  unwrap(
    pivot(
      {
        version: 1,
        source: "deal",
        rows: [{ name: "owner", field: "owner" }],
        cols: [{ name: "stage", field: "stage" }],
        values,
        ...part,
      },
      dataset(rows),
      { now: 0 },
    ),
  );

const sumOf = (field: string): Value => ({ name: "s", agg: "sum", field });

const sixLevels = (axis: string): object[] =>
  Array.from({ length: 6 }, (_, at) => ({
    name: `${axis}${at}`,
    field: at % 2 === 0 ? "owner" : "stage",
  }));

describe("totals", () => {
  test("an average in a total is that of the records, not of the averages", () => {
    const result = report(
      [
        ["Ada", "Won", "1.00", null],
        ["Ada", "Won", "1.00", null],
        ["Ada", "Won", "1.00", null],
        ["Ben", "Won", "5.00", null],
      ],
      [{ name: "a", agg: "avg", field: "amount" }],
    );
    expect(result.cell(0, 0, 0)).toBe(2);
  });

  test("a distinct count in a total is that of the union", () => {
    const result = report(
      [
        ["Ada", "Won", "1.00", null],
        ["Ben", "Lost", "1", null],
        ["Ben", "Won", "2.00", null],
      ],
      [{ name: "d", agg: "distinct", field: "amount" }],
    );
    expect([result.cell(0, 0, 0), result.cell(1, 0, 0), result.cell(2, 0, 0)]).toEqual([2, 1, 2]);
  });

  test("no records: one grand total, counts 0, all else no value", () => {
    const result = report([], [sumOf("amount"), { name: "n", agg: "records" }]);
    expect(result.rows.nodes).toHaveLength(1);
    expect(result.cols.nodes).toHaveLength(1);
    expect([result.cell(0, 0, 0), result.cell(0, 0, 1)]).toEqual([null, 0]);
  });

  test("a measure's own condition leaves its neighbours alone", () => {
    const result = report(
      [
        ["Ada", "Won", "1.00", null],
        ["Ada", "Lost", "2.00", null],
      ],
      [
        { ...sumOf("amount"), name: "won", where: ["=", "stage", "Won"] },
        { ...sumOf("amount"), name: "all" },
      ],
    );
    expect([result.cell(1, 0, 0), result.cell(1, 0, 1)]).toEqual(["1.00", "3.00"]);
  });
});

describe("members", () => {
  test("the empty member is apart from texts that look like it, and last in both directions", () => {
    const rows = [null, "", "null", "Total"].map((owner) => [owner, "Won", "1", null]);
    for (const [dir, wanted] of [
      ["asc", ["", "Total", "null", null]],
      ["desc", ["null", "Total", "", null]],
    ] as const) {
      const result = report(rows, [sumOf("amount")], {
        rows: [{ name: "owner", field: "owner", sort: { by: "label", dir } }],
      });
      const [, ...members] = result.rows.nodes;
      expect(members.map(({ path }) => path[0])).toEqual(wanted);
      expect(members.map(({ isNull }) => isNull)).toEqual([false, false, false, true]);
    }
  });

  test("members whose joined texts are equal stay apart", () => {
    const result = report(
      [
        ["a|b", "c", "1", null],
        ["a", "b|c", "2", null],
      ],
      [sumOf("amount")],
    );
    expect(result.stats.cells).toBe(7);
    expect(result.cell(1, 1, 0)).toBe("2.00");
    expect(result.cell(1, 2, 0)).toBeNull();
  });

  test("a member that the filter removes is not shown", () => {
    const result = report(
      [
        ["Ada", "Won", "1", null],
        ["Ben", "Lost", "1", null],
      ],
      [sumOf("amount")],
      { filter: ["=", "stage", "Won"] },
    );
    expect(result.rows.nodes.map(({ label }) => label)).toEqual(["", "Ada"]);
    expect(result.stats).toMatchObject({ rows: 2, selected: 1 });
  });

  test("keys beyond the exact integers still tell every path apart", () => {
    const rows = Array.from({ length: 60 }, (_, at) => [`o${at}`, `s${59 - at}`, String(at), null]);
    const result = report(rows, [sumOf("amount")], { rows: sixLevels("r"), cols: sixLevels("c") });
    expect(result.stats.layout).toBe("hashed");
    expect(result.rows.nodes).toHaveLength(361);
    expect(result.cell(6, 6, 0)).toBe("0.00");
    expect(result.cell(360, 360, 0)).toBe("9.00");
    expect(result.cell(360, 6, 0)).toBeNull();
    expect(result.cell(0, 0, 0)).toBe("1770.00");
  });
});

describe("numbers", () => {
  test("a sum of floats keeps what a plain sum loses, across groups too", () => {
    const rows = [1, 1e100, 1, -1e100].map((score, at) => [`o${at % 2}`, "x", null, score]);
    expect(report(rows, [sumOf("score")]).cell(0, 0, 0)).toBe(2);
  });

  test("decimal sums are exact beyond 2^53 units", () => {
    const rows = Array.from({ length: 5 }, () => ["a", "x", "90071992547409.91", null]);
    expect(report(rows, [sumOf("amount")]).cell(0, 0, 0)).toBe("450359962737049.55");
  });

  test("a zero is a value, a negative zero is zero", () => {
    const result = report(
      [["a", "x", "-0.00", -0]],
      [sumOf("amount"), { ...sumOf("score"), name: "f" }],
    );
    expect(result.cell(0, 0, 0)).toBe("0.00");
    expect(Object.is(result.cell(0, 0, 1), 0)).toBe(true);
  });

  test("numbers that are not finite are missing, and the reader is told", () => {
    const values: Value[] = [sumOf("score"), { name: "c", agg: "count", field: "score" }];
    const rows = [
      ["a", "x", null, "NaN"],
      ["a", "x", null, "-Infinity"],
      ["a", "y", null, 2],
    ];
    const result = report(rows, values);
    expect([result.cell(0, 0, 0), result.cell(0, 0, 1)]).toEqual([2, 1]);
    expect(result.warnings.map(({ code }) => code)).toEqual(["non-finite"]);
    const finite = report(rows, values, { filter: ["=", "stage", "y"] });
    expect(finite.warnings).toEqual([]);
  });

  test("a float sum beyond the doubles is no value and a warning; one that comes back is right", () => {
    const result = report(
      [
        ["a", "x", null, 1.5e308],
        ["a", "x", null, 1.5e308],
        ["b", "x", null, -1.5e308],
        ["b", "y", null, 1e-300],
      ],
      [sumOf("score")],
    );
    expect(result.cell(1, 0, 0)).toBeNull();
    expect(result.cell(0, 0, 0)).toBe(1.5e308);
    expect(result.cell(2, 2, 0)).toBe(1e-300);
    expect(result.warnings.map(({ code }) => code)).toEqual(["overflow"]);
  });

  test("amounts of several currencies are no value in their cell only", () => {
    const rows = unwrap(
      datasetFromRows(
        [
          ["a", "EUR", "1.00"],
          ["a", "EUR", "2.50"],
          ["b", "EUR", "1.00"],
          ["b", "USD", "4.00"],
          ["c", "USD", null],
          ["c", "EUR", "1.00"],
        ],
        [
          { name: "owner", type: "text" },
          { name: "currency", type: "text" },
          { name: "amount", type: "money", scale: 2 },
        ],
      ),
    );
    const result = unwrap(
      pivot(
        {
          version: 1,
          source: "deal",
          rows: [{ name: "owner", field: "owner" }],
          cols: [],
          values: [{ name: "s", agg: "sum", field: "amount", currency: "currency" }],
        },
        rows,
        { now: 0 },
      ),
    );
    expect(result.rows.nodes.map(({ index }) => result.cell(index, 0, 0))).toEqual([
      null,
      "3.50",
      null,
      "1.00",
    ]);
    expect(result.warnings.map(({ code }) => code)).toEqual(["mixed-currency"]);
  });
});

describe("limits and plans", () => {
  const rows = Array.from({ length: 50 }, (_, at) => [`o${at}`, `s${at}`, "1", null]);
  const wide = {
    version: 1,
    source: "deal",
    rows: [{ name: "owner", field: "owner" }],
    cols: [{ name: "stage", field: "stage" }],
    values: [{ name: "n", agg: "records" }],
  };

  test("more cells than the limit are refused, not cut", () => {
    // 50 innermost cells, 50 totals of either axis, the grand total.
    const data = dataset(rows);
    expect(pivot({ ...wide, limits: { cells: 151 } }, data, { now: 0 }).ok).toBe(true);
    expect(pivot({ ...wide, limits: { cells: 150 } }, data, { now: 0 })).toMatchObject({
      ok: false,
      error: [{ code: "pivot/too-many-cells" }],
    });
  });

  test("a plan answers for its own data set only", () => {
    const data = dataset(rows);
    const plan = unwrap(planPivot(unwrap(checkSpec(wide, data)), data, { now: 0 }));
    expect(unwrap(runPivot(plan, data)).cell(0, 0, 0)).toBe(50);
    expect(runPivot(plan, dataset(rows))).toMatchObject({
      ok: false,
      error: { code: "pivot/stale-plan" },
    });
  });

  test("a data set that lacks a column of the catalogue is refused", () => {
    const checked = unwrap(checkSpec(wide, dataset([])));
    const other = unwrap(datasetFromRows([], [{ name: "owner", type: "text" }]));
    expect(planPivot(checked, other, { now: 0 })).toMatchObject({
      ok: false,
      error: { code: "pivot/unknown-field" },
    });
  });
});

test("an average of equal amounts is that amount, however many there are", () => {
  const amounts = ["0.10", "0.15", "1.13", "-33.33", "9007199254740993.07", "0.70"];
  const rows = amounts.flatMap((amount, at) =>
    Array.from({ length: 40 }, (_, count) =>
      Array.from({ length: count + 1 }, () => [`${at}/${count}`, amount]),
    ).flat(),
  );
  const columns = [
    { name: "group", type: "text" },
    { name: "amount", type: "decimal", scale: 2 },
  ] as const;
  const data = unwrap(datasetFromRows(rows, columns));
  const spec = {
    version: 1,
    source: "deal",
    rows: [{ name: "group", field: "group" }],
    cols: [],
    values: [{ name: "average", agg: "avg", field: "amount" }],
  };
  const result = unwrap(pivot(spec, data, { now: 0 }));
  for (const node of result.rows.nodes.slice(1)) {
    expect(result.cell(node.index, 0, 0)).toBe(Number(amounts[Number(node.label.split("/")[0])]));
  }
});
