import { compareDecimals, parseDecimal, unwrap } from "@ennead/core/kernel";
import {
  datasetFromRows,
  pivot,
  pivotResultFromJson,
  pivotResultJson,
  type MeasureInfo,
  type CellValue,
  type PivotResult,
} from "@ennead/core/pivot";
import { arrowFromDataset, datasetFromArrow } from "@ennead/core/pivot/arrow";
import fc from "fast-check";
import { expect, test } from "vitest";

import { now, rowsArbitrary, schema, specArbitrary } from "./arbitrary.ts";
import { cellKey, naivePivot, type Row, type PlainSpec } from "./naive.ts";

const exact = new Set(["int64", "decimal", "money"]);

const same = (actual: CellValue, wanted: CellValue, { type }: MeasureInfo): boolean => {
  if (actual === null || wanted === null) return actual === wanted;
  if (exact.has(type)) {
    const [left, right] = [parseDecimal(String(actual)), parseDecimal(String(wanted))];
    return left !== undefined && right !== undefined && compareDecimals(left, right) === 0;
  }
  if (type === "float" && typeof actual === "number") {
    const difference = Math.abs(actual - Number(wanted));
    return difference <= 1e-9 * Math.max(1, Math.abs(actual));
  }
  return Object.is(actual, typeof wanted === "number" ? wanted + 0 : wanted);
};

const difference = (
  result: PivotResult,
  spec: PlainSpec,
  rows: readonly Row[],
): string | undefined => {
  const naive = naivePivot(spec, rows, schema, now);
  for (const [axis, order] of [
    ["rows", naive.rowOrder],
    ["cols", naive.colOrder],
  ] as const) {
    const paths = JSON.stringify(result[axis].nodes.slice(1).map(({ path }) => path));
    if (paths !== JSON.stringify(order)) return `${axis} ${paths}, not ${JSON.stringify(order)}`;
  }
  for (const row of result.rows.nodes) {
    for (const col of result.cols.nodes) {
      const cell = naive.cells.get(cellKey(row.path, col.path));
      const records = result.recordsAt(row.index, col.index);
      if (records !== (cell?.records ?? 0))
        return `${records} records at ${row.path} x ${col.path}`;
      for (const [at, info] of result.measures.entries()) {
        const actual = result.cell(row.index, col.index, at);
        const wanted = cell === undefined ? info.empty : (cell.values[at] ?? null);
        if (!same(actual, wanted, info)) {
          return `${String(actual)}, not ${String(wanted)}, of ${info.name} at ${JSON.stringify([row.path, col.path])}`;
        }
      }
    }
  }
  return undefined;
};

const run = (spec: PlainSpec, rows: readonly Row[]): PivotResult =>
  unwrap(pivot(spec, unwrap(datasetFromRows(rows, schema)), { now }));

test("any report has the cells, totals and orders of listing the records of every cell", () => {
  fc.assert(
    fc.property(specArbitrary(3), rowsArbitrary, (spec, rows) => {
      expect(difference(run(spec, rows), spec, rows)).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});

test("reports of many levels, too sparse for a table of all groups, have the same cells", () => {
  fc.assert(
    fc.property(specArbitrary(6), rowsArbitrary, (spec, rows) => {
      expect(difference(run(spec, rows), spec, rows)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test("a result reads back from JSON with every cell", () => {
  fc.assert(
    fc.property(specArbitrary(2), rowsArbitrary, (spec, rows) => {
      const json = JSON.parse(JSON.stringify(pivotResultJson(run(spec, rows))));
      expect(difference(pivotResultFromJson(json), spec, rows)).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test("records that travelled as Arrow give the same report", () => {
  fc.assert(
    fc.property(specArbitrary(2), rowsArbitrary, (spec, rows) => {
      const sent = arrowFromDataset(unwrap(datasetFromRows(rows, schema)));
      const dataset = unwrap(datasetFromArrow(sent));
      expect(difference(unwrap(pivot(spec, dataset, { now })), spec, rows)).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test("thousands of records, read chunk by chunk, have the same cells", () => {
  fc.assert(
    fc.property(specArbitrary(2), rowsArbitrary, (spec, rows) => {
      const many = Array.from({ length: 250 }, () => rows).flat();
      expect(difference(run(spec, many), spec, many)).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});

test("thousands of groups, too sparse for a table, have the same cells", () => {
  const rows = Array.from({ length: 3000 }, (_, at) => ({
    text: `t${at % 1500}`,
    currency: `c${(at * 7) % 2000}`,
    int: at,
    amount: `${at}.25`,
    float: at / 8,
  })) as readonly Row[];
  const spec: PlainSpec = {
    version: 1,
    source: "sparse",
    rows: [{ name: "text", field: "text", sort: { by: "value", value: "s", dir: "desc" } }],
    cols: [{ name: "currency", field: "currency" }],
    values: [
      { name: "s", agg: "sum", field: "amount" },
      { name: "m", agg: "max", field: "float" },
      { name: "d", agg: "distinct", field: "int" },
    ],
  };
  const result = run(spec, rows);
  expect(result.stats.layout).toBe("hashed");
  const naive = naivePivot(spec, rows, schema, now);
  expect(result.rows.nodes.slice(1).map(({ path }) => path)).toEqual(naive.rowOrder);
  expect(result.stats.cells).toBe(naive.cells.size);
  for (const cell of pivotResultJson(result).cells) {
    const [row, col, records, ...values] = cell;
    const key = cellKey(
      result.rows.nodes[Number(row)]?.path ?? [],
      result.cols.nodes[Number(col)]?.path ?? [],
    );
    expect(records).toBe(naive.cells.get(key)?.records);
    expect(values.map(Number)).toEqual(naive.cells.get(key)?.values.map(Number));
  }
});
