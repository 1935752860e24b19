import { selectRows, type Filter } from "../filter/index.ts";
import { canonicalJson, err, fault, ok, type Instant, type Result } from "../kernel/index.ts";
import { AxisCoder } from "./axis-coder.ts";
import { bucketOf, type BucketContext } from "./bucket.ts";
import { pivotLimits } from "./check-spec.ts";
import type { CheckedSpec } from "./checked.ts";
import { codingOf, type Coding } from "./coding.ts";
import type { Column, Dataset } from "./dataset.ts";
import { LanePlanner } from "./lane-planner.ts";
import { groupCodes, groupedLevel, plainLevel, type Groups, type Level } from "./level.ts";
import type { DistinctLane, Measure } from "./measure-plan.ts";
import { planMeasure } from "./measure.ts";
import { canonicalSorts } from "./member.ts";
import { warnsNonFinite, type FloatUse } from "./non-finite.ts";
import type { ScanPlan } from "./scan.ts";
import type { Bucket, Dim, Sort } from "./spec.ts";

/** What a run is told from outside. */
export interface PivotFacts {
  /** Epoch milliseconds; relative periods are seen from here. */
  readonly now: Instant;
}

/** How one data set answers one spec: what the scan keeps, and how cells are read from it. */
export interface Plan {
  readonly spec: CheckedSpec;
  readonly dataset: Dataset;
  readonly scan: ScanPlan;
  readonly measures: readonly Measure[];
  readonly rowSorts: readonly Sort[];
  readonly colSorts: readonly Sort[];
  /** Most cells times measures. */
  readonly cells: number;
  /** Whether a number that is not finite lies among the rows. */
  readonly nonFinite: boolean;
}

// Grouping a million distinct instants takes a while, and the next report of the same data asks for the same months.
const knownGroups = new WeakMap<Coding, Map<string, Groups>>();

const groupsOf = (bucket: Bucket, coding: Coding, context: BucketContext): Groups => {
  let known = knownGroups.get(coding);
  if (known === undefined) knownGroups.set(coding, (known = new Map()));
  const key = JSON.stringify([bucket, context]);
  let groups = known.get(key);
  if (groups === undefined) {
    groups = groupCodes(coding, bucketOf(bucket, coding, context));
    // A builder tries many buckets; the latest few are those that come again.
    if (known.size >= 8) known.delete([...known.keys()][0] ?? "");
    known.set(key, groups);
  }
  return groups;
};

const levelOf = (dim: Dim, column: Column, spec: CheckedSpec): Level => {
  const coding = codingOf(column);
  if (dim.bucket === undefined) return plainLevel(dim.name, coding);
  const context = {
    type: column.type,
    scale: column.scale ?? 0,
    timeZone: spec.timeZone ?? "UTC",
    weekStart: spec.weekStart ?? 1,
  };
  return groupedLevel(dim.name, coding, groupsOf(dim.bucket, coding, context));
};

/**
 * Plans a checked spec over a data set. The scan itself has not happened yet; a plan may be run as often as one likes.
 * Fault: `pivot/unknown-field` where the data set lacks a column that the catalogue had.
 */
export const planPivot = (spec: CheckedSpec, dataset: Dataset, facts: PivotFacts): Result<Plan> => {
  const { rows } = dataset;
  const used = new Set<string>();
  for (const dim of [...spec.rows, ...spec.cols]) used.add(dim.field);
  for (const { field, currency } of spec.values) {
    if (field !== undefined) used.add(field);
    if (currency !== undefined) used.add(currency);
  }
  const missing = [...used].find((field) => !dataset.columns.has(field));
  if (missing !== undefined) {
    return err(
      fault("pivot/unknown-field", `The data set has no column ${JSON.stringify(missing)}.`),
    );
  }
  const columnOf = (field: string): Column => dataset.columns.get(field) as Column;
  const filterFacts = {
    now: facts.now,
    timeZone: spec.timeZone ?? "UTC",
    weekStart: spec.weekStart ?? 1,
  };
  const select = (filter: Filter | undefined): Uint8Array | undefined =>
    filter === undefined ? undefined : selectRows(filter, dataset, filterFacts);
  const selected = select(spec.filter);
  const floats: FloatUse[] = [];
  const axis = (dims: readonly Dim[]): AxisCoder =>
    new AxisCoder(
      dims.map((dim) => {
        const column = columnOf(dim.field);
        floats.push({ column, where: undefined });
        return levelOf(dim, column, spec);
      }),
      rows,
    );
  const [rowAxis, colAxis] = [axis(spec.rows), axis(spec.cols)];

  const planner = new LanePlanner();
  const records = planner.request({ key: "records", where: undefined, validity: undefined });
  const distinct: DistinctLane[] = [];
  const conditions = new Map<string, Uint8Array | undefined>([["", undefined]]);
  const measures = spec.values.map((value) => {
    const written = value.where === undefined ? ok("") : canonicalJson(value.where);
    const whereKey = written.ok ? written.value : `of ${value.name}`;
    if (!conditions.has(whereKey)) conditions.set(whereKey, select(value.where));
    const where = conditions.get(whereKey);
    const column = value.field === undefined ? undefined : columnOf(value.field);
    if (column !== undefined && value.agg !== "records") floats.push({ column, where });
    return planMeasure(value, {
      planner,
      distinct,
      where,
      whereKey,
      column,
      currency: value.currency === undefined ? undefined : columnOf(value.currency),
      rows,
    });
  });
  const { lanes, slots } = planner.layout();
  const cells = Math.min(spec.limits?.cells ?? pivotLimits.cells, pivotLimits.cells);
  return ok({
    spec,
    dataset,
    scan: {
      rows,
      rowAxis,
      colAxis,
      selected,
      lanes,
      slots,
      distinct,
      records: records.places().count,
      mostCells: Math.floor(cells / Math.max(1, measures.length)),
    },
    measures,
    rowSorts: canonicalSorts(spec.rows, spec.cols, dataset),
    colSorts: canonicalSorts(spec.cols, spec.rows, dataset),
    cells,
    nonFinite: warnsNonFinite(floats, selected),
  });
};
