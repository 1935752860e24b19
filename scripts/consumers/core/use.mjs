// A stranger's first use of @ennead/core: own rows in, a pivot with totals out. Runs in Node and in Deno.
import assert from "node:assert/strict";

import { datasetFromRows, pivot } from "@ennead/core/pivot";
import { arrowFromDataset, datasetFromArrow } from "@ennead/core/pivot/arrow";

const deals = datasetFromRows(
  [
    ["Ada", "2026-01-15", "100.10"],
    ["Ada", "2026-04-02", "0.20"],
    ["Bob", "2026-01-20", "7.00"],
  ],
  [
    { name: "owner", type: "text" },
    { name: "closed", type: "date" },
    { name: "amount", type: "decimal", scale: 2 },
  ],
);
assert.ok(deals.ok);

const spec = {
  version: 1,
  source: "deals",
  rows: [{ name: "owner", field: "owner" }],
  cols: [{ name: "quarter", field: "closed", bucket: { kind: "date", grain: "quarter" } }],
  values: [{ name: "total", agg: "sum", field: "amount" }],
};
for (const dataset of [deals.value, datasetFromArrow(arrowFromDataset(deals.value)).value]) {
  const result = pivot(spec, dataset, { now: 0 });
  assert.ok(result.ok);
  const { rows, cols, cell } = result.value;
  assert.deepEqual(
    rows.nodes.map((node) => node.label),
    ["", "Ada", "Bob"],
  );
  assert.deepEqual(
    cols.nodes.map((node) => node.label),
    ["", "2026-Q1", "2026-Q2"],
  );
  assert.equal(Number(cell(0, 0, 0)), 107.3);
  assert.equal(cell(1, 1, 0), "100.10");
  assert.equal(cell(2, 2, 0), null);
}
console.log("core: the totals are right");
