import { selectRows, type Filter } from "../filter/index.ts";
import { err, fault, ok, type Instant, type Result } from "../kernel/index.ts";
import { bucketOf, type BucketContext } from "./bucket.ts";
import { pivotLimits } from "./check-spec.ts";
import type { CheckedSpec } from "./checked.ts";
import { codingOf, type Coding } from "./coding.ts";
import type { Column, Dataset } from "./dataset.ts";
import { deriveColumns } from "./derive-columns.ts";
import type { ExpressionEngine } from "./expressions.ts";
import { universesOf, type Universe } from "./fill.ts";
import { measureReaders, type MeasureReader } from "./formula-cells.ts";
import { groupCodes, groupedLevel, plainLevel, type Groups, type Level } from "./level.ts";
import type { Measure } from "./measure-plan.ts";
import { canonicalSorts } from "./member.ts";
import { narrow, type ScoreLevels } from "./narrow.ts";
import { warnsNonFinite, type FloatUse } from "./non-finite.ts";
import { planScan, type ScanSource } from "./plan-scan.ts";
import { runScan } from "./run-scan.ts";
import type { ScanPlan } from "./scan.ts";
import { isAggregate, type AggregateValue, type Bucket, type Dim, type Sort } from "./spec.ts";
import { tooManyCells } from "./too-many-cells.ts";

/** What a run is told from outside. */
export interface PivotFacts {
  /** Epoch milliseconds; relative periods are seen from here. */
  readonly now: Instant;
  /** What joins name. */
  readonly datasets?: ReadonlyMap<string, Dataset>;
  /** Reads formulas: `expressions` of `@ennead/core/expression`. */
  readonly expressions?: ExpressionEngine;
}

