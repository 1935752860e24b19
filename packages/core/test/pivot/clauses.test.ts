import { expressions } from "@ennead/core/expression";
import { unwrap } from "@ennead/core/kernel";
import {
  datasetFromRows,
  pivot,
  pivotResultFromJson,
  pivotResultJson,
  type CellValue,
  type PivotResult,
} from "@ennead/core/pivot";
import { describe, expect, test } from "vitest";

import { pathsOf } from "./same-as-naive.ts";

const schema = [
  { name: "k", type: "text" },
  { name: "g", type: "text" },
  { name: "x", type: "int" },
  { name: "w", type: "int" },
  { name: "d", type: "date" },
] as const;

type Record = readonly [
  k: string | null,
  g?: string | null,
  x?: number | null,
  w?: number | null,
  d?: string | null,
];

const lookup = (...rows: readonly (readonly [string | null, string])[]) =>
  new Map([
    [
      "names",
      unwrap(
        datasetFromRows(rows, [
          { name: "key", type: "text" },
          { name: "name", type: "text" },
        ]),
      ),
    ],
  ]);

const outcome = (rows: readonly Record[], spec: object, datasets = lookup()) =>
  pivot(
    { version: 1, source: "s", rows: [], cols: [], values: [], ...spec },
    unwrap(datasetFromRows(rows, schema)),
    { now: 0, expressions, datasets },
  );

const report = (...given: Parameters<typeof outcome>): PivotResult => unwrap(outcome(...given));

/** The column of totals of the first measure, by row path. */
const totals = (result: PivotResult, measure = 0): [unknown, CellValue][] =>
  pathsOf(result.rows).map((path, row) => [path, result.cell(row, 0, measure)]);

/** The row of totals, by column path. */
const across = (result: PivotResult, measure: number): CellValue[] =>
  result.cols.nodes.map(({ index }) => result.cell(0, index, measure));

const sum = { name: "s", agg: "sum", field: "x" };
const byKey = { name: "k", field: "k" };
const others = { others: true };

/** One measure over these values of `x`. */
const single = (
  values: readonly (number | null)[],
  measure: object,
  weights?: readonly (number | null)[],
) =>
  report(
    values.map((x, at) => ["a", "b", x, weights?.[at] ?? null]),
    { values: [{ name: "m", field: "x", ...measure }] },
  ).cell(0, 0, 0);

/** The groups of these days, in order. */
const groups = (days: readonly string[], bucket: object): unknown =>
  report(
    days.map((d) => ["a", "b", 1, 1, d]),
    { rows: [{ name: "d", field: "d", bucket }] },
  )
    .rows.nodes.slice(1)
    .map(({ label }) => label);

describe("measures", () => {
  test("a quantile lies between values (cont) or is the first that p reaches (disc)", () => {
    expect(single([1, 2, 3, 10], { agg: "median" })).toBe(2.5);
    expect(single([1, 2, 3, 10], { agg: "quantile_cont", p: 0.9 })).toBeCloseTo(7.9, 9);
    expect(single([1, 2, 3, 10], { agg: "quantile_disc", p: 0.5 })).toBe(2);
    expect(single([1, 2, 3, 10], { agg: "quantile_disc", p: 0 })).toBe(1);
  });

  test("p times n is meant as it is written: 0.07 of 100 values is the seventh", () => {
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
    expect(single(hundred, { agg: "quantile_disc", p: 0.07 })).toBe(7);
  });

  test("of equally frequent values the smallest is the mode", () => {
    expect(single([7, 3, 7, 3, 1, null], { agg: "mode" })).toBe(3);
  });

  test("a weighted average leaves out pairs with a missing half and has none where weights add up to zero", () => {
    expect(single([10, 20, null, 40], { agg: "wavg", weight: "w" }, [1, 3, 5, null])).toBe(17.5);
    expect(single([10, 20], { agg: "wavg", weight: "w" }, [1, -1])).toBeNull();
    expect(single([10, 20], { agg: "wavg", weight: "w" }, [-1, 3])).toBe(25);
  });

  test("a sample of one value has no variance, a population of one has none of it", () => {
    expect(single([5], { agg: "var_samp" })).toBeNull();
    expect(single([5], { agg: "sd_pop" })).toBe(0);
    expect(single([1, 3], { agg: "var_samp" })).toBe(2);
    expect(single([1, 3], { agg: "var_pop" })).toBe(1);
  });

  test("first and last skip missing values and keys; of equal keys the earlier is first, the later last", () => {
    const rows: Record[] = [
      ["a", "b", null, 1],
      ["a", "b", 10, 2],
      ["a", "b", 20, 2],
      ["a", "b", 30, 9],
      ["a", "b", 40, 9],
      ["a", "b", 50, null],
    ];
    const values = ["first", "last"].map((agg) => ({ name: agg, agg, field: "x", orderBy: ["w"] }));
    const result = report(rows, { values });
    expect([result.cell(0, 0, 0), result.cell(0, 0, 1)]).toEqual([10, 40]);
  });
});

