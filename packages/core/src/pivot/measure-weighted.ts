import type { Column } from "./dataset.ts";
import { lazily, type Measure, type MeasureContext } from "./measure-plan.ts";
import { planSum } from "./measure-sum.ts";
import { doublesOf, weightedColumns } from "./pair-columns.ts";

const scaled = (total: number | bigint, { type, scale = 0 }: Column): number =>
  type === "float" ? Number(total) : Number(total) / 10 ** scale;

/** Sum of value times weight over sum of weight; pairs with a missing half are left out, a weight sum of 0 has no average. */
export const planWeighted = (
  name: string,
  column: Column,
  weight: Column,
  context: MeasureContext,
): Measure => {
  const pair = weightedColumns(column, weight);
  const products = planSum(pair.product, { ...context, column: pair.product });
  const weights = planSum(pair.weight, { ...context, column: pair.weight });
  return {
    info: { name, type: "float", empty: null },
    read: (cells, cell) => {
      if (weights.count(cells, cell) === 0) return null;
      const divisor = scaled(weights.total(cells, cell), pair.weight);
      if (divisor === 0) return null;
      const average = scaled(products.total(cells, cell), pair.product) / divisor;
      return Number.isFinite(average) ? average + 0 : null;
    },
    ...(products.overflows === undefined ? {} : { overflows: products.overflows }),
  };
};

/** Wide integers as doubles from the first of them on, so that close ones keep what tells them apart. */
const centred = (column: Column): Float64Array => {
  const { values } = column;
  if (!(values instanceof BigInt64Array)) return doublesOf(column);
  const base = values[0] ?? 0n;
  return Float64Array.from(values, (value) => Number(value - base));
};

type Spread = "var_samp" | "var_pop" | "sd_samp" | "sd_pop";

/** Variance and standard deviation of a sample (n - 1) or a population (n), by moments that are merged for totals. */
export const planSpread = (
  name: string,
  agg: Spread,
  column: Column,
  context: MeasureContext,
): Measure => {
  const { planner, where } = context;
  const handle = planner.request({
    key: JSON.stringify(["moments", column.name, context.whereKey]),
    where,
    validity: column.validity,
    values: centred(column),
    sum: "moments",
  });
  const places = lazily(handle.places);
  const least = agg.endsWith("samp") ? 2 : 1;
  const unit = 10 ** (column.scale ?? 0);
  return {
    info: { name, type: "float", empty: null },
    read: ({ state, width }, cell) => {
      const at = cell * width + places().count;
      const count = state[at] ?? 0;
      if (count < least) return null;
      const variance = (state[at + 2] ?? 0) / (count - least + 1) / unit / unit;
      const answer = agg.startsWith("sd") ? Math.sqrt(variance) : variance;
      return Number.isFinite(answer) ? answer : null;
    },
  };
};
