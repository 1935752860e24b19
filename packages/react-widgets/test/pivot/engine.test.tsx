import { unwrap } from "@ennead/core/kernel";
import { pivot, type PivotResult, type PivotSpec, type Sort } from "@ennead/core/pivot";
import { expect, test } from "vitest";

import { loadEngine } from "../../src/pivot/engine.ts";
import { dealBytes } from "../support/deals.ts";
import { byRegion } from "../support/specs.ts";

const cellsOf = (result: PivotResult): unknown[] =>
  result.rows.nodes.map((row) => [
    row.path,
    ...result.cols.nodes.map((col) => [col.path, result.cell(row.index, col.index, 0)]),
  ]);

const sortedBy = (sort: Sort): PivotSpec => ({
  ...byRegion.spec,
  rows: byRegion.spec.rows.map((dim) => ({ ...dim, sort })),
});

test("another order of the same report is answered without a look at the records", async () => {
  const engine = await loadEngine();
  const dataset = engine.decode(dealBytes(), "1");
  const first = unwrap(engine.run(byRegion.spec, dataset, 0));
  const orders: Sort[] = [
    { by: "value", value: "amount.sum", dir: "asc" },
    { by: "value", value: "amount.sum", dir: "desc", path: ["2025"] },
    { by: "label", dir: "desc" },
    { by: "label", dir: "asc" },
  ];
  for (const order of orders) {
    const spec = sortedBy(order);
    const result = unwrap(engine.run(spec, dataset, 0));
    // The counts of a run are the very same object when nothing was run again.
    expect(result.stats).toBe(first.stats);
    expect(cellsOf(result)).toEqual(cellsOf(unwrap(pivot(spec, dataset, { now: 0 }))));
  }
});

test("an order by what is not there, other records and relative periods are run anew", async () => {
  const engine = await loadEngine();
  const dataset = engine.decode(dealBytes(), "1");
  const first = unwrap(engine.run(byRegion.spec, dataset, 0));
  const missing = engine.run(sortedBy({ by: "value", value: "gone", dir: "asc" }), dataset, 0);
  expect(missing.ok ? [] : missing.error.map(({ code }) => code)).toEqual(["pivot/unknown-value"]);
  const other = unwrap(engine.run(byRegion.spec, engine.decode(dealBytes(), "2"), 0));
  expect(other.stats).not.toBe(first.stats);
  const thisYear: PivotSpec = {
    ...byRegion.spec,
    filter: ["period", "closeDate", { grain: "year" }],
  };
  const in2024 = unwrap(engine.run(thisYear, dataset, Date.UTC(2024, 5, 1)));
  const in2025 = unwrap(engine.run(thisYear, dataset, Date.UTC(2025, 5, 1)));
  expect([in2024.stats.selected, in2025.stats.selected]).toEqual([4, 3]);
});