describe("buckets", () => {
  test("a fiscal year is named by the year in which it starts or ends", () => {
    const year = { kind: "fiscal", grain: "quarter", startMonth: 4 };
    const days = ["2024-03-31", "2024-04-01"];
    expect(groups(days, { ...year, nameBy: "start" })).toEqual(["FY2023-Q4", "FY2024-Q1"]);
    expect(groups(days, { ...year, nameBy: "end" })).toEqual(["FY2024-Q4", "FY2025-Q1"]);
  });

  test("week 53 of a year of weeks joins the last period", () => {
    const year = {
      kind: "weekYear",
      endMonth: 1,
      endDay: 6,
      rule: "last",
      pattern: "454",
      nameBy: "start",
    };
    expect(groups(["2018-02-03", "2018-02-04"], { ...year, grain: "week" })).toEqual([
      "FY2018-W01",
      "FY2018-W02",
    ]);
    expect(groups(["2024-01-27"], { ...year, grain: "week" })).toEqual(["FY2023-W52"]);
    const nearest = { ...year, rule: "nearest" };
    expect(groups(["2024-01-28", "2024-02-03"], { ...nearest, grain: "week" })).toEqual([
      "FY2023-W53",
    ]);
    expect(groups(["2024-02-03"], { ...nearest, grain: "period" })).toEqual(["FY2023-P12"]);
  });

  test("a map without a rest leaves members what they are, numbers too", () => {
    const bucket = { kind: "map", groups: [["few", [1, 2]]] };
    const rows: Record[] = [1, 2, 30, 4, null].map((x) => ["a", "b", x]);
    const result = report(rows, { rows: [{ name: "x", field: "x", bucket }], values: [sum] });
    expect(totals(result).map(([path]) => path)).toEqual([[], ["few"], [4], [30], [null]]);
  });

  test("one number in two writings cannot be in two groups", () => {
    const bucket = {
      kind: "map",
      groups: [
        ["one", ["1.5"]],
        ["two", ["1.50"]],
      ],
    };
    const amounts = unwrap(datasetFromRows([["1.5"]], [{ name: "m", type: "decimal", scale: 2 }]));
    const spec = {
      version: 1,
      source: "s",
      rows: [{ name: "m", field: "m", bucket }],
      cols: [],
      values: [],
    };
    expect(pivot(spec, amounts, { now: 0 })).toMatchObject({
      error: [{ code: "pivot/bad-bucket" }],
    });
  });

  test("a rest that is called like a group is that group", () => {
    const bucket = { kind: "map", groups: [["A", ["a"]]], rest: "A" };
    const result = report([["a"], ["b"], [null]], { rows: [{ ...byKey, bucket }] });
    expect(pathsOf(result.rows)).toEqual([[], ["A"], [null]]);
  });
});

const ranked: Record[] = [
  ["a", "p", 10],
  ["b", "p", 6],
  ["b", "q", 4],
  ["c", "p", 3],
  ["Others", "q", 3],
  ["e", "q", null],
];

const top = (more: object): PivotResult =>
  report(ranked, {
    rows: [
      { ...byKey, top: { n: 2, by: "s", ...more } },
      { name: "g", field: "g" },
    ],
    values: [sum, { name: "a", agg: "avg", field: "x" }],
  });

const outermost = (more: object): unknown =>
  pathsOf(top(more).rows)
    .filter((path) => path.length === 1)
    .flat();

