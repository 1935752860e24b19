import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot, pivotResultJson, type ColumnSchema } from "@ennead/core/pivot";
import fc from "fast-check";
import { expect, test } from "vitest";

import { takeRows } from "../../src/kernel/datasets/take-rows.ts";

const schema: readonly ColumnSchema[] = [
  { name: "owner", type: "text" },
  { name: "closed", type: "date" },
  { name: "won", type: "bool" },
  { name: "amount", type: "decimal", scale: 2 },
  { name: "count", type: "int64" },
];

const row = fc.tuple(
  fc.option(fc.constantFrom("Ada", "Bob", "Eve", ""), { freq: 4 }),
  fc.option(fc.constantFrom("2024-01-31", "2024-02-01", "2025-12-31")),
  fc.option(fc.boolean()),
  fc.option(fc.constantFrom("1.50", "-2.25", "90071992547409.93", "9007199254740993.00")),
  fc.option(fc.constantFrom("1", "9007199254740993")),
);

const spec = {
  version: 1,
  source: "deal",
  rows: [{ name: "owner", field: "owner" }],
  cols: [{ name: "month", field: "closed", bucket: { kind: "date", grain: "month" } }],
  values: [
    { name: "records", agg: "records" },
    { name: "amount", agg: "sum", field: "amount" },
    { name: "count", agg: "sum", field: "count" },
    { name: "owners", agg: "distinct", field: "owner" },
    { name: "won", agg: "max", field: "won" },
  ],
};

test("rows taken out of a dataset pivot like a dataset of only these rows", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.boolean()), { maxLength: 40 }), (rows) => {
      const chosen = rows.flatMap(([, keep], at) => (keep ? [at] : []));
      const whole = unwrap(
        datasetFromRows(
          rows.map(([values]) => values),
          schema,
        ),
      );
      const only = unwrap(
        datasetFromRows(
          rows.flatMap(([values, keep]) => (keep ? [values] : [])),
          schema,
        ),
      );
      const taken = takeRows(whole, Uint32Array.from(chosen));
      const { stats: _, ...result } = pivotResultJson(unwrap(pivot(spec, taken, { now: 0 })));
      const { stats: __, ...expected } = pivotResultJson(unwrap(pivot(spec, only, { now: 0 })));
      expect(result).toEqual(expected);
      expect(taken.columns.get("owner")?.dict).toEqual(only.columns.get("owner")?.dict);
    }),
    { numRuns: 300 },
  );
});
