import { compareDecimals } from "@ennead/core/kernel";
import type { AggregateValue, ColumnSchema } from "@ennead/core/pivot";

import {
  addDecimals,
  aligned,
  compareCells,
  decimal,
  exactTypes,
  seen,
  written,
  type Cell,
  type Row,
} from "./types.ts";

type Columns = ReadonlyMap<string, Omit<ColumnSchema, "name">>;

/** Doubles of the tests are whole multiples of this power of two, so sums of them are exact as whole numbers. */
const fine = 2 ** 60;

const sumFloats = (values: readonly number[]): number =>
  Number(values.reduce((sum, value) => sum + BigInt(value * fine), 0n)) / fine;

const sumOf = (values: readonly Cell[], type: string): Cell => {
  if (type === "float") return sumFloats(values.map(Number)) + 0;
  const total = written(addDecimals(values.map(decimal)));
  return type === "int" ? Number(total) : total;
};

/** Quotient of two exact numbers as the nearest double. */
const divide = (value: Cell, by: number): number => {
  const { units, scale } = decimal(value);
  const exact = (units * 10n ** 40n) / (BigInt(by) * 10n ** BigInt(scale));
  return Number(`${exact}e-40`);
};

const quantile = (ascending: readonly Cell[], p: number, type: string): Cell => {
  const at = (ascending.length - 1) * p;
  const low = ascending[Math.floor(at)] ?? null;
  const high = ascending[Math.ceil(at)] ?? null;
  if (!exactTypes.has(type)) {
    return Number(low) + (Number(high) - Number(low)) * (at - Math.floor(at));
  }
  const { units, scale } = aligned([decimal(low), decimal(high)]);
  const apart = Number(written({ units: (units[1] ?? 0n) - (units[0] ?? 0n), scale }));
  return Number(low) + apart * (at - Math.floor(at));
};

const spread = (values: readonly Cell[], agg: string, type: string): Cell => {
  const least = agg.endsWith("samp") ? 2 : 1;
  if (values.length < least) return null;
  const numbers = values.map(Number);
  const mean = divide(
    type === "float" ? written(decimal(sumOf(values, type))) : sumOf(values, type),
    values.length,
  );
  const squares = numbers.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const variance = squares / (values.length - least + 1);
  return agg.startsWith("sd") ? Math.sqrt(variance) : variance;
};

/** One aggregate of listed records. */
export const aggregate = (kept: readonly Row[], value: AggregateValue, columns: Columns): Cell => {
  if (value.agg === "records" || value.field === undefined) return kept.length;
  const typeOf = (name: string): string => columns.get(name)?.type ?? "text";
  const at = (row: Row, name: string): Cell => seen(row[name], { type: typeOf(name) as "text" });
  const field = value.field;
  const type = typeOf(field);
  const present = kept.filter((row) => at(row, field) !== null);
  const values = present.map((row) => at(row, field));
  const same = (one: Cell): Cell =>
    exactTypes.has(type) ? written(decimal(one)) : typeof one === "number" ? one + 0 : one;
  if (value.agg === "count") return values.length;
  if (value.agg === "distinct") return new Set(values.map(same)).size;
  if (values.length === 0) return null;
  const { currency } = value;
  if (currency !== undefined && new Set(present.map((row) => row[currency] ?? null)).size > 1) {
    return null;
  }
  const ascending = values.toSorted((a, b) => compareCells(a, b, type));
  const { p = 0.5 } = value;
  switch (value.agg) {
    case "sum":
      return sumOf(values, type);
    case "avg":
      return type === "float"
        ? Number(sumOf(values, type)) / values.length
        : divide(sumOf(values, type), values.length);
    case "min":
      return same(ascending[0] ?? null);
    case "max":
      return same(ascending.at(-1) ?? null);
    case "median":
      return quantile(ascending, 0.5, type);
    case "quantile_cont":
      return quantile(ascending, p, type);
    case "quantile_disc": {
      // The first place whose share of the values reaches p, p taken as it is written.
      const place = ascending.findIndex(
        (_, index) =>
          compareDecimals(
            { units: BigInt(index + 1), scale: 0 },
            { ...decimal(p), units: decimal(p).units * BigInt(values.length) },
          ) >= 0,
      );
      return same(ascending[place] ?? null);
    }
    case "mode": {
      const times = (one: Cell): number =>
        ascending.filter((other) => compareCells(one, other, type) === 0).length;
      const most = Math.max(...ascending.map(times));
      return same(ascending.find((one) => times(one) === most) ?? null);
    }
    case "first":
    case "last": {
      const keys = value.orderBy ?? [];
      const ordered = present.filter((row) => keys.every((key) => at(row, key) !== null));
      const compare = (a: Row, b: Row): number => {
        for (const key of keys) {
          const order = compareCells(at(a, key), at(b, key), typeOf(key));
          if (order !== 0) return order;
        }
        return 0;
      };
      // Sorting is stable: equal keys keep the order of the records.
      const sorted = ordered.toSorted(compare);
      const found = value.agg === "first" ? sorted[0] : sorted.at(-1);
      return found === undefined ? null : same(at(found, field));
    }
    case "wavg": {
      const weight = value.weight ?? "";
      const pairs = present.filter((row) => at(row, weight) !== null);
      const weights = sumOf(
        pairs.map((row) => at(row, weight)),
        "decimal",
      );
      if (pairs.length === 0 || Number(weights) === 0) return null;
      const products = pairs.map((row) => {
        const [a, b] = [decimal(at(row, field)), decimal(at(row, weight))];
        return { units: a.units * b.units, scale: a.scale + b.scale };
      });
      return Number(written(addDecimals(products))) / Number(weights);
    }
    case "var_samp":
    case "var_pop":
    case "sd_samp":
    case "sd_pop":
      return spread(values, value.agg, type);
    default:
      return value.agg satisfies never;
  }
};
