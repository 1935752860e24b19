import { bucketDay, bucketInstant } from "../calendar/index.ts";
import { formatDecimal, parseDecimal, unitsAt, type Decimal } from "../kernel/index.ts";
import type { Coding } from "./coding.ts";
import type { ColumnType } from "./dataset.ts";
import type { Group } from "./level.ts";
import type { Bucket } from "./spec.ts";

/** What a bucket needs besides the value: the report's zone and week, where the bucket names none itself. */
export interface BucketContext {
  readonly type: ColumnType;
  readonly scale: number;
  readonly timeZone: string;
  readonly weekStart: number;
}

const decimalOf = (written: number | string): Decimal =>
  parseDecimal(String(written)) ?? { units: 0n, scale: 0 };

/** A distinct value as an exact decimal. A double counts as its shortest writing, the number a person reads. */
const exactValue = ({ units, numbers }: Coding, { type, scale }: BucketContext) =>
  type === "float"
    ? (code: number): Decimal => decimalOf(numbers?.[code] ?? 0)
    : (code: number): Decimal => ({ units: units?.[code] ?? BigInt(numbers?.[code] ?? 0), scale });

const ceilUnits = ({ units, scale }: Decimal, target: number): bigint => {
  if (target >= scale) return units * 10n ** BigInt(target - scale);
  const divisor = 10n ** BigInt(scale - target);
  const quotient = units / divisor;
  return quotient * divisor < units ? quotient + 1n : quotient;
};

const bins = (
  edges: readonly (number | string)[],
  coding: Coding,
  { type, scale }: BucketContext,
): ((code: number) => Group) => {
  const exact = edges.map(decimalOf);
  const names = exact.map(formatDecimal);
  const label = (key: number): string =>
    `[${key === 0 ? "-inf" : names[key - 1]},${key === names.length ? "inf" : names[key]})`;
  const labels = Array.from({ length: edges.length + 1 }, (_, key) => label(key));
  // A scaled integer is at or above an edge when it is at or above the edge's ceiling: no rounding takes part.
  const { units } = coding;
  const floors = exact.map((edge) => ceilUnits(edge, scale));
  const bounds = type === "float" ? edges.map(Number) : floors.map(Number);
  const above = (code: number, edge: number): boolean =>
    units === undefined
      ? (coding.numbers?.[code] ?? 0) >= (bounds[edge] ?? 0)
      : (units[code] ?? 0n) >= (floors[edge] ?? 0n);
  return (code) => {
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (above(code, middle)) low = middle + 1;
      else high = middle;
    }
    return { key: low, label: labels[low] ?? "" };
  };
};

const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
};

const steps = (
  size: Decimal,
  origin: Decimal,
  valueOf: (code: number) => Decimal,
): ((code: number) => Group) => {
  const common = Math.max(size.scale, origin.scale);
  return (code) => {
    const value = valueOf(code);
    const scale = Math.max(common, value.scale);
    const step = unitsAt(size, scale) ?? 1n;
    const from = unitsAt(origin, scale) ?? 0n;
    const key = floorDivide((unitsAt(value, scale) ?? 0n) - from, step);
    const low = formatDecimal({ units: from + key * step, scale });
    const high = formatDecimal({ units: from + (key + 1n) * step, scale });
    return { key, label: `[${low},${high})` };
  };
};

/** The grouping of a column's distinct values by a checked bucket. */
export const bucketOf = (
  bucket: Bucket,
  coding: Coding,
  context: BucketContext,
): ((code: number) => Group) => {
  switch (bucket.kind) {
    case "date": {
      const { grain, timeZone = context.timeZone, weekStart = context.weekStart } = bucket;
      const numbers = coding.numbers ?? new Float64Array();
      if (context.type === "timestamp") {
        return (code) => bucketInstant(grain, numbers[code] ?? 0, timeZone, { weekStart });
      }
      // Hours of plain dates are refused when the spec is checked.
      if (grain === "hour" || grain === "hourOfDay") return () => ({ key: 0, label: "" });
      return (code) => bucketDay(grain, numbers[code] ?? 0, { weekStart });
    }
    case "bins":
      return bins(bucket.edges, coding, context);
    case "step":
      return steps(
        decimalOf(bucket.size),
        decimalOf(bucket.origin ?? 0),
        exactValue(coding, context),
      );
    default:
      return bucket satisfies never;
  }
};