/** How one data set answers one spec: what the scan keeps, and how cells are read from it. */
export interface Plan {
  readonly spec: CheckedSpec;
  readonly dataset: Dataset;
  readonly facts: PivotFacts;
  /** Where records are read again: columns with those of joins and formulas, and the rows of a condition. */
  readonly source: ScanSource;
  readonly scan: ScanPlan;
  /** The aggregates, in the order of the spec. */
  readonly measures: readonly Measure[];
  /** Aggregates, then formulas, by name. */
  readonly readers: ReadonlyMap<string, MeasureReader>;
  readonly rowSorts: readonly Sort[];
  readonly colSorts: readonly Sort[];
  /** What each level shows besides the members that have records. */
  readonly rowFill: readonly (Universe | null)[];
  readonly colFill: readonly (Universe | null)[];
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

/** Fields that the spec names, of records and of what is derived from them. */
const fieldsOf = (spec: CheckedSpec): ReadonlySet<string> => {
  const used = new Set<string>();
  for (const dim of [...spec.rows, ...spec.cols]) used.add(dim.field);
  for (const value of spec.values) {
    if (!isAggregate(value)) continue;
    for (const field of [value.field, value.currency, value.weight, ...(value.orderBy ?? [])]) {
      if (field !== undefined) used.add(field);
    }
  }
  return used;
};

/** Plans the scan of some aggregates over levels: of records, or of groups that a database made of them. */
export type PlanLevels = (
  values: readonly AggregateValue[],
  rowLevels: readonly Level[],
  colLevels: readonly Level[],
  selected: Uint8Array | undefined,
  most: number,
) => Pick<ReturnType<typeof planScan>, "scan" | "measures">;

/** Evaluates one measure over the levels of one axis, for members that are chosen by it. */
const scoring =
  (planLevels: PlanLevels, spec: CheckedSpec, facts: PivotFacts): ScoreLevels =>
  (levels, selected, name) => {
    const aggregates = spec.values.filter(isAggregate);
    const own = aggregates.filter((value) => value.name === name);
    const needed = own.length === 0 ? aggregates : own;
    const { scan, measures } = planLevels(needed, levels, [], selected, pivotLimits.cells);
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

/** What a plan is made over: rows with all columns that the spec names, and those that its filter keeps. */
export interface PlanRows {
  readonly dataset: Dataset;
  readonly source: ScanSource;
  readonly columns: ReadonlyMap<string, Column>;
  readonly filtered: Uint8Array | undefined;
  readonly planLevels: PlanLevels;
}

/** Plans a spec over rows: takes out the members that fail a `having` or are not at the top. Fault: `pivot/too-many-cells`. */
export const planRows = (
  spec: CheckedSpec,
  { dataset, source, columns, filtered, planLevels }: PlanRows,
  facts: PivotFacts,
): Result<{ readonly plan: Plan; readonly selected: Uint8Array | undefined }> => {
  const { rows, columnOf } = source;
  const levels = (dims: readonly Dim[]): readonly Level[] =>
    dims.map((dim) => levelOf(dim, columnOf(dim.field), spec));
  const whole = { selected: filtered, rows: levels(spec.rows), cols: levels(spec.cols) };
  const left = narrow(spec, whole, rows, scoring(planLevels, spec, facts));
  const most = Math.min(spec.limits?.cells ?? pivotLimits.cells, pivotLimits.cells);
  if (left === undefined) return tooManyCells(most);
  const fill = (axis: "rows" | "cols"): readonly (Universe | null)[] | undefined =>
    universesOf(spec[axis], whole[axis], columnOf, rows, filtered, spec);
  const [rowFill, colFill] = [fill("rows"), fill("cols")];
  if (rowFill === undefined || colFill === undefined) return tooManyCells(most);
  const { scan, measures } = planLevels(
    spec.values.filter(isAggregate),
    left.rows,
    left.cols,
    left.selected,
    Math.floor(most / Math.max(1, spec.values.length)),
  );
  const infos = measures.map(({ info }) => info);
  const plan: Plan = {
    spec,
    dataset,
    facts,
    source,
    scan,
    measures,
    readers: measureReaders(spec.values, infos, facts.expressions, facts.now),
    rowSorts: canonicalSorts(spec.rows, spec.cols, { columns }),
    colSorts: canonicalSorts(spec.cols, spec.rows, { columns }),
    rowFill,
    colFill,
    cells: most,
    nonFinite: false,
  };
  return ok({ plan, selected: left.selected });
};

/** The records of a data set as a spec sees them: with the columns it derives, and those that its filter keeps. */
interface Seen {
  readonly columns: ReadonlyMap<string, Column>;
  readonly source: ScanSource;
  readonly filtered: Uint8Array | undefined;
}

const seen = (spec: CheckedSpec, dataset: Dataset, facts: PivotFacts): Result<Seen> => {
  const { rows } = dataset;
  const zoned = { ...facts, timeZone: spec.timeZone ?? "UTC" };
  const derived = deriveColumns(spec, dataset, zoned);
  if (!derived.ok) return derived;
  const columns = derived.value;
  for (const field of fieldsOf(spec)) {
    if (columns.has(field)) continue;
    const message = `The data set has no column ${JSON.stringify(field)}.`;
    return err(fault("pivot/unknown-field", message));
  }
  const columnOf = (field: string): Column => columns.get(field) as Column;
  const table = { rows, columns };
  const filterFacts = {
    now: facts.now,
    timeZone: zoned.timeZone,
    weekStart: spec.weekStart ?? 1,
    ...(facts.expressions === undefined ? {} : { expressions: facts.expressions }),
  };
  const select = (filter: Filter): Uint8Array => selectRows(filter, table, filterFacts);
  const filtered = spec.filter === undefined ? undefined : select(spec.filter);
  return ok({ columns, source: { rows, columnOf, select }, filtered });
};

/** Whether a number that is not finite lies in a field that the report groups or measures. */
const hasNonFinite = (
  { rows, cols }: CheckedSpec,
  { columnOf }: ScanSource,
  floats: readonly FloatUse[],
  selected: Uint8Array | undefined,
): boolean => {
  const grouped = [...rows, ...cols].map(({ field }) => ({
    column: columnOf(field),
    where: undefined,
  }));
  return warnsNonFinite([...grouped, ...floats], selected);
};

/**
 * Plans a checked spec over a data set: derives columns, selects records, takes out the members that fail a `having` or
 * are not at the top. The scan itself has not happened yet; a plan may be run as often as one likes. Faults:
 * `pivot/unknown-field` where the data set lacks a column that the catalogue had, `pivot/join-fan-out`,
 * `pivot/unknown-source`, `pivot/bad-formula`, `pivot/too-many-cells`.
 */
export const planPivot = (spec: CheckedSpec, dataset: Dataset, facts: PivotFacts): Result<Plan> => {
  const found = seen(spec, dataset, facts);
  if (!found.ok) return found;
  const { columns, source, filtered } = found.value;
  let floats: readonly FloatUse[] = [];
  const planLevels: PlanLevels = (...levels) => {
    const planned = planScan(source, ...levels);
    // The last scan that is planned is that of the report.
    floats = planned.floats;
    return planned;
  };
  const planned = planRows(spec, { dataset, source, columns, filtered, planLevels }, facts);
  if (!planned.ok) return planned;
  const { plan, selected } = planned.value;
  return ok({ ...plan, nonFinite: hasNonFinite(spec, source, floats, selected) });
};

/** A few records as a spec that chooses no members sees them. */
export interface RecordsRead {
  readonly source: ScanSource;
  readonly rows: readonly Level[];
  readonly cols: readonly Level[];
  readonly selected: Uint8Array | undefined;
  /** What `planPivot` would scan, without what a report needs to be read and shown. */
  readonly plan: () => { readonly scan: ScanPlan; readonly nonFinite: boolean };
}

/** Reads a few records for a spec that chooses no members. Faults: those of `planPivot`. */
export const readRecords = (
  spec: CheckedSpec,
  records: Dataset,
  facts: PivotFacts,
): Result<RecordsRead> => {
  const found = seen(spec, records, facts);
  if (!found.ok) return found;
  const { source, filtered: selected } = found.value;
  const levels = (dims: readonly Dim[]): readonly Level[] =>
    dims.map((dim) => levelOf(dim, source.columnOf(dim.field), spec));
  const [rows, cols] = [levels(spec.rows), levels(spec.cols)];
  const plan = (): ReturnType<RecordsRead["plan"]> => {
    const values = spec.values.filter(isAggregate);
    const { scan, floats } = planScan(source, values, rows, cols, selected, pivotLimits.cells);
    return { scan, nonFinite: hasNonFinite(spec, source, floats, selected) };
  };
  return ok({ source, rows, cols, selected, plan });
};
