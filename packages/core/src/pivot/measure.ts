import { formatDate, formatInstant } from "../calendar/index.ts";
import { formatUnits } from "../kernel/index.ts";
import type { CheckedValue } from "./checked.ts";
import { codingOf, ranksOf, type Coding } from "./coding.ts";
import {
  codesWithEmpty,
  factsOf,
  fromLimbs,
  limbsOf,
  rankValuesOf,
  shrink,
  shrunkenOf,
  type ColumnFacts,
} from "./column-facts.ts";
import type { Column } from "./dataset.ts";
import type { LaneHandle, LanePlanner } from "./lane-planner.ts";
import type { CellValue, MeasureInfo, MeasureType } from "./result.ts";

/** The states of all cells: `state[cell * width + slot]`, and the sizes of distinct sets by their number and cell. */
export interface CellStates {
  readonly state: Float64Array;
  readonly width: number;
  readonly distinct: readonly Float64Array[];
}

/** A set of distinct values to be counted. */
export interface DistinctLane {
  readonly where: Uint8Array | undefined;
  readonly coding: Coding;
}

export interface Measure {
  readonly info: MeasureInfo;
  readonly read: (cells: CellStates, cell: number) => CellValue;
  /** Whether the cell holds amounts of several currencies. */
  readonly mixed?: (cells: CellStates, cell: number) => boolean;
  /** Whether the float sum of the cell left the range of doubles. */
  readonly overflows?: (cells: CellStates, cell: number) => boolean;
}