describe("top", () => {
  test("the rest is one member with the values of its records, grouped below like any other", () => {
    expect(totals(top({}))).toEqual([
      [[], 26],
      [["a"], 10],
      [["a", "p"], 10],
      [["b"], 10],
      [["b", "p"], 6],
      [["b", "q"], 4],
      [[others], 6],
      [[others, "p"], 3],
      [[others, "q"], 3],
    ]);
    expect(totals(top({}), 1).at(6)).toEqual([[others], 3]);
  });

  test("ties at the border go by label, or are all kept", () => {
    expect(outermost({ n: 3 })).toEqual(["Others", "a", "b", others]);
    expect(outermost({ n: 3, ties: "include" })).toEqual(["Others", "a", "b", "c", others]);
    expect(outermost({ n: 1, dir: "asc" })).toEqual(["Others", others]);
    expect(outermost({ n: 9 })).toEqual(["Others", "a", "b", "c", "e"]);
  });

  test("without Others the rest leaves every total", () => {
    expect(totals(top({ others: false }))[0]).toEqual([[], 20]);
  });

  test("a level is not filled with the members that its top left out", () => {
    const result = report(ranked, {
      rows: [{ ...byKey, fill: "all", top: { n: 1, by: "s" } }],
      values: [sum],
    });
    expect(pathsOf(result.rows)).toEqual([[], ["a"], [others]]);
  });

  test("the other axis may be sorted by what Others has", () => {
    const result = report(ranked, {
      rows: [
        { name: "g", field: "g", sort: { by: "value", value: "s", dir: "desc", path: [others] } },
      ],
      cols: [{ ...byKey, top: { n: 2, by: "s", dir: "desc" } }],
      values: [sum],
    });
    expect(pathsOf(result.rows)).toEqual([[], ["p"], ["q"]]);
    expect(
      outcome(ranked, {
        rows: [
          { ...byKey, sort: { by: "value", value: "s", dir: "asc", path: [{ others: false }] } },
        ],
        values: [sum],
      }).ok,
    ).toBe(false);
  });
});

describe("members without records", () => {
  const days: Record[] = [
    ["a", "p", 1, 1, "2024-01-15"],
    ["a", "p", 4, 1, "2024-04-02"],
    ["b", "p", 2, 1, "2024-02-20"],
    ["c", "p", 9, 1, "2025-09-09"],
  ];
  const months = { name: "m", field: "d", bucket: { kind: "date", grain: "month" } };
  const shown = ["running", "diff", "pctDiff"].map((showAs) => ({
    name: showAs,
    showAs,
    of: "s",
    axis: "cols",
  }));

  test("a range has every month from the first to the last that the filter leaves, below every parent", () => {
    const result = report(days, {
      filter: ["!=", "k", "c"],
      rows: [byKey, { ...months, fill: "range" }],
      values: [sum],
    });
    expect(totals(result).slice(1, 6)).toEqual([
      [["a"], 5],
      [["a", "2024-01"], 1],
      [["a", "2024-02"], null],
      [["a", "2024-03"], null],
      [["a", "2024-04"], 4],
    ]);
    expect(result.rows.nodes).toHaveLength(1 + 2 * 5);
  });

  test("a running total goes on over missing months, a difference has none there", () => {
    const spec = { filter: ["!=", "k", "c"], values: [sum, ...shown] };
    const filled = report(days, { ...spec, cols: [{ ...months, fill: "range" }] });
    expect(across(filled, 1)).toEqual([7, 1, 3, 3, 7]);
    expect(across(filled, 2)).toEqual([null, null, 1, null, null]);
    const bare = report(days, { ...spec, cols: [months] });
    expect(across(bare, 2)).toEqual([null, null, 1, 2]);
    expect(across(bare, 3)).toEqual([null, null, 1, 1]);
    const again = pivotResultFromJson(pivotResultJson(filled));
    expect(across(again, 1)).toEqual([7, 1, 3, 3, 7]);
  });

  test("a member whose records the filter took away is not shown, and with fill all is shown empty", () => {
    const spec = { filter: ["!=", "k", "c"], values: [sum] };
    expect(pathsOf(report(days, { ...spec, rows: [byKey] }).rows)).toEqual([[], ["a"], ["b"]]);
    const filled = report(days, { ...spec, rows: [{ ...byKey, fill: "all" }] });
    expect(totals(filled)).toEqual([
      [[], 7],
      [["a"], 5],
      [["b"], 2],
      [["c"], null],
    ]);
  });
});

