import { unwrap } from "@ennead/core/kernel";
import {
  applyDelta,
  checkSpec,
  datasetFromColumns,
  datasetFromRows,
  openPivot,
  planPivot,
  resultOf,
  runPivot,
  type Dataset,
  type PivotState,
  type Value,
} from "@ennead/core/pivot";
import { expect, test } from "vitest";

const deals = (...rows: readonly unknown[][]): Dataset =>
  unwrap(
    datasetFromRows(rows, [
      { name: "owner", type: "text" },
      { name: "amount", type: "int" },
    ]),
  );

const opened = (dataset: Dataset, values: readonly Value[], top?: object): PivotState => {
  const rows = [{ name: "owner", field: "owner", ...(top === undefined ? {} : { top }) }];
  const spec = { version: 1, source: "deal", rows, cols: [], values };
  const checked = unwrap(checkSpec(spec, dataset));
  return unwrap(openPivot(unwrap(planPivot(checked, dataset, { now: 0 }))));
};

const cellsOf = (state: PivotState): unknown => {
  const result = unwrap(resultOf(state));
  return result.rows.nodes.map(({ label, index }) => [label, result.cell(index, 0, 0)]);
};

const sum: Value = { name: "s", agg: "sum", field: "amount" };
const low: Value = { name: "s", agg: "min", field: "amount" };
const start = deals(["Ada", 1], ["Ada", 5], ["Ben", 7]);

test("a record that moves to another group changes both and leaves the total", () => {
  const state = unwrap(
    applyDelta(opened(start, [sum]), {
      dataset: deals(["Ada", 1], ["Ben", 5], ["Ben", 7]),
      removed: deals(["Ada", 5]),
      added: deals(["Ben", 5]),
    }),
  );
  expect(state.step.how).toBe("delta");
  expect(cellsOf(state)).toEqual([
    ["", 13],
    ["Ada", 1],
    ["Ben", 12],
  ]);
});

test("a group whose last record left is gone", () => {
  const removed = deals(["Ben", 7]);
  const dataset = deals(["Ada", 1], ["Ada", 5]);
  const state = unwrap(applyDelta(opened(start, [sum]), { dataset, removed }));
  expect(state.step.how).toBe("delta");
  expect(cellsOf(state)).toEqual([
    ["", 6],
    ["Ada", 6],
  ]);
});

test("the least value that leaves makes the records be read again", () => {
  const removed = deals(["Ada", 1]);
  const dataset = deals(["Ada", 5], ["Ben", 7]);
  const state = unwrap(applyDelta(opened(start, [low]), { dataset, removed }));
  expect(state.step).toEqual({ how: "scan", why: "the least or largest value left" });
  expect(cellsOf(state)).toEqual([
    ["", 5],
    ["Ada", 5],
    ["Ben", 7],
  ]);
});

test("a new member extends the axis after one scan, and is followed from then on", () => {
  const dataset = deals(["Ada", 1], ["Ada", 5], ["Ben", 7], ["Cem", 2]);
  const added = deals(["Cem", 2]);
  const once = unwrap(applyDelta(opened(start, [sum]), { dataset, added }));
  expect(once.step).toEqual({ how: "scan", why: "owner has a new member" });
  const more = deals(["Ada", 1], ["Ada", 5], ["Ben", 7], ["Cem", 2], ["Cem", 2]);
  const twice = unwrap(applyDelta(once, { dataset: more, added }));
  expect(twice.step.how).toBe("delta");
  expect(cellsOf(twice)).toContainEqual(["Cem", 4]);
});

test("the first missing value of a field is counted apart from the records", () => {
  const count: Value = { name: "s", agg: "count", field: "amount" };
  const dataset = deals(["Ada", 1], ["Ada", 5], ["Ben", 7], ["Ada", null]);
  const state = unwrap(
    applyDelta(opened(start, [count]), { dataset, added: deals(["Ada", null]) }),
  );
  expect(cellsOf(state)).toEqual([
    ["", 3],
    ["Ada", 2],
    ["Ben", 1],
  ]);
});

