import { err, ok, type Result } from "../kernel/index.ts";
import type { Dataset } from "./dataset.ts";
import { followLanes, type FollowedLanes, type FollowLanes } from "./follow-lanes.ts";
import type { PlacedRequest } from "./lane-planner.ts";
import type { Level } from "./level.ts";
import { lazily } from "./measure-plan.ts";
import { patchBuffers, placeLevel, type PatchBuffers, type PlacedLevel } from "./patch-keys.ts";
import { addRows, lanesOf, reachOf, takeRows } from "./patch-table.ts";
import { planPivot, readRecords, type Plan, type RecordsRead } from "./plan.ts";
import type { PivotResult } from "./result.ts";
import { layoutOf, runScan } from "./run-scan.ts";
import { resultFrom } from "./run.ts";
import { blocksOf, tableCells, type Blocks } from "./scan-dense.ts";
import { scanBuffers, type Buffers } from "./scan-lane.ts";
import { countFilled, type Cells } from "./scan.ts";
import { isAggregate, type AggregateValue } from "./spec.ts";
import { tooManyCells } from "./too-many-cells.ts";

/** Records that came, went or changed (which is both), and the data set as it is afterwards. */
export interface PivotDelta {
  readonly dataset: Dataset;
  readonly added?: Dataset;
  readonly removed?: Dataset;
}

/** How the cells came about: without reading the other records, or by a rescan, and then why. */
export interface PivotStep {
  readonly how: "scan" | "delta";
  readonly why: string;
}

/**
 * An open report that follows its data. `applyDelta` changes the cells in place and answers the next state: a state that
 * was given to it is used up, and results taken from it must not be read any more.
 */
export interface PivotState {
  /** The plan of the last scan. */
  readonly plan: Plan;
  /** The data as it is. */
  readonly dataset: Dataset;
  readonly cells: Cells;
  readonly step: PivotStep;
  /** Present where records can be added and taken out one by one. */
  readonly table?: Table;
}

interface Table {
  readonly blocks: Blocks;
  readonly find: {
    readonly rows: readonly PlacedLevel["find"][];
    readonly cols: readonly PlacedLevel["find"][];
  };
  readonly buffers: PatchBuffers;
  readonly scratch: Buffers;
  readonly state: Float64Array;
  readonly follow: FollowLanes | undefined;
  /** What all magnitudes ever added up plainly come to. */
  reach: number;
}

/** The aggregates whose state takes single records in and out. */
const followed: ReadonlySet<AggregateValue["agg"]> = new Set<AggregateValue["agg"]>([
  "records",
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "var_samp",
  "var_pop",
  "sd_samp",
  "sd_pop",
]);

/** Why a report can only be followed by scanning again; undefined where it can do better. */
const obstacle = ({ spec, source, scan }: Plan): string | undefined => {
  const { layout, why } = layoutOf(scan);
  if (layout === "hashed") return why;
  if (spec.having !== undefined) return "having chooses members anew";
  const dims = [...spec.rows, ...spec.cols];
  if (dims.some(({ top }) => top !== undefined)) return "top chooses members anew";
  if (dims.some(({ fill }) => fill !== undefined)) return "fill looks at all records";
  for (const value of spec.values.filter(isAggregate)) {
    if (!followed.has(value.agg)) return `${value.agg} needs all values of a cell`;
    if (value.currency !== undefined) return "currencies are compared over all records of a cell";
    const column = value.field === undefined ? undefined : source.columnOf(value.field);
    const isRange = value.agg === "min" || value.agg === "max";
    const isSpread = value.agg.startsWith("var") || value.agg.startsWith("sd");
    const isPlain = column?.values !== undefined && !(column.values instanceof BigInt64Array);
    if ((isRange || isSpread) && !isPlain) return `${value.agg} of ${value.field} goes by rank`;
  }
  return undefined;
};

const places = (level: Level): PlacedLevel["find"] =>
  lazily(() => new Map(Array.from({ length: level.size }, (_, at) => [level.member(at), at])));

const open = (plan: Plan, why: string): Result<PivotState> => {
  const cells = runScan(plan.scan);
  if (cells === undefined) return tooManyCells(plan.cells);
  const blocked = obstacle(plan);
  const state: PivotState = { plan, dataset: plan.dataset, cells, step: { how: "scan", why } };
  if (blocked !== undefined) return ok({ ...state, step: { how: "scan", why: blocked } });
  const { rowAxis, colAxis } = plan.scan;
  const find = { rows: rowAxis.levels.map(places), cols: colAxis.levels.map(places) };
  const reach = reachOf(plan.scan, plan.scan);
  const blocks = blocksOf(plan.scan);
  const buffers = patchBuffers(blocks);
  const { spec } = plan;
  const grouped = [...spec.rows, ...spec.cols].map(({ field }) => field);
  const follow = followLanes(plan.scan, grouped);
  const scratch = scanBuffers();
  const table = { blocks, find, buffers, scratch, state: cells.state, follow, reach };
  return ok({ ...state, table });
};

