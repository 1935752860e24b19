import { factsOf } from "./column-facts.ts";
import type { Column } from "./dataset.ts";
import { allValid, isValid } from "./validity.ts";

/** Values as doubles: units of exact columns, the nearest double beyond 2^53. */
export const doublesOf = ({ values }: Column): Float64Array =>
  values instanceof Float64Array
    ? values
    : values instanceof BigInt64Array
      ? Float64Array.from(values, Number)
      : Float64Array.from(values ?? []);

/** Rows that have a value in all of the columns; undefined where every row has. */
export const commonValidity = (
  columns: readonly Column[],
  rows: number,
): Uint8Array | undefined => {
  const masks = columns.flatMap(({ validity }) => (validity === undefined ? [] : [validity]));
  if (masks.length === 0) return undefined;
  const common = allValid(rows);
  for (const mask of masks) for (let at = 0; at < common.length; at += 1) common[at]! &= mask[at]!;
  return common;
};

const scaleOf = ({ scale = 0 }: Column): number => scale;

const withValidity = (column: Column, validity: Uint8Array | undefined): Column =>
  validity === undefined ? column : { ...column, validity };

const bare = (column: Column): Column => {
  const { validity: _, ...rest } = column;
  return rest;
};

/** A value and its weight, for rows that have both. */
export interface WeightedColumns {
  readonly product: Column;
  readonly weight: Column;
}

const known = new WeakMap<Column, WeakMap<Column, WeightedColumns>>();

/** Products of value and weight: exact units where all of them are whole numbers that doubles hold, else doubles. */
const multiply = (value: Column, weight: Column): WeightedColumns => {
  const rows = (value.values ?? []).length;
  const validity = commonValidity([value, weight], rows);
  const [a, b] = [doublesOf(value), doublesOf(weight)];
  const exact =
    [value, weight].every(
      ({ type, values }) => type !== "float" && values instanceof Float64Array,
    ) && factsOf(value).maxAbs * factsOf(weight).maxAbs <= Number.MAX_SAFE_INTEGER;
  const scale = scaleOf(value) + scaleOf(weight);
  const divisor = exact ? 1 : 10 ** scale;
  const values = Float64Array.from(a, (one, row) =>
    isValid(validity, row) ? (one * b[row]!) / divisor + 0 : 0,
  );
  const name = JSON.stringify([value.name, weight.name]);
  const product: Column = exact
    ? { name, type: "decimal", scale, values }
    : { name, type: "float", values };
  return {
    product: withValidity(product, validity),
    weight: withValidity({ ...bare(weight), name: `${name} weight` }, validity),
  };
};

/** The columns that a weighted average sums, made once for a pair of columns. */
export const weightedColumns = (value: Column, weight: Column): WeightedColumns => {
  let byWeight = known.get(value);
  if (byWeight === undefined) known.set(value, (byWeight = new WeakMap()));
  let made = byWeight.get(weight);
  if (made === undefined) byWeight.set(weight, (made = multiply(value, weight)));
  return made;
};
