import { formatUnits } from "../kernel/index.ts";
import type { CheckedValue } from "./checked.ts";
import { codingOf } from "./coding.ts";
import { codesWithEmpty } from "./column-facts.ts";
import type { Column } from "./dataset.ts";
import { planExtreme } from "./measure-extreme.ts";
import { planHolistic } from "./measure-holistic.ts";
import { planOrdered } from "./measure-ordered.ts";
import { laneKey, lazily, type Measure, type MeasureContext } from "./measure-plan.ts";
import { planSum, type SumReader } from "./measure-sum.ts";
import { planSpread, planWeighted } from "./measure-weighted.ts";
import type { CellValue, MeasureInfo, MeasureType } from "./result.ts";

/** The info of a measure that answers values of a column. */
export const typeOf = (column: Column): Omit<MeasureInfo, "name"> => ({
  type: column.type satisfies MeasureType,
  empty: null,
  ...(column.scale === undefined ? {} : { scale: column.scale }),
});

/** Whether the currencies of a column's values in a cell differ; the empty one is a currency like others. */
export const planMixed = (column: Column, context: MeasureContext): Measure["mixed"] => {
  const { currency, planner, where } = context;
  if (currency === undefined) return undefined;
  const handle = planner.request({
    key: JSON.stringify(["currency", column.name, currency.name, context.whereKey]),
    where,
    validity: column.validity,
    values: codesWithEmpty(currency),
    range: true,
  });
  const places = lazily(handle.places);
  return ({ state, width }, cell) => {
    const { min, max } = places();
    return (state[cell * width + min] ?? 0) < (state[cell * width + max] ?? 0);
  };
};

const writeSum = (column: Column, total: number | bigint): CellValue => {
  if (column.type === "int" || column.type === "float") return Number(total);
  return formatUnits(total, column.scale ?? 0);
};

/**
 * Total units over count, by one division of whole numbers: what is added up and divided again comes out as it was, and
 * equal averages of different groups are equal doubles. Wide numbers are cut after 30 digits, far beyond a double's.
 */
const averageOf = (total: number | bigint, count: number, scale: number): number => {
  const divisor = 10 ** scale * count;
  if (typeof total === "number" && divisor <= Number.MAX_SAFE_INTEGER) return total / divisor;
  const exact = (BigInt(total) * 10n ** 30n) / (10n ** BigInt(scale) * BigInt(count));
  return Number(`${exact}e-30`);
};

/** The sum or the average of a column by how its sum is read. */
export const totalMeasure = (
  name: string,
  agg: "sum" | "avg",
  column: Column,
  { count, total, overflows }: SumReader,
): Measure => {
  return {
    info: agg === "sum" ? { name, ...typeOf(column) } : { name, type: "float", empty: null },
    read: (cells, cell) => {
      const values = count(cells, cell);
      if (values === 0 || overflows?.(cells, cell) === true) return null;
      const sum = total(cells, cell);
      if (agg === "sum") return writeSum(column, sum);
      return column.type === "float"
        ? Number(sum) / values
        : averageOf(sum, values, column.scale ?? 0);
    },
    ...(overflows === undefined ? {} : { overflows }),
  };
};

/** A cell of several currencies is empty for that reason alone, whatever its sum would have been. */
export const withCurrency = (measure: Measure, mixed: Measure["mixed"]): Measure => {
  if (mixed === undefined) return measure;
  const { overflows } = measure;
  return {
    ...measure,
    mixed,
    read: (cells, cell) => (mixed(cells, cell) ? null : measure.read(cells, cell)),
    ...(overflows === undefined
      ? {}
      : { overflows: (cells, cell) => !mixed(cells, cell) && overflows(cells, cell) }),
  };
};

const planCount = (name: string, context: MeasureContext, of: "records" | "count"): Measure => {
  const { planner, where } = context;
  const handle = planner.request({
    key: laneKey(of, context),
    where,
    validity: of === "records" ? undefined : context.column?.validity,
    ...(of === "records" || context.column === undefined ? {} : { column: context.column }),
  });
  const places = lazily(handle.places);
  return {
    info: { name, type: "int", empty: 0 },
    read: ({ state, width }, cell) => state[cell * width + places().count] ?? 0,
  };
};

/** Plans one measure: asks the planner for what the scan must keep and answers how a cell is read from it. */
export const planMeasure = (value: CheckedValue, context: MeasureContext): Measure => {
  const { name, agg } = value;
  const { column } = context;
  if (agg === "records" || column === undefined) return planCount(name, context, "records");
  switch (agg) {
    case "count":
      return planCount(name, context, "count");
    case "sum":
    case "avg":
      return withCurrency(
        totalMeasure(name, agg, column, planSum(column, context)),
        planMixed(column, context),
      );
    case "min":
    case "max":
      return withCurrency(
        {
          info: { name, ...typeOf(column) },
          ...planExtreme(column, agg, context),
        },
        planMixed(column, context),
      );
    case "distinct": {
      const number = context.distinct.push({ where: context.where, coding: codingOf(column) }) - 1;
      return {
        info: { name, type: "int", empty: 0 },
        read: ({ distinct }, cell) => distinct[number]?.[cell] ?? 0,
      };
    }
    case "median":
      return planHolistic(name, agg, column, 0.5, context);
    case "quantile_cont":
    case "quantile_disc":
      return planHolistic(name, agg, column, value.p ?? 0.5, context);
    case "mode":
      return planHolistic(name, agg, column, 0, context);
    case "first":
    case "last":
      return planOrdered(name, agg, column, context.orderBy, context);
    case "wavg":
      return planWeighted(name, column, context.weight ?? column, context);
    case "var_samp":
    case "var_pop":
    case "sd_samp":
    case "sd_pop":
      return planSpread(name, agg, column, context);
    default:
      return agg satisfies never;
  }
};
