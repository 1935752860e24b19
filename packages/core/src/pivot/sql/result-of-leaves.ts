import { selectRows, type Filter } from "../../filter/index.ts";
import { ok, type Result } from "../../kernel/index.ts";
import { AxisCoder } from "../axis-coder.ts";
import type { CheckedSpec } from "../checked.ts";
import type { Column, Dataset } from "../dataset.ts";
import { deriveColumns } from "../derive-columns.ts";
import { LanePlanner } from "../lane-planner.ts";
import type { Level } from "../level.ts";
import { planExtreme } from "../measure-extreme.ts";
import type { DistinctLane, HolisticLane, Measure, MeasureContext } from "../measure-plan.ts";
import { planSum } from "../measure-sum.ts";
import { planMeasure, planMixed, totalMeasure, typeOf, withCurrency } from "../measure.ts";
import { planRows, type PivotFacts, type PlanLevels } from "../plan.ts";
import type { PivotResult } from "../result.ts";
import { runScan } from "../run-scan.ts";
import { resultFrom } from "../run.ts";
import type { AggregateValue } from "../spec.ts";
import { tooManyCells } from "../too-many-cells.ts";
import type { LeafMeasure } from "./leaf-measure.ts";
import type { Leaves } from "./leaves.ts";

/** The leaves of a report and how its aggregates are read from them. */
export interface LeafReport {
  readonly leaves: Leaves;
  readonly measures: ReadonlyMap<AggregateValue, LeafMeasure>;
  /** Conditions of the report that the database could not judge. */
  readonly kept: Filter | undefined;
  /** The part that holds the unfiltered data. */
  readonly universe: number | undefined;
  readonly facts: PivotFacts;
}

/** The records of the report; every aggregate of a compiled spec has its own. */
const noLeaf: LeafMeasure = { kind: "records", part: 0, where: undefined };

/** Columns are read by field; a field that is only counted has the schema of its column and no values. */
interface LeafSource extends Pick<LeafReport, "leaves" | "measures"> {
  readonly columnOf: (field: string) => Column;
  /** The rows of a part that meet a condition. */
  readonly rowsOf: (part: number, where: Filter | undefined) => Uint8Array;
}

const optional = (
  columnOf: LeafSource["columnOf"],
  field: string | undefined,
): Column | undefined => (field === undefined ? undefined : columnOf(field));

/** A measure over states of groups: they are merged as if they were values, because sums and extremes can be. */
const measureOfStates = (
  { name, field, currency }: AggregateValue,
  leaf: Exclude<LeafMeasure, { kind: "records" }>,
  { leaves, columnOf }: LeafSource,
  shared: Pick<MeasureContext, "planner" | "distinct" | "holistic" | "rows">,
): Measure => {
  const stateOf = (number: number): Column => leaves.states[leaf.part]?.[number] as Column;
  const contextOf = (column: Column): MeasureContext => ({
    ...shared,
    where: undefined,
    whereKey: "",
    column,
    currency: optional(columnOf, currency),
    weight: undefined,
    orderBy: [],
  });
  const summed = (number: number): ReturnType<typeof planSum> =>
    planSum(stateOf(number), contextOf(stateOf(number)));
  const column = optional(columnOf, field);
  if (leaf.kind === "count" || column === undefined) {
    const { total } = summed(leaf.kind === "extreme" ? leaf.state : leaf.count);
    return {
      info: { name, type: "int", empty: 0 },
      read: (cells, cell) => Number(total(cells, cell)),
    };
  }
  if (leaf.kind === "extreme") {
    const state = stateOf(leaf.state);
    const context = contextOf(state);
    const extreme = { info: { name, ...typeOf(column) }, ...planExtreme(state, leaf.agg, context) };
    return withCurrency(extreme, planMixed(state, context));
  }
  const [sum, values] = [summed(leaf.sum), summed(leaf.count)];
  return withCurrency(
    totalMeasure(name, leaf.agg, column, {
      count: (cells, cell) => Number(values.total(cells, cell)),
      total: sum.total,
    }),
    planMixed(stateOf(leaf.sum), contextOf(stateOf(leaf.sum))),
  );
};