/** Opens a report that is going to be kept up to date. Fault: `pivot/too-many-cells`. */
export const openPivot = (plan: Plan): Result<PivotState> => open(plan, "opened");

/**
 * Whether rows can go into a table: they ask for the same, and requests that share a count there count the same rows
 * here. They do not where a field that had no missing value now has one, or a sum needs more digits.
 */
const fits = (table: Plan["scan"], rows: Plan["scan"]): boolean => {
  if (table.byKey.size !== rows.byKey.size) return false;
  const shared = new Map<number, PlacedRequest>();
  for (const [key, { lane }] of table.byKey) {
    const own = rows.byKey.get(key);
    const first = shared.get(lane.at);
    if (own === undefined) return false;
    if (first === undefined) shared.set(lane.at, own);
    else if (first.lane.at !== own.lane.at && !(countsAll(first) && countsAll(own))) return false;
  }
  return true;
};

const countsAll = ({ request }: PlacedRequest): boolean =>
  request.where === undefined && request.validity === undefined;

/** The lanes of a table over a delta, read off its columns or planned; a sentence where they cannot be. */
const lanesFor = (
  { plan, table }: PivotState & { readonly table: Table },
  { source, plan: planned }: RecordsRead,
  sign: 1 | -1,
): FollowedLanes | string => {
  const read = table.follow?.(source.columnOf, source.rows);
  if (read !== undefined) return read;
  const { scan, nonFinite } = planned();
  if (nonFinite && !plan.nonFinite) return "a number is not finite";
  if (nonFinite && sign < 0) return "a number that is not finite left";
  if (!fits(plan.scan, scan)) return "a field now has missing or larger values";
  return { lanes: lanesOf(plan.scan, scan), reach: reachOf(plan.scan, scan) };
};

/** Adds or removes records; answers why not, with the state of no more use, or undefined. */
const patch = (
  state: PivotState & { readonly table: Table },
  records: Dataset,
  sign: 1 | -1,
): string | undefined => {
  const { plan, table } = state;
  const read = readRecords(plan.spec, records, plan.facts);
  if (!read.ok) return read.error.message;
  const found = lanesFor(state, read.value, sign);
  if (typeof found === "string") return found;
  table.reach += found.reach;
  if (table.reach > Number.MAX_SAFE_INTEGER) return "digits would be lost";
  const { rows, cols, selected } = read.value;
  const { rowAxis, colAxis } = plan.scan;
  const placement = {
    rows: rows.map((level, at) => placeLevel(level, rowAxis.levels[at]!, table.find.rows[at]!)),
    cols: cols.map((level, at) => placeLevel(level, colAxis.levels[at]!, table.find.cols[at]!)),
  };
  const target = { ...table, scan: plan.scan, placement };
  const delta = { rows: records.rows, selected, lanes: found.lanes };
  return sign === 1 ? addRows(target, delta) : takeRows(target, delta);
};

/**
 * The state after records came and went. Costs the records of the delta and the depths of both axes, not the data: a
 * sum, count, average, minimum, maximum or variance takes them into each of their cells and totals. Where that cannot be
 * (a new member, an extreme that left, a median, a top, …) the data set is scanned again, and `step` says why.
 * Faults: those of `planPivot`.
 */
export const applyDelta = (state: PivotState, delta: PivotDelta): Result<PivotState> => {
  const { plan, table, step } = state;
  const { dataset, added, removed } = delta;
  let why = table === undefined ? step.why : undefined;
  if (table !== undefined) {
    const following = { ...state, table };
    if (removed !== undefined) why = patch(following, removed, -1);
    if (added !== undefined && why === undefined) why = patch(following, added, 1);
    if (why === undefined) {
      return ok({ ...state, dataset, step: { how: "delta", why: "" } });
    }
  }
  const again = planPivot(plan.spec, dataset, plan.facts);
  return again.ok ? open(again.value, why ?? "") : err(again.error);
};

/** The report as it is now. Builds both axes: costs the cells, not the records. */
export const resultOf = ({
  plan,
  dataset,
  cells,
  table,
  step,
}: PivotState): Result<PivotResult> => {
  if (table === undefined || step.how === "scan") return resultFrom(plan, cells);
  const { scan } = plan;
  const { state, blocks } = table;
  const width = scan.slots.length;
  const filled = countFilled(state, width, scan.records, 0, blocks.groups);
  if (filled > scan.mostCells) return tooManyCells(plan.cells);
  const grand = blocks.start[0]![0]!;
  const selected = state[grand * width + scan.records]!;
  const now = tableCells(scan, blocks, { state, pairs: [], selected }, filled);
  return resultFrom({ ...plan, dataset }, now);
};