export interface MeasureContext {
  readonly planner: LanePlanner;
  readonly distinct: DistinctLane[];
  /** The rows of a measure's own condition, and a key that tells conditions apart. */
  readonly where: Uint8Array | undefined;
  readonly whereKey: string;
  readonly column: Column | undefined;
  readonly currency: Column | undefined;
  readonly rows: number;
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

const keyOf = (role: string, context: MeasureContext): string =>
  JSON.stringify([role, context.column?.name ?? null, context.whereKey]);

const isExact = (column: Column): boolean => column.type !== "float";

const isWide = (column: Column): boolean => !(column.values instanceof Float64Array);

/** Whether a plain sum of doubles over all rows cannot leave the exact integers. */
const sumsExactly = ({ maxAbs }: ColumnFacts, rows: number): boolean =>
  maxAbs * rows <= Number.MAX_SAFE_INTEGER;

interface SumReader {
  readonly count: (cells: CellStates, cell: number) => number;
  /** Sum of values, or of scaled units. */
  readonly total: (cells: CellStates, cell: number) => number | bigint;
  /** Whether the sum leaves the range of doubles; absent where it cannot. */
  readonly overflows?: (cells: CellStates, cell: number) => boolean;
}

const planSum = (column: Column, context: MeasureContext): SumReader => {
  const { planner, where } = context;
  const { validity } = column;
  if (isExact(column) && (isWide(column) || !sumsExactly(factsOf(column), context.rows))) {
    const handles = limbsOf(column).map((limb, at) =>
      planner.request({
        key: keyOf(`limb${at}`, context),
        where,
        validity,
        values: limb,
        sum: "plain",
      }),
    );
    const places = lazily(() => handles.map((handle) => handle.places()));
    return {
      count: ({ state, width }, cell) => state[cell * width + (places()[0]?.count ?? 0)] ?? 0,
      total: ({ state, width }, cell) =>
        fromLimbs(places().map((place) => state[cell * width + place.sum] ?? 0)),
    };
  }
  return isExact(column) ? planUnits(column, context) : planFloats(column, context);
};

const planUnits = ({ values, validity }: Column, context: MeasureContext): SumReader => {
  const handle = context.planner.request({
    key: keyOf("values", context),
    where: context.where,
    validity,
    ...(values instanceof Float64Array ? { values } : {}),
    sum: "plain",
  });
  const places = lazily(handle.places);
  return {
    count: ({ state, width }, cell) => state[cell * width + places().count] ?? 0,
    // Adding zero turns -0 into 0.
    total: ({ state, width }, cell) => (state[cell * width + places().sum] ?? 0) + 0,
  };
};

/** A compensated sum; adding zero turns -0 into 0. */
const compensatedAt = (
  { state, width }: CellStates,
  cell: number,
  { sum }: { readonly sum: number },
): number => (state[cell * width + sum] ?? 0) + (state[cell * width + sum + 1] ?? 0) + 0;

const planFloats = (column: Column, context: MeasureContext): SumReader => {
  const { planner, where, rows } = context;
  const { values, validity } = column;
  const request = (role: string, from: Float64Array): (() => ReturnType<LaneHandle["places"]>) =>
    lazily(
      planner.request({
        key: keyOf(role, context),
        where,
        validity,
        values: from,
        sum: "compensated",
      }).places,
    );
  const places = request("values", values as Float64Array);
  const count: SumReader["count"] = ({ state, width }, cell) =>
    state[cell * width + places().count] ?? 0;
  const canOverflow = factsOf(column).maxAbs * rows === Number.POSITIVE_INFINITY;
  if (!canOverflow) return { count, total: (cells, cell) => compensatedAt(cells, cell, places()) };
  // A sum may pass the largest double on its way and come back: then a smaller scale tells what it is.
  const small = request("shrunken", shrunkenOf(column));
  const total: SumReader["total"] = (cells, cell) => {
    const sum = compensatedAt(cells, cell, places());
    return Number.isFinite(sum) ? sum : compensatedAt(cells, cell, small()) / shrink;
  };
  return {
    count,
    total,
    overflows: (cells, cell) => !Number.isFinite(total(cells, cell)),
  };
};

const typeOf = (column: Column): Omit<MeasureInfo, "name"> => ({
  type: column.type satisfies MeasureType,
  empty: null,
  ...(column.scale === undefined ? {} : { scale: column.scale }),
});

/** The writing of an extreme found as a number: of the value itself, or of its rank in label order. */
const planExtreme = (
  column: Column,
  which: "min" | "max",
  context: MeasureContext,
): Pick<Measure, "read"> => {
  const { planner, where } = context;
  const { type, values, validity, scale = 0 } = column;
  const ranked = type === "text" || values === undefined || values instanceof BigInt64Array;
  const handle: LaneHandle = planner.request({
    key: keyOf(ranked ? "ranks" : "values", context),
    where,
    validity,
    values: ranked ? rankValuesOf(column) : values,
    range: true,
  });
  const places = lazily(handle.places);
  const byRank = lazily(() => {
    const coding = codingOf(column);
    const byCode = ranksOf(coding);
    const codes = new Int32Array(coding.size);
    byCode.forEach((rank, code) => (codes[rank] = code));
    return { codes, coding };
  });
  const write = (value: number): CellValue => {
    if (ranked) {
      const { codes, coding } = byRank();
      const code = codes[value] ?? 0;
      return coding.units === undefined
        ? coding.member(code)
        : formatUnits(coding.units[code] ?? 0n, scale);
    }
    switch (type) {
      case "bool":
        return value !== 0;
      case "date":
        return formatDate(value);
      case "timestamp":
        return formatInstant(value);
      case "decimal":
      case "money":
        return formatUnits(value, scale);
      default:
        return value + 0;
    }
  };
  return {
    read: ({ state, width }, cell) => {
      const at = cell * width;
      const place = places();
      return (state[at + place.count] ?? 0) === 0 ? null : write(state[at + place[which]] ?? 0);
    },
  };
};

const planMixed = (column: Column, context: MeasureContext): Measure["mixed"] => {
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

const planTotal = (
  name: string,
  agg: "sum" | "avg",
  column: Column,
  context: MeasureContext,
): Measure => {
  const { count, total, overflows } = planSum(column, context);
  const unit = column.type === "float" ? 1 : 10 ** (column.scale ?? 0);
  return {
    info: agg === "sum" ? { name, ...typeOf(column) } : { name, type: "float", empty: null },
    read: (cells, cell) => {
      const values = count(cells, cell);
      if (values === 0 || overflows?.(cells, cell) === true) return null;
      const sum = total(cells, cell);
      return agg === "sum" ? writeSum(column, sum) : Number(sum) / unit / values;
    },
    ...(overflows === undefined ? {} : { overflows }),
  };
};

const withCurrency = (measure: Measure, mixed: Measure["mixed"]): Measure =>
  mixed === undefined
    ? measure
    : {
        ...measure,
        mixed,
        read: (cells, cell) => (mixed(cells, cell) ? null : measure.read(cells, cell)),
      };

const planCount = (name: string, context: MeasureContext, of: "records" | "count"): Measure => {
  const { planner, where } = context;
  const handle = planner.request({
    key: keyOf(of, context),
    where,
    validity: of === "records" ? undefined : context.column?.validity,
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
      return withCurrency(planTotal(name, agg, column, context), planMixed(column, context));
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
    default:
      return agg satisfies never;
  }
};
