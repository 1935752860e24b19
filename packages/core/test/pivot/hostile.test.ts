import { unwrap } from "@ennead/core/kernel";
import {
  checkSpec,
  datasetFromColumns,
  datasetFromRows,
  pivot,
  pivotResultJson,
  specHash,
  type Column,
  type ColumnSchema,
} from "@ennead/core/pivot";
import { arrowFromDataset, datasetFromArrow } from "@ennead/core/pivot/arrow";
import { describe, expect, test } from "vitest";

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};
const circular: Record<string, unknown> = {};
circular["self"] = circular;
const text = [{ name: "a", type: "text" }] as const;
const nothing = { columns: new Map() };
const spec = { version: 1, source: "deal", rows: [], cols: [], values: [] };

describe("rows that no column can hold are a fault, never an error", () => {
  test.each([
    ["an object that holds itself", circular],
    ["a bigint inside an object", { a: 1n }],
    ["a value nested too deep for JSON", nested(100_000)],
  ])("%s", (_, value) => {
    expect(datasetFromRows([[value]], text)).toMatchObject({
      ok: false,
      error: { code: "pivot/bad-value", path: [0, "a"] },
    });
  });

  test.each([
    ["a schema with a hole", [null]],
    ["a type that cannot even be written", [{ name: "a", type: { toString: 1 } }]],
  ])("%s", (_, schema) => {
    expect(datasetFromRows([[1]], schema as unknown as ColumnSchema[])).toMatchObject({
      ok: false,
      error: { code: "pivot/bad-schema" },
    });
  });
});

describe("columns that are not what their type says are refused before anything reads them", () => {
  const columns: readonly (readonly [string, Column])[] = [
    [
      "a fraction among units",
      { name: "a", type: "decimal", scale: 2, values: Float64Array.of(1.5) },
    ],
    [
      "NaN among units",
      { name: "a", type: "money", scale: 2, values: Float64Array.of(Number.NaN) },
    ],
    ["NaN among integers", { name: "a", type: "int", values: Float64Array.of(Number.NaN) }],
    [
      "an instant after the year 9999",
      { name: "a", type: "timestamp", values: Float64Array.of(8.64e15) },
    ],
    ["a day after the year 9999", { name: "a", type: "date", values: Int32Array.of(2 ** 31 - 1) }],
    ["a bool of 7", { name: "a", type: "bool", values: Int32Array.of(7) }],
  ];
  test.each(columns)("%s", (_, column) => {
    expect(datasetFromColumns([column])).toMatchObject({
      ok: false,
      error: { code: "pivot/bad-column", path: [0, "values", 0] },
    });
  });

  test("whatever lies under a missing value is not looked at", () => {
    const validity = Uint8Array.of(0);
    const values = Float64Array.of(Number.NaN);
    expect(datasetFromColumns([{ name: "a", type: "int", values, validity }]).ok).toBe(true);
  });
});

test("NaN under a missing value, as other writers of Arrow leave it, warns nobody", () => {
  const values = Float64Array.of(1, Number.NaN);
  const validity = Uint8Array.of(0b01);
  const data = unwrap(datasetFromColumns([{ name: "x", type: "float", values, validity }]));
  const value = { name: "sum", agg: "sum", field: "x" };
  const result = unwrap(pivot({ ...spec, values: [value] }, data, { now: 0 }));
  expect(result.warnings).toEqual([]);
  expect(result.cell(0, 0, 0)).toBe(1);
  expect(values[1]).toBeNaN();
});

test("NaN is told from a missing value after a journey as Arrow too", () => {
  const rows = [[1], ["NaN"], [null]];
  const data = unwrap(datasetFromRows(rows, [{ name: "x", type: "float" }]));
  const again = unwrap(datasetFromArrow(arrowFromDataset(data)));
  const values = [
    { name: "n", agg: "count", field: "x" },
    { name: "records", agg: "records" },
  ];
  const result = unwrap(pivot({ ...spec, values }, again, { now: 0 }));
  expect(result.warnings.map(({ code }) => code)).toEqual(["non-finite"]);
  expect([result.cell(0, 0, 0), result.cell(0, 0, 1)]).toEqual([1, 3]);
});

