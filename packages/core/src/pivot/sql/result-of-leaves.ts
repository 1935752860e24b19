import { selectRows, type Filter } from "../../filter/index.ts";
import { ok, type Result } from "../../kernel/index.ts";
import { AxisCoder } from "../axis-coder.ts";
import { pivotLimits } from "../check-spec.ts";
import type { CheckedSpec } from "../checked.ts";
import type { Column, Dataset } from "../dataset.ts";
import { deriveColumns } from "../derive-columns.ts";
import { universesOf, type Universe } from "../fill.ts";
import { measureReaders } from "../formula-cells.ts";
import { LanePlanner } from "../lane-planner.ts";
import type { Level } from "../level.ts";
import { planExtreme } from "../measure-extreme.ts";
import type { DistinctLane, HolisticLane, Measure, MeasureContext } from "../measure-plan.ts";
import { planSum } from "../measure-sum.ts";
import { planMeasure, planMixed, totalMeasure, typeOf, withCurrency } from "../measure.ts";
import { canonicalSorts } from "../member.ts";
import { narrow, type ScoreLevels } from "../narrow.ts";
import { levelOf, type PivotFacts, type Plan } from "../plan.ts";
import type { PivotResult } from "../result.ts";
import { runScan } from "../run-scan.ts";
import { resultFrom } from "../run.ts";
import type { ScanPlan } from "../scan.ts";
import { isAggregate, type AggregateValue, type Dim } from "../spec.ts";
import { tooManyCells } from "../too-many-cells.ts";
import type { LeafMeasure } from "./leaf-measure.ts";
import type { Leaves } from "./leaves.ts";

/** The leaves of a report and how its aggregates are read from them. */
export interface LeafReport {
  readonly leaves: Leaves;
  /** By the number of the aggregate. */
  readonly measures: readonly LeafMeasure[];
  /** Conditions of the report that the database could not judge. */
  readonly kept: Filter | undefined;
  /** The part that holds the unfiltered data. */
  readonly universe: number | undefined;
  readonly facts: PivotFacts;
}

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
  values: readonly (readonly [AggregateValue, LeafMeasure])[],
  rowLevels: readonly Level[],
  colLevels: readonly Level[],
  selected: Uint8Array,
  most: number,
): { readonly scan: ScanPlan; readonly measures: readonly Measure[] } => {
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
  const measures = values.map(([value, leaf]) => {
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

/** Evaluates one measure over the levels of one axis, for members that are chosen by it. */
const scoring =
  (source: LeafSource, spec: CheckedSpec, facts: PivotFacts): ScoreLevels =>
  (levels, selected, name) => {
    const all = pairsOf(spec, source.measures);
    const own = all.filter(([value]) => value.name === name);
    const needed = own.length === 0 ? all : own;
    const rows = selected ?? new Uint8Array(source.leaves.rows).fill(1);
    const { scan, measures } = planLeaves(source, needed, levels, [], rows, pivotLimits.cells);
    const cells = runScan(scan);
    if (cells === undefined) return undefined;
    const infos = measures.map(({ info }) => info);
    const reader = measureReaders(spec.values, infos, facts.expressions, facts.now).get(name);
    return {
      axis: cells.rows,
      type: reader?.info.type ?? "float",
      score: (node) => {
        const cell = cells.find(node, 0);
        return (
          reader?.read((at) => (cell < 0 ? null : (measures[at]?.read(cells, cell) ?? null))) ??
          null
        );
      },
    };
  };

const pairsOf = (
  spec: CheckedSpec,
  measures: readonly LeafMeasure[],
): readonly (readonly [AggregateValue, LeafMeasure])[] =>
  spec.values.filter(isAggregate).flatMap((value, at) => {
    const leaf = measures[at];
    return leaf === undefined ? [] : [[value, leaf] as const];
  });

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
  const table = { rows, columns };
  const filterFacts = { now: facts.now, timeZone: zoned.timeZone, weekStart: spec.weekStart ?? 1 };
  const judged = (filter: Filter | undefined): Uint8Array | undefined =>
    filter === undefined ? undefined : selectRows(filter, table, filterFacts);
  const rowsOf: LeafSource["rowsOf"] = (part, where) => {
    const meets = judged(where);
    return Uint8Array.from(leaves.part, (own, row) => (own === part && meets?.[row] !== 0 ? 1 : 0));
  };
  const keeps = judged(kept);
  const filtered = Uint8Array.from(leaves.part, (own, row) =>
    own !== universe && keeps?.[row] !== 0 ? 1 : 0,
  );
  const source: LeafSource = { leaves, measures, columnOf, rowsOf };
  const levels = (dims: readonly Dim[]): readonly Level[] =>
    dims.map((dim) => levelOf(dim, columnOf(dim.field), spec));
  const whole = { selected: filtered, rows: levels(spec.rows), cols: levels(spec.cols) };
  const left = narrow(spec, whole, rows, scoring(source, spec, facts));
  const most = Math.min(spec.limits?.cells ?? pivotLimits.cells, pivotLimits.cells);
  if (left === undefined) return tooManyCells(most);
  const fill = (axis: "rows" | "cols"): readonly (Universe | null)[] | undefined =>
    universesOf(spec[axis], whole[axis], columnOf, rows, filtered, spec);
  const [rowFill, colFill] = [fill("rows"), fill("cols")];
  if (rowFill === undefined || colFill === undefined) return tooManyCells(most);
  const selected = left.selected ?? filtered;
  const planned = planLeaves(
    source,
    pairsOf(spec, measures),
    left.rows,
    left.cols,
    selected,
    Math.floor(most / Math.max(1, spec.values.length)),
  );
  const infos = planned.measures.map(({ info }) => info);
  const plan: Plan = {
    spec,
    dataset,
    facts,
    source: { rows, columnOf, select: (filter) => selectRows(filter, table, filterFacts) },
    scan: planned.scan,
    measures: planned.measures,
    readers: measureReaders(spec.values, infos, facts.expressions, facts.now),
    rowSorts: canonicalSorts(spec.rows, spec.cols, table),
    colSorts: canonicalSorts(spec.cols, spec.rows, table),
    rowFill,
    colFill,
    cells: most,
    nonFinite: leaves.nonFinite.some((records, row) => records > 0 && selected[row] !== 0),
  };
  const cells = runScan(plan.scan);
  if (cells === undefined) return tooManyCells(most);
  const result = resultFrom(plan, cells);
  if (!result.ok) return result;
  const { stats } = result.value;
  return ok({ ...result.value, stats: { ...stats, selected: result.value.recordsAt(0, 0) } });
};