/** The scan of some aggregates over the leaves: like that of records, but a row counts as many as it stands for. */
const planLeaves = (
  source: LeafSource,
  values: readonly AggregateValue[],
  rowLevels: readonly Level[],
  colLevels: readonly Level[],
  selected: Uint8Array | undefined,
  most: number,
): ReturnType<PlanLevels> => {
  const { leaves, columnOf, rowsOf } = source;
  const { rows } = leaves;
  const planner = new LanePlanner();
  const records = planner.request({
    key: "records of leaves",
    where: undefined,
    validity: undefined,
    values: leaves.records,
    sum: "plain",
  });
  const distinct: DistinctLane[] = [];
  const holistic: HolisticLane[] = [];
  const shared = { planner, distinct, holistic, rows };
  const measures = values.map((value) => {
    const leaf = source.measures.get(value) ?? noLeaf;
    if (leaf.kind !== "records") return measureOfStates(value, leaf, source, shared);
    return planMeasure(value, {
      ...shared,
      where: rowsOf(leaf.part, leaf.where),
      whereKey: JSON.stringify([leaf.part, leaf.where]),
      column: optional(columnOf, value.field),
      currency: optional(columnOf, value.currency),
      weight: optional(columnOf, value.weight),
      orderBy: (value.orderBy ?? []).map(columnOf),
    });
  });
  const { lanes, slots, byKey } = planner.layout();
  return {
    scan: {
      rows,
      rowAxis: new AxisCoder(rowLevels, rows),
      colAxis: new AxisCoder(colLevels, rows),
      selected,
      lanes,
      byKey,
      slots,
      distinct,
      holistic,
      records: records.places().sum,
      mostCells: most,
    },
    measures,
  };
};

const warnsAtAll = ({ nonFinite, part }: Leaves, selected: Uint8Array): boolean =>
  nonFinite.some((records, row) => records > 0 && part[row] === 0 && selected[row] !== 0);

/** Whether a measure whose condition the database could not judge reads numbers that are not finite. */
const warns = (
  leaf: LeafMeasure,
  { leaves, rowsOf }: LeafSource,
  selected: Uint8Array,
): boolean => {
  if (leaf.kind !== "records" || leaf.where === undefined) return false;
  const read = rowsOf(leaf.part, leaf.where);
  return leaves.nonFinite.some(
    (records, row) => records > 0 && read[row] !== 0 && selected[row] !== 0,
  );
};

/** The report of a checked spec over its leaves: the steps of a plan over records, in the same order. Faults: those of a run. */
export const resultOfLeaves = (
  spec: CheckedSpec,
  { leaves, measures, kept, universe, facts }: LeafReport,
): Result<PivotResult> => {
  const { rows } = leaves;
  const zoned = { ...facts, timeZone: spec.timeZone ?? "UTC" };
  const dataset: Dataset = { rows, columns: leaves.columns, version: "" };
  const derived = deriveColumns(spec, dataset, zoned);
  if (!derived.ok) return derived;
  const columns = derived.value;
  const columnOf = (field: string): Column => columns.get(field) as Column;
  const filterFacts = { ...zoned, weekStart: spec.weekStart ?? 1 };
  const select = (filter: Filter): Uint8Array => selectRows(filter, { rows, columns }, filterFacts);
  const rowsOf: LeafSource["rowsOf"] = (part, where) => {
    const meets = where === undefined ? undefined : select(where);
    return Uint8Array.from(leaves.part, (own, row) => (own === part && meets?.[row] !== 0 ? 1 : 0));
  };
  const keeps = kept === undefined ? undefined : select(kept);
  const filtered = Uint8Array.from(leaves.part, (own, row) =>
    own !== universe && keeps?.[row] !== 0 ? 1 : 0,
  );
  const source: LeafSource = { leaves, measures, columnOf, rowsOf };
  const planned = planRows(
    spec,
    {
      dataset,
      source: { rows, columnOf, select },
      columns,
      filtered,
      planLevels: (...levels) => planLeaves(source, ...levels),
    },
    facts,
  );
  if (!planned.ok) return planned;
  const { plan, selected = filtered } = planned.value;
  const nonFinite = [...measures.values()].some((leaf) => warns(leaf, source, selected));
  const cells = runScan(plan.scan);
  if (cells === undefined) return tooManyCells(plan.cells);
  const result = resultFrom(
    { ...plan, nonFinite: nonFinite || warnsAtAll(leaves, selected) },
    cells,
  );
  if (!result.ok) return result;
  const { stats } = result.value;
  return ok({ ...result.value, stats: { ...stats, selected: result.value.recordsAt(0, 0) } });
};