test("a top is chosen anew from all records, and the step says so", () => {
  const dataset = deals(["Ada", 1], ["Ada", 5], ["Ben", 7], ["Ada", 9]);
  const state = unwrap(
    applyDelta(opened(start, [sum], { n: 1, by: "s", others: false }), {
      dataset,
      added: deals(["Ada", 9]),
    }),
  );
  expect(state.step).toEqual({ how: "scan", why: "top chooses members anew" });
  expect(cellsOf(state)).toEqual([
    ["", 15],
    ["Ada", 15],
  ]);
});

const coded = (dict: readonly string[], codes: readonly number[]): Dataset =>
  unwrap(
    datasetFromColumns([
      { name: "owner", type: "text", dict, codes: Int32Array.from(codes) },
      { name: "amount", type: "int", values: Float64Array.from(codes, () => 1) },
    ]),
  );

test("a dictionary that grew is no new member until a record has it", () => {
  const state = opened(coded(["Ada", "Ben"], [0, 1]), [sum]);
  const grown = ["Ada", "Ben", "Cem"];
  const dataset = coded(grown, [0, 1, 1]);
  const same = unwrap(applyDelta(state, { dataset, added: coded(grown, [1]) }));
  expect(same.step).toEqual({ how: "delta", why: "" });
  expect(cellsOf(same)).toEqual([
    ["", 3],
    ["Ada", 1],
    ["Ben", 2],
  ]);
  const added = coded(grown, [2]);
  const fresh = unwrap(applyDelta(same, { dataset: coded(grown, [0, 1, 1, 2]), added }));
  expect(fresh.step).toEqual({ how: "scan", why: "owner has a new member" });
  expect(cellsOf(fresh)).toHaveLength(4);
});

/** Records of two dictionaries, the same for all, and a number of each kind. */
const columnsOf = (from: number, to: number): Dataset => {
  const rows = Array.from({ length: to - from }, (_, at) => from + at);
  return unwrap(
    datasetFromColumns([
      { name: "owner", type: "text", dict: owners, codes: Uint8Array.from(rows, (at) => at % 3) },
      { name: "stage", type: "text", dict: stages, codes: Uint8Array.from(rows, (at) => at % 2) },
      { name: "country", type: "text", dict: ["DE"], codes: new Uint8Array(rows.length) },
      { name: "whole", type: "int", values: Float64Array.from(rows, (at) => (at * 37) % 101) },
      { name: "float", type: "float", values: Float64Array.from(rows, (at) => (at * 0.37) % 7) },
    ]),
  );
};
const owners = ["Ada", "Ben", "Cy"];
const stages = ["won", "lost"];

test("appends of any length leave what a run over all records finds, totals included", () => {
  const aggs = ["sum", "min", "max", "count", "var_pop"] as const;
  const values: readonly Value[] = ["whole", "float"].flatMap((field) =>
    aggs.map((agg) => ({ name: `${agg} of ${field}`, agg, field })),
  );
  const [owner, country, stage] = ["owner", "country", "stage"].map((field) => ({
    name: field,
    field,
  }));
  const measures = [values.slice(0, 4), values.slice(5, 9), values.slice(1, 4), values];
  const axes = [
    [[owner], [stage]],
    [[country], [stage]],
    [[owner], [country]],
    [[owner, country], [stage]],
    [[], [stage]],
    [[], []],
  ];
  for (const [rows, cols] of axes) {
    for (const of of measures) {
      const spec = { version: 1, source: "deal", rows, cols, values: of };
      const planOf = (dataset: Dataset) =>
        unwrap(planPivot(unwrap(checkSpec(spec, dataset)), dataset, { now: 0 }));
      let done = 12;
      let state = unwrap(openPivot(planOf(columnsOf(0, done))));
      for (let more = 0; more <= 9; more += 1) {
        const dataset = columnsOf(0, done + more);
        state = unwrap(applyDelta(state, { dataset, added: columnsOf(done, done + more) }));
        done += more;
        expect(state.step.how).toBe("delta");
        const [now, anew] = [unwrap(resultOf(state)), unwrap(runPivot(planOf(dataset), dataset))];
        anew.eachCell((row, col) => {
          for (const at of anew.measures.keys()) {
            expect(now.cell(row, col, at)).toBeCloseTo(Number(anew.cell(row, col, at)), 9);
          }
        });
      }
    }
  }
});