test("a cell of several currencies is not also said to overflow", () => {
  const columns = [
    { name: "x", type: "float" },
    { name: "currency", type: "text" },
  ] as const;
  const rows = [
    [1e308, "EUR"],
    [1e308, "USD"],
  ];
  const data = unwrap(datasetFromRows(rows, columns));
  const value = { name: "sum", agg: "sum", field: "x", currency: "currency" };
  const result = unwrap(pivot({ ...spec, values: [value] }, data, { now: 0 }));
  expect(result.warnings.map(({ code }) => code)).toEqual(["mixed-currency"]);
});

describe("a spec of any size costs little to refuse", () => {
  const million = Array.from({ length: 1_000_000 }, () => ({}));
  test.each([
    ["levels", { ...spec, rows: million }, "pivot/too-many-levels"],
    ["values", { ...spec, values: million }, "pivot/too-many-measures"],
    [
      "members of a sort",
      { ...spec, rows: [{ name: "a", field: "a", sort: { by: "list", list: million } }] },
      "pivot/bad-spec",
    ],
    [
      "edges",
      { ...spec, rows: [{ name: "a", field: "a", bucket: { kind: "bins", edges: million } }] },
      "pivot/bad-bucket",
    ],
  ])("a million %s", (_, hostile, code) => {
    const checked = checkSpec(hostile, nothing);
    expect(checked).toMatchObject({ ok: false, error: [{ code }] });
    expect(checked.ok ? [] : checked.error).toHaveLength(1);
  });

  test("a megabyte of aggregate", () => {
    const value = { name: "a", agg: "x".repeat(1_000_000) };
    const checked = checkSpec({ ...spec, values: [value] }, nothing);
    expect(checked.ok ? "" : checked.error[0]?.message.length).toBeLessThan(300);
  });

  test("any nesting, which has no hash either", () => {
    expect(checkSpec({ ...spec, rows: nested(100_000) }, nothing).ok).toBe(false);
    expect(specHash({ ...spec, rows: nested(100_000) }).ok).toBe(false);
  });
});

test("a report cannot raise its own limit of cells above the engine's", () => {
  const rows = Array.from({ length: 350_000 }, (_, at) => [`r${at}`]);
  const data = unwrap(datasetFromRows(rows, text));
  const dim = { name: "a", field: "a" };
  const wide = { ...spec, rows: [dim], cols: [dim], limits: { cells: 1e9 } };
  expect(pivot(wide, data, { now: 0 })).toMatchObject({
    ok: false,
    error: [{ code: "pivot/too-many-cells", detail: { limit: 1_000_000 } }],
  });
});

test("a result with as many rows as columns costs its cells as JSON, not their product", () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => [`r${at}`]);
  const data = unwrap(datasetFromRows(rows, text));
  const dim = { name: "a", field: "a" };
  const value = { name: "n", agg: "records" };
  const wide = { ...spec, rows: [dim], cols: [dim], values: [value] };
  const json = pivotResultJson(unwrap(pivot(wide, data, { now: 0 })));
  expect(json.cells).toHaveLength(60_001);
  expect(json.cells.slice(0, 3)).toEqual([
    [0, 0, 20_000, 20_000],
    [0, 1, 1, 1],
    [0, 2, 1, 1],
  ]);
});

test("an edge between two doubles divides them exactly", () => {
  const data = unwrap(datasetFromRows([[0.3]], [{ name: "x", type: "float" }]));
  const bucket = { kind: "bins", edges: ["0.30000000000000001"] };
  const result = unwrap(
    pivot({ ...spec, rows: [{ name: "x", field: "x", bucket }] }, data, { now: 0 }),
  );
  expect(result.rows.nodes[1]?.label).toBe("[-inf,0.30000000000000001)");
});
