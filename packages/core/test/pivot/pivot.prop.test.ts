import { unwrap } from "@ennead/core/kernel";
import { pivot, pivotResultFromJson, pivotResultJson, type PivotSpec } from "@ennead/core/pivot";
import { arrowFromDataset, datasetFromArrow } from "@ennead/core/pivot/arrow";
import fc from "fast-check";
import { expect, test } from "vitest";

import { rowsArbitrary, specArbitrary } from "./arbitrary.ts";
import type { Row } from "./naive.ts";
import { datasetOf, difference, facts, naiveOf, run } from "./same-as-naive.ts";

test("any report has the cells, totals and orders of listing the records of every cell", () => {
  fc.assert(
    fc.property(specArbitrary({ levels: 2 }), rowsArbitrary, (spec, rows) => {
      expect(difference(run(spec, rows), spec, rows)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test("reports of many levels, too sparse for a table of all groups, have the same cells", () => {
  fc.assert(
    fc.property(specArbitrary({ levels: 6 }), rowsArbitrary, (spec, rows) => {
      expect(difference(run(spec, rows), spec, rows)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test("a result reads back from JSON with every cell", () => {
  fc.assert(
    fc.property(specArbitrary({ levels: 2 }), rowsArbitrary, (spec, rows) => {
      const json = JSON.parse(JSON.stringify(pivotResultJson(run(spec, rows))));
      expect(difference(pivotResultFromJson(json), spec, rows)).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test("records that travelled as Arrow give the same report", () => {
  fc.assert(
    fc.property(specArbitrary({ levels: 2 }), rowsArbitrary, (spec, rows) => {
      const sent = arrowFromDataset(datasetOf(rows));
      const dataset = unwrap(datasetFromArrow(sent));
      expect(difference(unwrap(pivot(spec, dataset, facts)), spec, rows)).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test("thousands of records, read chunk by chunk, have the same cells", () => {
  fc.assert(
    fc.property(specArbitrary({ levels: 2 }), rowsArbitrary, (spec, rows) => {
      const many = Array.from({ length: 120 }, () => rows).flat();
      expect(difference(run(spec, many), spec, many)).toBeUndefined();
    }),
    { numRuns: 12 },
  );
});

test("thousands of groups, too sparse for a table, have the same cells", () => {
  const rows = Array.from({ length: 800 }, (_, at) => ({
    text: `t${at % 400}`,
    currency: `c${(at * 7) % 600}`,
    int: at,
    amount: `${at}.25`,
    float: at / 8,
  })) as readonly Row[];
  const spec: PivotSpec = {
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
  const naive = naiveOf(spec, rows);
  expect(result.rows.nodes.slice(1).map(({ path }) => path)).toEqual(naive.rowOrder);
  for (const cell of pivotResultJson(result).cells) {
    const [row, col, records, ...values] = cell;
    const wanted = naive.cell(
      result.rows.nodes[Number(row)]?.path ?? [],
      result.cols.nodes[Number(col)]?.path ?? [],
    );
    expect(records).toBe(wanted?.records.length);
    expect(values.map(Number)).toEqual(wanted?.values.map(Number));
  }
});