describe("comparisons", () => {
  test("equal values share a rank and the next one skips; smallest first on request", () => {
    const rows: Record[] = [
      ["a", "", 5],
      ["b", "", 5],
      ["c", "", 1],
      ["d", "", null],
    ];
    const values = [
      sum,
      { name: "r", showAs: "rank", of: "s", axis: "rows" },
      { name: "up", showAs: "rank", of: "s", axis: "rows", dir: "asc" },
    ];
    const result = report(rows, { rows: [byKey], values });
    expect(totals(result, 1).map(([, rank]) => rank)).toEqual([null, 1, 1, 3, null]);
    expect(totals(result, 2).map(([, rank]) => rank)).toEqual([null, 2, 2, 1, null]);
  });

  test("year over year compares the same month of the year before, which may be missing", () => {
    const rows: Record[] = [
      ["a", "", 4, 1, "2023-01-05"],
      ["a", "", 6, 1, "2024-01-05"],
      ["a", "", 7, 1, "2024-02-05"],
    ];
    const dims = ["year", "monthOfYear"].map((grain) => ({
      name: grain,
      field: "d",
      bucket: { kind: "date", grain },
    }));
    const yoy = { name: "yoy", showAs: "pctDiff", of: "s", axis: "cols", level: 0 };
    const result = report(rows, { cols: dims, values: [sum, yoy] });
    expect(pathsOf(result.cols)).toEqual([
      [],
      ["2023"],
      ["2023", "01"],
      ["2024"],
      ["2024", "01"],
      ["2024", "02"],
    ]);
    expect(across(result, 1)).toEqual([null, null, null, 2.25, 0.5, null]);
  });

  test("shares of a total of zero have no value, those of a negative one are shown as they are", () => {
    const share = { name: "p", showAs: "pctGrand", of: "s" };
    const shares = (...xs: readonly number[]): unknown =>
      totals(
        report(
          xs.map((x, at) => [`k${at}`, "", x]),
          { rows: [byKey], values: [sum, share] },
        ),
        1,
      ).map(([, one]) => one);
    expect(shares(1, -1)).toEqual([null, null, null]);
    expect(shares(1, -3)).toEqual([1, -0.5, 1.5]);
  });

  test("formulas are computed from the measures of each total, not added up", () => {
    const rows: Record[] = [
      ["a", "", 1, 2],
      ["a", "", 3, 2],
      ["b", "", 8, 0],
    ];
    const values = [sum, { name: "w", agg: "sum", field: "w" }, { name: "f", formula: "s / w" }];
    expect(totals(report(rows, { rows: [byKey], values }), 2)).toEqual([
      [[], 3],
      [["a"], 1],
      [["b"], null],
    ]);
  });
});

describe("records", () => {
  test("a join leaves records without a match their empty members and refuses a key that repeats", () => {
    const spec = {
      joins: [{ as: "n", source: "names", left: "k", right: "key" }],
      rows: [{ name: "n", field: "n.name" }],
      values: [{ name: "r", agg: "records" }],
    };
    const rows: Record[] = [["a"], ["b"], [null]];
    expect(totals(report(rows, spec, lookup(["a", "Ada"], [null, "x"], [null, "y"])))).toEqual([
      [[], 3],
      [["Ada"], 1],
      [[null], 2],
    ]);
    expect(outcome(rows, spec, lookup(["a", "Ada"], ["a", "Ann"]))).toMatchObject({
      ok: false,
      error: [{ code: "pivot/join-fan-out" }],
    });
  });

  test("a having takes its members' records out of every total; without a value they fail", () => {
    const rows: Record[] = [
      ["a", "p", 5],
      ["a", "q", 1],
      ["b", "p", 9],
      ["b", "q", null],
    ];
    const result = report(rows, {
      rows: [byKey, { name: "g", field: "g" }],
      values: [sum],
      having: [{ on: "rows", level: 1, value: "s", op: "!=", than: 1 }],
    });
    expect(totals(result)).toEqual([
      [[], 14],
      [["a"], 5],
      [["a", "p"], 5],
      [["b"], 9],
      [["b", "p"], 9],
    ]);
  });

  test("a limit counts the values of every measure, computed ones too", () => {
    const rows: Record[] = [
      ["a", "", 1],
      ["b", "", 2],
    ];
    const spec = { rows: [byKey], values: [sum, { name: "f", formula: "s * 2" }] };
    expect(outcome(rows, { ...spec, limits: { cells: 6 } }).ok).toBe(true);
    expect(outcome(rows, { ...spec, limits: { cells: 5 } })).toMatchObject({
      error: [{ code: "pivot/too-many-cells" }],
    });
  });

  test("one field may stand on rows, on columns and in values", () => {
    const rows: Record[] = [
      ["a", "", 2],
      ["b", "", 2],
      ["c", "", 5],
    ];
    const dim = { name: "x", field: "x" };
    const result = report(rows, { rows: [dim], cols: [dim], values: [sum] });
    expect(result.rows.nodes.map(({ index }) => result.cell(index, index, 0))).toEqual([9, 4, 5]);
    expect(result.cell(1, 2, 0)).toBeNull();
  });

  test("the statistics say how groups were kept, with the numbers that decided", () => {
    const { stats } = report([["a"]], { rows: [byKey] });
    expect(stats).toMatchObject({ layout: "dense", why: "2 groups could be, at most 65536." });
  });
});
