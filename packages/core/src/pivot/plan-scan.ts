import { canonicalJson } from "../kernel/index.ts";
import { AxisCoder } from "./axis-coder.ts";
import type { Column } from "./dataset.ts";
import { LanePlanner } from "./lane-planner.ts";
import type { Level } from "./level.ts";
import type { DistinctLane, HolisticLane, Measure } from "./measure-plan.ts";
import { planMeasure } from "./measure.ts";
import type { FloatUse } from "./non-finite.ts";
import type { ScanPlan } from "./scan.ts";
import type { AggregateValue } from "./spec.ts";

/** Where measures find their columns and their rows. */
export interface ScanSource {
  readonly rows: number;
  readonly columnOf: (field: string) => Column;
  readonly select: (filter: NonNullable<AggregateValue["where"]>) => Uint8Array;
}

/**
 * The scan of some aggregates over the levels of both axes, of at most `most` cells; how they are read, and which floats
 * it looks at.
 */
export const planScan = (
  { rows, columnOf, select }: ScanSource,
  values: readonly AggregateValue[],
  rowLevels: readonly Level[],
  colLevels: readonly Level[],
  selected: Uint8Array | undefined,
  most: number,
): {
  readonly scan: ScanPlan;
  readonly measures: readonly Measure[];
  readonly floats: readonly FloatUse[];
} => {
  const planner = new LanePlanner();
  const records = planner.request({ key: "records", where: undefined, validity: undefined });
  const distinct: DistinctLane[] = [];
  const holistic: HolisticLane[] = [];
  const floats: FloatUse[] = [];
  const conditions = new Map<string, Uint8Array | undefined>([["", undefined]]);
  const measures = values.map((value) => {
    const written = value.where === undefined ? "" : canonicalJson(value.where);
    const whereKey =
      typeof written === "string" ? written : written.ok ? written.value : `of ${value.name}`;
    if (value.where !== undefined && !conditions.has(whereKey)) {
      conditions.set(whereKey, select(value.where));
    }
    const where = conditions.get(whereKey);
    const column = value.field === undefined ? undefined : columnOf(value.field);
    const weight = value.weight === undefined ? undefined : columnOf(value.weight);
    if (column !== undefined && value.agg !== "records") floats.push({ column, where });
    if (weight !== undefined) floats.push({ column: weight, where });
    return planMeasure(value, {
      planner,
      distinct,
      holistic,
      where,
      whereKey,
      column,
      currency: value.currency === undefined ? undefined : columnOf(value.currency),
      weight,
      orderBy: (value.orderBy ?? []).map(columnOf),
      rows,
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
      records: records.places().count,
      mostCells: most,
    },
    measures,
    floats,
  };
};
