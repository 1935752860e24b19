import { pivotResultJson, type AggregateValue, type Dim, type PivotSpec } from "@ennead/core/pivot";
import { expect, test } from "vitest";

import type { Row } from "./naive.ts";
import { difference, run } from "./same-as-naive.ts";

/** Rows of two chunks, the second not full, with gaps in every measured field. */
const rows = Array.from({ length: 4_201 }, (_, at) => ({
  text: `t${(at * 7) % 20}`,
  currency: at % 97 === 0 ? null : `c${(at * 13) % 60}`,
  flag: at % 3 === 0,
  int: at % 11 === 0 ? null : ((at * 31) % 1009) - 500,
  amount: `${((at * 17) % 5003) - 2000}.25`,
  float: at % 5 === 0 ? null : Math.sin(at) * 10 ** (at % 7),
  day: `2026-01-${String(1 + (at % 28)).padStart(2, "0")}`,
})) as unknown as readonly Row[];

const spreadOf: AggregateValue = { name: "spread", agg: "sd_samp", field: "int" };

/** One measure for each loop over the rows, and conditions. */
const values: readonly AggregateValue[] = [
  { name: "records", agg: "records" },
  { name: "some", agg: "records", where: ["=", "flag", true] },
  { name: "sum", agg: "sum", field: "amount" },
  { name: "least", agg: "min", field: "amount" },
  { name: "total", agg: "sum", field: "int", where: ["=", "flag", true] },
  { name: "float", agg: "sum", field: "float" },
  { name: "largest", agg: "max", field: "float" },
  { name: "mean", agg: "avg", field: "float", where: ["=", "flag", false] },
  spreadOf,
  { name: "first", agg: "min", field: "day" },
  // The first by a table of bits, the second by sorting.
  { name: "kinds", agg: "distinct", field: "int" },
  { name: "prices", agg: "distinct", field: "amount" },
];

const dim = (field: string): Dim => ({ name: field, field });

const shapes: readonly Pick<PivotSpec, "rows" | "cols" | "filter">[] = [
  { rows: [dim("text")], cols: [dim("currency")] },
  { rows: [dim("text"), dim("flag")], cols: [dim("currency")], filter: ["<", "int", 250] },
  { rows: [], cols: [dim("currency")] },
  { rows: [], cols: [], filter: ["<", "int", 250] },
];

test.each(shapes)(
  "cells are the same whether measures share a large table or have a small one each (%#)",
  (shape) => {
    const spec: PivotSpec = { version: 1, source: "tables", ...shape, values };
    const together = run(spec, rows);
    expect(together.stats.layout).toBe("dense");
    expect(difference(together, spec, rows)).toBeUndefined();
    const all = pivotResultJson(together).cells;
    for (const [at, value] of values.entries()) {
      const alone = pivotResultJson(run({ ...spec, values: [value] }, rows)).cells;
      expect(alone.map((cell) => cell[3])).toEqual(all.map((cell) => cell[3 + at]));
    }
  },
);

/** Measures that are folded line by line; a deviation among them has all of them folded slot by slot. */
const folded = values.filter((value) => value !== spreadOf);

test.each(shapes)("totals are the same however they are folded (%#)", (shape) => {
  const spec: PivotSpec = { version: 1, source: "tables", ...shape, values: folded };
  const result = run(spec, rows);
  expect(difference(result, spec, rows)).toBeUndefined();
  expect(pivotResultJson(result).cells).toEqual(
    pivotResultJson(run({ ...spec, values: [...folded, spreadOf] }, rows)).cells.map((cell) =>
      cell.slice(0, -1),
    ),
  );
});
